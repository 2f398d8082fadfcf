"""The hours of units 单位工时 over HTTP: whose the time for signing goes by, and what a change of them moves."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from app import clock
from app.db.session import Session
from app.services.timing import deadline_sweep
from tests.cases import Cases
from tests.conftest import OneConnection
from tests.times import at, read

ClientAs = Callable[..., AsyncClient]
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ALWAYS: dict[str, Any] = {day: [{"starts": "00:00", "ends": "24:00"}] for day in DAYS} | {"keeps_holidays": False}
SATURDAY = at("21 20:00")
BEFORE = at("16 09:00")
SIGNING_AT_THE_OFFICE, SIGNING_ROUND_THE_CLOCK = at("23 10:30"), at("21 22:00")


async def says(client_as: ClientAs, code: str, since: str = "2026-03-16", body: Any = None, **params: Any) -> Any:
    answer = await client_as("admin").put(f"/departments/{code}/weeks/{since}", json=body or ALWAYS, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def dispatched(cases: Cases, lead: str = "CG") -> dict[str, Any]:
    return await cases.done("dispatcher", await cases.at("filed"), "dispatch", {"lead": lead})


async def row(session: Session, case: dict[str, Any]) -> Any:
    return await session.connection.fetchrow("SELECT * FROM cases WHERE id = $1", UUID(case["id"]))


async def signing(session: Session, case: dict[str, Any]) -> set[Any]:
    """By when it is to be signed, as the case and its timer say, and until when it may be returned."""
    found = await row(session, case)
    timer = await session.connection.fetchval(
        "SELECT due_at FROM case_timers WHERE case_id = $1 AND kind = 'signing'", UUID(case["id"])
    )
    return {found["stage_due_at"], found["return_until"], timer}


async def explained(cases: Cases, case: dict[str, Any]) -> Any:
    return (await cases.client_as("supervisor").get(f"/cases/{case['id']}/deadline")).json()


async def test_on_saturday_a_unit_that_never_closes_signs_today_and_an_office_on_monday(
    cases: Cases, client_as: ClientAs, session: Session
) -> None:
    with clock.frozen(BEFORE):
        await says(client_as, "CG")
    with clock.frozen(SATURDAY):
        always, office = await dispatched(cases, "CG"), await dispatched(cases, "SW")
        assert await signing(session, always) == {SIGNING_ROUND_THE_CLOCK}
        assert await signing(session, office) == {SIGNING_AT_THE_OFFICE}
        told = await explained(cases, always), await explained(cases, office)
    assert always["deadline_at"] == office["deadline_at"]
    assert [each["stage_hours_of"] for each in told] == ["CG", None]


async def test_a_unit_without_hours_has_those_of_the_unit_above_it(
    cases: Cases, client_as: ClientAs, session: Session
) -> None:
    with clock.frozen(BEFORE):
        await says(client_as, "CG")
    with clock.frozen(SATURDAY):
        case = await dispatched(cases, "CG-1")
        assert await signing(session, case) == {SIGNING_ROUND_THE_CLOCK}
        assert (await explained(cases, case))["stage_hours_of"] == "CG"


async def test_a_unit_that_is_new_goes_by_those_above_it_at_once(
    cases: Cases, client_as: ClientAs, session: Session
) -> None:
    with clock.frozen(BEFORE):
        await says(client_as, "CG")
        body = {
            "kind": "station",
            "parent_code": "CG",
            "names": [{"valid_from": "2026-01-01", "name": "新站"}],
            "jurisdictions": ["440310001"],
        }
        answer = await client_as("admin").put("/departments/CG-9", json=body)
        assert answer.status_code == 201, answer.text
    with clock.frozen(SATURDAY):
        assert await signing(session, await dispatched(cases, "CG-9")) == {SIGNING_ROUND_THE_CLOCK}


async def test_redirected_it_goes_by_the_hours_of_the_other_unit(
    cases: Cases, client_as: ClientAs, session: Session
) -> None:
    with clock.frozen(BEFORE):
        await says(client_as, "SW")
    with clock.frozen(SATURDAY):
        case = await dispatched(cases, "CG")
        assert await signing(session, case) == {SIGNING_AT_THE_OFFICE}
        body = {"lead": "SW", "reason_code": "wrong_unit", "note": "属水务"}
        after = await cases.done("dispatcher", case, "redirect", body)
        assert await signing(session, after) == {SIGNING_ROUND_THE_CLOCK}
    assert after["deadline_at"] == case["deadline_at"]


async def test_handed_over_with_its_unit_it_goes_by_the_hours_of_the_successor(
    cases: Cases, client_as: ClientAs, session: Session
) -> None:
    with clock.frozen(BEFORE):
        await says(client_as, "SW")
    with clock.frozen(SATURDAY):
        case = await dispatched(cases, "CG")
        answer = await client_as("admin").post("/departments/CG/hand-over", json={"to": "SW", "note": "机构改革"})
        assert answer.status_code == 200, answer.text
        assert await signing(session, case) == {SIGNING_ROUND_THE_CLOCK}


async def test_an_urgent_case_is_signed_round_the_clock_by_everybody(cases: Cases, client_as: ClientAs) -> None:
    with clock.frozen(BEFORE):
        await says(client_as, "CG", body={"monday": [{"starts": "08:00", "ends": "09:00"}]})
    with clock.frozen(SATURDAY):
        case = await cases.done("clerk", await cases.report(), "file", {"rule_code": "R1", "urgent": True})
        case = await cases.done("dispatcher", case, "dispatch", {"lead": "CG"})
        told = await explained(cases, case)
    assert read(case["stage_due_at"]) == at("21 20:30")
    assert told["stage_hours_of"] is None


async def test_changed_hours_move_what_is_to_be_signed_and_nothing_else(
    cases: Cases, client_as: ClientAs, session: Session, database: OneConnection
) -> None:
    with clock.frozen(SATURDAY):
        case, other = await dispatched(cases, "CG"), await dispatched(cases, "SW")
        before = await row(session, case)
        preview = await says(client_as, "CG", "2026-03-21", preview=True)
        assert (preview["applied"], preview["examined"], preview["moving"]) == (False, 1, 1)
        example = preview["examples"][0]
        assert read(example["stage_due_at_before"]) == SIGNING_AT_THE_OFFICE
        assert read(example["stage_due_at"]) == SIGNING_ROUND_THE_CLOCK
        assert await signing(session, case) == {SIGNING_AT_THE_OFFICE}

        assert (await says(client_as, "CG", "2026-03-21"))["moving"] == 1
        await deadline_sweep.finish(database)  # type: ignore[arg-type]
        assert await signing(session, case) == {SIGNING_ROUND_THE_CLOCK}
        assert await signing(session, other) == {SIGNING_AT_THE_OFFICE}
        after = await row(session, case)
        assert (after["deadline_at"], after["due_at"]) == (before["deadline_at"], before["due_at"])

        answer = await client_as("admin").delete("/departments/CG/weeks/2026-03-21")
        assert (answer.json()["applied"], answer.json()["moving"]) == (True, 1)
        await deadline_sweep.finish(database)  # type: ignore[arg-type]
        assert await signing(session, case) == {SIGNING_AT_THE_OFFICE}


async def test_changed_hours_move_the_open_window_of_returning_of_a_signed_case(
    cases: Cases, client_as: ClientAs, session: Session, database: OneConnection
) -> None:
    with clock.frozen(SATURDAY):
        case = await cases.done("handler", await dispatched(cases, "CG"), "sign")
        assert (await row(session, case))["return_until"] == SIGNING_AT_THE_OFFICE
        await says(client_as, "CG", "2026-03-21")
        await deadline_sweep.finish(database)  # type: ignore[arg-type]
        assert (await row(session, case))["return_until"] == SIGNING_ROUND_THE_CLOCK


async def test_lateness_in_signing_is_counted_by_the_hours_of_the_unit(cases: Cases, client_as: ClientAs) -> None:
    with clock.frozen(BEFORE):
        await says(client_as, "CG")
    with clock.frozen(SATURDAY):
        case = await dispatched(cases, "CG")
    with clock.frozen(at("21 23:00")):
        items = (await client_as("supervisor").get("/supervision/stage-overdue")).json()["items"]
    assert {each["id"]: each["stage_late_working_seconds"] for each in items} == {case["id"]: 3600}


async def test_a_unit_shows_its_hours_and_the_trail_who_said_them(client_as: ClientAs) -> None:
    with clock.frozen(BEFORE):
        body = {"monday": [{"starts": "08:00", "ends": "12:00"}, {"starts": "20:00", "ends": "24:00"}]}
        await says(client_as, "CG", "2026-04-01", body)
        assert not (await says(client_as, "CG", "2026-04-01", body))["applied"]
        view = (await client_as("admin").get("/departments/CG")).json()
        trail = (await client_as("admin").get("/audit?limit=1")).json()["items"]
    assert view["weeks"] == [{"valid_from": "2026-04-01", "windows": body, "keeps_holidays": True}]
    assert trail[0]["data"]["change"] == "unit_week"


async def test_what_was_measured_stays(client_as: ClientAs) -> None:
    with clock.frozen(BEFORE):
        await says(client_as, "CG", "2026-03-16")
    with clock.frozen(SATURDAY):
        assert not (await says(client_as, "CG", "2026-03-16"))["applied"]  # it is so already
        for since in ("2026-03-16", "2026-03-20"):
            answer = await client_as("admin").put(
                f"/departments/CG/weeks/{since}", json=ALWAYS | {"keeps_holidays": True}
            )
            assert (answer.status_code, answer.json()["code"]) == (409, "alters-closed")
        answer = await client_as("admin").delete("/departments/CG/weeks/2026-03-16")
        assert answer.status_code == 409
        await says(client_as, "CG", "2026-03-21", ALWAYS | {"keeps_holidays": True})


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"monday": []},
        {"monday": [{"starts": "12:00", "ends": "08:00"}]},
        {"monday": [{"starts": "08:00", "ends": "08:00"}]},
        {"monday": [{"starts": "08:00", "ends": "12:00"}, {"starts": "11:00", "ends": "13:00"}]},
        {"monday": [{"starts": "00:00", "ends": "24:01"}]},
        {"monday": [{"starts": "08:00", "ends": "12:00"}], "keeps_holidays": None},
        {"monday": [{"starts": "08:00", "ends": "12:00"}], "someday": []},
        {"monday": [{"starts": f"{hour:02d}:00", "ends": f"{hour:02d}:30"} for hour in range(7)]},
        [],
    ],
)
async def test_hostile_bodies_are_refused(client_as: ClientAs, body: Any) -> None:
    with clock.frozen(BEFORE):
        answer = await client_as("admin").put("/departments/CG/weeks/2026-04-01", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


@pytest.mark.parametrize(
    ("who", "code", "status"), [("dispatcher", "CG", 403), ("lead", "CG", 403), ("admin", "NONE", 404)]
)
async def test_an_administrator_of_the_unit_alone_says_its_hours(
    client_as: ClientAs, who: str, code: str, status: int
) -> None:
    for answer in (
        await client_as(who).put(f"/departments/{code}/weeks/2050-01-01", json=ALWAYS),
        await client_as(who).delete(f"/departments/{code}/weeks/2050-01-01"),
    ):
        assert answer.status_code == status


async def test_days_beyond_the_calendar_are_refused(client_as: ClientAs) -> None:
    for since in ("1999-01-01", "2051-01-01", "2026-02-30", "monday"):
        answer = await client_as("admin").put(f"/departments/CG/weeks/{since}", json=ALWAYS)
        assert answer.status_code == 422, since
