"""A deadline that shows its arithmetic, and what becomes of it when the calendar changes."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from httpx import AsyncClient

from app import clock
from tests.cases import ROUTES, Cases
from tests.organisation import IN_OTHER_GRID, TOWN
from tests.times import at, read

ClientAs = Callable[..., AsyncClient]
Sweep = Callable[[], Awaitable[None]]


async def deadline(cases: Cases, case: dict[str, Any], who: str = "handler") -> dict[str, Any]:
    answer = await cases.client_as(who).get(f"/cases/{case['id']}/deadline")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_a_deadline_names_its_rule_its_calendar_and_every_stretch_of_time(cases: Cases) -> None:
    with clock.frozen(at("17 11:00")):
        case = await cases.at("handling")
    with clock.frozen(at("17 14:30")):
        told = await deadline(cases, case)

    assert told["calendar_version"] >= 1
    assert {name: told[name] for name in ("running", "light", "left", "left_seconds", "provisional")} == {
        "running": True, "light": "green", "left": 2.5, "left_seconds": 2.5 * 3_600, "provisional": False,
    }  # fmt: skip
    assert (told["rule_code"], told["rule_version"], told["limit_amount"], told["limit_unit"]) == (
        "R1", 1, 4, "working_hours",
    )  # fmt: skip
    assert [read(told[name]) for name in ("started_at", "warn_at", "due_at", "deadline_at", "stage_due_at")] == [
        at("17 11:00"), at("17 16:12"), at("17 17:00"), at("17 17:00"), at("17 17:00"),
    ]  # fmt: skip
    assert (told["sentence_zh"], told["sentence"]) == (
        "还剩 2 工作时 30 分，今日 17:00 前",
        "2 working hours 30 min left, due today 17:00",
    )
    assert [(part["since"], part["counts"], part["reason"], part["used"]) for part in told["intervals"]] == [
        ("2026-03-17T11:00:00+08:00", True, "working", 1.0),
        ("2026-03-17T12:00:00+08:00", False, "lunch", 0.0),
        ("2026-03-17T14:00:00+08:00", True, "working", 0.5),
    ]


async def test_what_was_used_and_what_is_left_are_the_limit_with_its_extensions(cases: Cases) -> None:
    with clock.frozen(at("17 09:00")):
        case = await cases.at("handling")
        for who, action, body in (
            ("handler", "request-extension", {"reason_code": "complex", "amount": 3}),
            ("dispatcher", "approve-extension", {}),
            ("centre_leader", "approve-extension", {}),
        ):
            await cases.done(who, case, action, body)
    with clock.frozen(at("17 10:00")):
        soon = {"reason_code": "needs_budget", "resume_at": at("18 09:00").isoformat()}
        for who, action, body in (
            ("handler", "request-suspension", soon),
            ("dispatcher", "approve-suspension", {}),
            ("centre_leader", "approve-suspension", {}),
        ):
            await cases.done(who, case, action, body)
    with clock.frozen(at("18 09:00")):
        await cases.done("handler", case, "resume")
    with clock.frozen(at("18 11:00")):
        told = await deadline(cases, case)

    assert sum(part["used"] for part in told["intervals"]) == 3
    assert told["left"] == 4
    assert [(pause["kind"], pause["counts"], pause["label_zh"]) for pause in told["pauses"]] == [
        ("suspended", False, "同意挂账")
    ]
    assert [part["reason"] for part in told["intervals"]] == ["working", "suspended", "working"]


async def test_a_deadline_is_explained_to_whoever_sees_the_case_and_to_nobody_else(cases: Cases) -> None:
    case = await cases.report(who="other_worker", location=IN_OTHER_GRID)
    for who, status in (("other_supervisor", 200), ("supervisor", 200), ("worker", 404), ("handler", 404)):
        answer = await cases.client_as(who).get(f"/cases/{case['id']}/deadline")
        assert answer.status_code == status, who
    told = await deadline(cases, case, "supervisor")

    assert (told["running"], told["intervals"], told["limit_amount"]) == (False, [], None)
    assert told["sentence_zh"] == "已上报，未在计时"


async def test_a_done_case_counts_no_further(cases: Cases) -> None:
    with clock.frozen(at("17 09:00")):
        case = await cases.at("handling")
    with clock.frozen(at("17 10:00")):
        await cases.done("handler", case, "resolve", ROUTES["resolved"][-1][2])
    with clock.frozen(at("18 10:00")):
        told = await deadline(cases, case)

    assert (told["running"], told["light"], told["left"]) == (False, None, None)
    assert sum(part["used"] for part in told["intervals"]) == 1


@pytest.fixture
async def new_year(cases: Cases) -> dict[str, Any]:
    """Filed on the last afternoon of 2026 with two working days, when the days of 2027 are not known yet."""
    with clock.frozen(datetime(2026, 12, 31, 16, 0, tzinfo=ZoneInfo("Asia/Shanghai"))):
        case = await cases.report()
        await cases.done("clerk", case, "file", {"rule_code": "R2"})
        await cases.done("dispatcher", case, "dispatch", {"lead": "CG"})
        yield await cases.done("handler", case, "sign")


async def test_a_deadline_in_a_year_not_published_is_provisional_and_moves_once_when_the_days_arrive(
    new_year: dict[str, Any], cases: Cases, client_as: ClientAs, sweep: Sweep
) -> None:
    assert (await deadline(cases, new_year))["provisional"]
    bridge = [{"day": f"2027-01-0{day}", "kind": "holiday", "name": "元旦"} for day in (1, 2, 3, 4)]
    fixed = [{"day": f"2027-{day}", "kind": "holiday"} for day in ("05-01", "10-01")]
    answer = await client_as("admin").put("/calendar/national/years/2027", json={"days": [*bridge, *fixed]})
    assert answer.json()["moving"] == 1, answer.text
    await sweep()
    await sweep()
    told = await deadline(cases, new_year)
    events = (await client_as("supervisor").get(f"/cases/{new_year['id']}/events")).json()["items"]
    (redated,) = [event for event in events if event["action"] == "redate"]

    # before: Monday the 4th was worked; now the two days end a day later
    assert (read(new_year["due_at"]).astimezone(clock.LOCAL).day, told["provisional"]) == (5, False)
    assert read(told["due_at"]).astimezone(clock.LOCAL).day == 6
    assert read(redated["data"]["due_at_before"]) == read(new_year["due_at"])
    assert read(redated["data"]["due_at"]) == read(told["due_at"])
    assert redated["actor_kind"] == "system"


async def test_a_case_that_moves_on_before_it_is_redated_is_redated_all_the_same(
    cases: Cases, client_as: ClientAs, sweep: Sweep
) -> None:
    with clock.frozen(at("17 09:00")):
        case = await cases.at("dispatched")
        await client_as("admin").put(f"/calendar/{TOWN}/days/2026-03-17", json={"kind": "holiday"})
        signed = await cases.done("handler", case, "sign")
        await sweep()
        told = await deadline(cases, case)

    assert read(signed["due_at"]) == at("17 15:00")
    assert read(told["due_at"]) == at("18 14:30")


async def test_what_more_time_would_make_of_it_is_what_granting_makes_of_it(cases: Cases) -> None:
    with clock.frozen(at("17 11:00")):
        extended, suspended = await cases.at("handling"), await cases.at("handling")
    with clock.frozen(at("17 14:30")):
        handler, resume_at = cases.client_as("handler"), at("19 09:00").isoformat()
        longer = (await handler.get(f"/cases/{extended['id']}/deadline", params={"extension": 3})).json()
        still = (await handler.get(f"/cases/{suspended['id']}/deadline", params={"resume_at": resume_at})).json()
        await cases.done("handler", extended, "request-extension", {"reason_code": "complex", "amount": 3})
        stop = {"reason_code": "needs_budget", "resume_at": resume_at}
        await cases.done("handler", suspended, "request-suspension", stop)
        for case, action in ((extended, "approve-extension"), (suspended, "approve-suspension")):
            for who in ("dispatcher", "centre_leader"):
                await cases.done(who, case, action)
    with clock.frozen(at("19 09:00")):
        await cases.done("handler", suspended, "resume")
        granted = [(await deadline(cases, case))["due_at"] for case in (extended, suspended)]

    assert [longer["due_at_then"], still["due_at_then"]] == granted
    assert read(longer["due_at_then"]) == at("18 11:00"), "17:00 to 17:30, and 08:30 to 11:00 of the next day"
    assert (longer["due_at"], (await deadline(cases, extended))["due_at_then"]) == (extended["due_at"], None)


@pytest.mark.parametrize("asked", [{"extension": 0}, {"extension": 1, "resume_at": "2026-11-24T02:00:00Z"}, {"x": 1}])
async def test_a_question_about_more_time_that_makes_no_sense_is_refused(cases: Cases, asked: dict[str, Any]) -> None:
    answer = await cases.client_as("handler").get(f"/cases/{(await cases.at('handling'))['id']}/deadline", params=asked)

    assert answer.status_code == 422
