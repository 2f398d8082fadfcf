"""`/escalation`: what an area says of late cases, previewed, changed under open cases, and kept by the worker."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from app import clock
from app.db.memory import Memory
from app.db.session import Session
from app.services.calendar.lookup import CalendarCache
from app.services.calendar.snapshot import load
from app.workflow.limits import SUPERVISION_REPLY
from tests.cases import Cases
from tests.conftest import OneConnection
from tests.organisation import COUNTY, GRID, IN_OTHER_GRID, OTHER_GRID, OTHER_TOWN, TOWN, VILLAGE
from tests.routers.test_supervising import everybody, handled, told
from tests.times import at, read

ClientAs = Callable[..., AsyncClient]
Sweep = Callable[[], Awaitable[None]]
Rungs = list[tuple[int, str]]

LEAD, SUPERVISOR, UPPER = "department_lead", "supervisor", "upper_supervisor"
AS_INSTALLED: Rungs = [(4, LEAD), (8, SUPERVISOR), (16, UPPER)]
REPLIES = [
    {"level": level, "limit_amount": limit.amount, "limit_unit": limit.unit.value}
    for level, limit in SUPERVISION_REPLY.items()
]


def body(rungs: Rungs, *, unit: str = "working_hours", replies: list[dict[str, Any]] = REPLIES) -> dict[str, Any]:
    told = [{"limit_amount": amount, "limit_unit": unit, "audience": audience} for amount, audience in rungs]
    return {"rungs": told, "replies": replies}


async def say(client_as: ClientAs, rungs: Rungs, place: str = TOWN, *, preview: bool = False) -> dict[str, Any]:
    answer = await client_as("admin").put(f"/escalation/{place}", params={"preview": preview}, json=body(rungs))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def rungs_of(client_as: ClientAs, case: dict[str, Any]) -> list[tuple[int, str]]:
    events = (await client_as("supervisor").get(f"/cases/{case['id']}/events")).json()["items"]
    return [
        (event["data"]["rung"], event["data"]["audience"]) for event in events if event["action"] == "raise_overdue"
    ]


async def timer(session: Session, case: dict[str, Any]) -> datetime | None:
    found: datetime | None = await session.connection.fetchval(
        "SELECT due_at FROM case_timers WHERE kind = 'ladder' AND case_id = $1", UUID(case["id"])
    )
    return found


async def overdue(cases: Cases, sweep: Sweep, until: str = "17 15:00:01") -> dict[str, Any]:
    """Due on Tuesday at 15:00; 4, 8 and 16 working hours later are Wednesday 10:00 and 16:00, Thursday 17:00."""
    case = await handled(cases)
    for moment in ("17 15:00:01", until):
        with clock.frozen(at(moment)):
            await sweep()
    return case


# --- who says what -------------------------------------------------------------------------------------------------


async def test_the_nearest_area_that_says_anything_is_heard_and_else_it_is_as_installed(client_as: ClientAs) -> None:
    async def at_place(place: str) -> tuple[str | None, list[int]]:
        found = (await client_as("worker").get(f"/escalation/{place}")).json()
        return found["said_by"], [rung["limit_amount"] for rung in found["rungs"]]

    assert await at_place(GRID) == (None, [4, 8, 16])
    assert await at_place("national") == (None, [4, 8, 16])
    await say(client_as, [(1, LEAD)], "national")
    await say(client_as, [(2, LEAD)], COUNTY)
    await say(client_as, [(3, LEAD), (30, SUPERVISOR)], TOWN)
    assert await at_place(GRID) == await at_place(VILLAGE) == (TOWN, [3, 30])
    assert await at_place(OTHER_TOWN) == (COUNTY, [2])
    assert await at_place("national") == ("national", [1])
    for place, then in ((TOWN, (COUNTY, [2])), (COUNTY, ("national", [1])), ("national", (None, [4, 8, 16]))):
        assert (await client_as("admin").delete(f"/escalation/{place}")).json()["applied"]
        assert await at_place(GRID) == then
    assert not (await client_as("admin").delete(f"/escalation/{TOWN}")).json()["applied"], "it said nothing"


async def test_the_same_again_changes_nothing_and_what_changes_raises_the_version(client_as: ClientAs) -> None:
    before = (await client_as("worker").get(f"/escalation/{TOWN}")).json()["calendar_version"]
    first, again = await say(client_as, [(5, LEAD)]), await say(client_as, [(5, LEAD)])
    assert (first["applied"], first["calendar_version"]) == (True, before + 1)
    assert (again["applied"], again["calendar_version"]) == (False, before + 1)


async def test_only_an_administrator_of_the_place_changes_it(client_as: ClientAs, session: Session) -> None:
    for who in ("worker", "clerk", "supervisor", "centre_leader"):
        assert (await client_as(who).put(f"/escalation/{TOWN}", json=body(AS_INSTALLED))).status_code == 403, who
        assert (await client_as(who).delete(f"/escalation/{TOWN}")).status_code == 403, who
    assert (await client_as(None).get(f"/escalation/{TOWN}")).status_code == 401
    assert (await client_as(None).put(f"/escalation/{TOWN}", json=body(AS_INSTALLED))).status_code == 401
    assert (await client_as("worker").get("/escalation/999999")).status_code == 404
    assert (await client_as("admin").put("/escalation/999999", json=body(AS_INSTALLED))).status_code == 404
    await session.connection.execute("UPDATE appointments SET area_code = $1 WHERE post = 'administrator'", TOWN)
    admin = client_as("admin")
    assert (await admin.put(f"/escalation/{TOWN}", json=body(AS_INSTALLED))).status_code == 200
    for place in (OTHER_TOWN, COUNTY, "national"):
        assert (await admin.put(f"/escalation/{place}", json=body(AS_INSTALLED))).status_code == 403, place
        assert (await admin.delete(f"/escalation/{place}")).status_code == 403, place


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (body([]), "at least one rung"),
        (body([(number, LEAD) for number in range(1, 8)]), "at most 6 rungs"),
        (body([(8, LEAD), (8, SUPERVISOR)]), "not later than the one below"),
        (body([(0, LEAD)]), "within a year"),
        (body([(366, LEAD)], unit="calendar_days"), "within a year"),
        (body([(10**30, LEAD)]), "within a year"),
        (body([(4, "followers")]), "cannot be told to the followers"),
        (body(AS_INSTALLED, replies=REPLIES[:2]), "level 3 is missing"),
        (body(AS_INSTALLED, replies=[*REPLIES, {**REPLIES[0], "level": 4}]), "no order of level 4"),
        (body(AS_INSTALLED, replies=[*REPLIES, REPLIES[0]]), "level 1 is there twice"),
        (body(AS_INSTALLED, replies=[{**REPLIES[0], "limit_amount": 0}, *REPLIES[1:]]), "within a year"),
    ],
)
async def test_what_makes_no_sense_is_refused_with_the_reason(
    client_as: ClientAs, session: Session, said: dict[str, Any], reason: str
) -> None:
    answer = await client_as("admin").put(f"/escalation/{TOWN}", json=said)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert reason in answer.json()["detail"]
    chinese = await client_as("admin", language="zh").put(f"/escalation/{TOWN}", json=said)
    assert not chinese.json()["detail"].isascii()
    assert (await load(session)).escalations == {}


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        (body([(4, "nobody")]), "/rungs/0/audience"),
        (body([(4, LEAD)], unit="moons"), "/rungs/0/limit_unit"),
        (body([(4, LEAD)], replies=[{**REPLIES[0], "limit_unit": "moons"}]), "/replies/0/limit_unit"),
        ({"rungs": body([(4, LEAD)])["rungs"]}, "/replies"),
    ],
)
async def test_unknown_people_and_units_are_refused_where_they_stand(
    client_as: ClientAs, said: dict[str, Any], pointer: str
) -> None:
    answer = await client_as("admin").put(f"/escalation/{TOWN}", json=said)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


# --- the worker climbs by what holds -------------------------------------------------------------------------------


async def test_the_worker_climbs_the_ladder_of_the_place_and_no_other(
    cases: Cases, client_as: ClientAs, sweep: Sweep
) -> None:
    await say(client_as, [(1, SUPERVISOR), (2, "dispatcher"), (3, "holder")])
    with clock.frozen(at("17 09:00")):
        there = await cases.report(location=IN_OTHER_GRID)
        await cases.done("clerk", there, "file", {"rule_code": "R1"})
    here = await overdue(cases, sweep)
    seen = {}
    for moment in ("17 15:59:59", "17 16:00:01", "17 17:00:01", "18 08:30:01"):
        with clock.frozen(at(moment)):
            await sweep()
            seen[moment] = {who for who, actions in (await everybody(client_as)).items() if "raise_overdue" in actions}

    assert seen["17 15:59:59"] == set()
    assert seen["17 16:00:01"] == {"town_supervisor"}
    assert seen["17 17:00:01"] == {"town_supervisor", "dispatcher"}
    assert await rungs_of(client_as, here) == [(1, SUPERVISOR), (2, "dispatcher")], "17:30 is the end of the day"
    with clock.frozen(at("18 09:00:01")):
        await sweep()
        assert "raise_overdue" in await told(client_as, "handler")
    assert await rungs_of(client_as, there) == [], "the other town's first rung is at 10:00"


async def test_an_order_is_due_by_what_holds_when_it_is_given_and_stays_as_it_was_said(
    cases: Cases, client_as: ClientAs, sweep: Sweep
) -> None:
    case = await handled(cases)
    with clock.frozen(at("17 09:00")):
        await cases.done("supervisor", case, "supervise", {"demand": "请回复"})
        quick = [{"level": level, "limit_amount": level, "limit_unit": "working_hours"} for level in (1, 2, 3)]
        said = await client_as("admin").put(f"/escalation/{TOWN}", json=body(AS_INSTALLED, replies=quick))
        assert (said.json()["applied"], said.json()["moving"]) == (True, 0)
        await sweep()
    seen = []
    for moment in ("17 10:00:01", "18 10:00:01", "18 15:00:01"):
        with clock.frozen(at(moment)):
            await sweep()
            order = (await client_as("supervisor").get(f"/cases/{case['id']}/orders")).json()["items"][0]
            seen.append((order["level"], read(order["reply_due_at"])))

    assert seen[0] == (1, at("18 10:00")), "said before the change: eight working hours"
    assert seen[1] == (2, at("18 14:00:01")), "level 2 by the new times: two hours, over lunch"
    assert seen[2][0] == 3


# --- changed under open cases --------------------------------------------------------------------------------------


async def test_a_preview_shows_the_rungs_that_move_and_moves_none(
    cases: Cases, client_as: ClientAs, sweep: Sweep, session: Session
) -> None:
    case = await overdue(cases, sweep)
    with clock.frozen(at("17 15:30")):
        await handled(cases)  # not reminded yet: it meets whatever ladder holds when it is
        shown = await say(client_as, [(2, LEAD)], COUNTY, preview=True)
        elsewhere = await say(client_as, [(2, LEAD)], OTHER_TOWN, preview=True)

    assert (shown["applied"], shown["examined"], shown["moving"], shown["is_complete"]) == (False, 1, 1, True)
    assert [
        (each["number"], each["rung"], read(each["at_before"]), read(each["at"])) for each in shown["examples"]
    ] == [(case["number"], 1, at("18 10:00"), at("17 17:00"))]
    assert (elsewhere["examined"], elsewhere["moving"], elsewhere["examples"]) == (0, 0, [])
    assert await timer(session, case) == at("18 10:00")
    assert (await load(session)).escalations == {}


async def test_a_change_moves_the_next_rung_silently(
    cases: Cases, client_as: ClientAs, sweep: Sweep, session: Session
) -> None:
    case = await overdue(cases, sweep)
    with clock.frozen(at("17 15:30")):
        before = (await client_as("supervisor").get(f"/cases/{case['id']}")).json()
        assert (await say(client_as, [(2, LEAD)]))["moving"] == 1
        await sweep()
        after = (await client_as("supervisor").get(f"/cases/{case['id']}")).json()
        assert await timer(session, case) == at("17 17:00")
        assert (await client_as("admin").delete(f"/escalation/{TOWN}")).json()["moving"] == 1
        await sweep()

    assert await timer(session, case) == at("18 10:00")
    assert before == after, "no event, no new version"


async def test_a_rung_put_in_below_is_not_taken_after_the_fact_nor_the_taken_one_again(
    cases: Cases, client_as: ClientAs, sweep: Sweep, session: Session
) -> None:
    case = await overdue(cases, sweep, "18 10:00:01")
    with clock.frozen(at("18 11:00")):
        shown = await say(client_as, [(2, "holder"), *AS_INSTALLED])
        await sweep()
        assert await timer(session, case) == at("18 16:00")
    with clock.frozen(at("18 16:00:01")):
        await sweep()

    assert (shown["examined"], shown["moving"]) == (1, 0), "its next rung is where it was"
    assert await rungs_of(client_as, case) == [(1, LEAD), (3, SUPERVISOR)]


async def test_a_rung_taken_away_lets_nobody_above_be_passed_over(
    cases: Cases, client_as: ClientAs, sweep: Sweep, session: Session
) -> None:
    await say(client_as, [(2, "holder"), *AS_INSTALLED])
    case = await overdue(cases, sweep, "18 10:00:01")
    with clock.frozen(at("18 11:00")):
        await say(client_as, AS_INSTALLED)
        await sweep()
    for moment in ("18 16:00:01", "19 17:00:01", "23 10:00"):
        with clock.frozen(at(moment)):
            await sweep()

    assert await rungs_of(client_as, case) == [(1, "holder"), (2, LEAD), (2, SUPERVISOR), (3, UPPER)]
    assert await timer(session, case) is None


async def test_a_rung_put_on_top_of_a_ladder_that_had_ended_is_taken_when_it_is_reached(
    cases: Cases, client_as: ClientAs, sweep: Sweep, session: Session
) -> None:
    await say(client_as, [(4, LEAD)])
    case = await overdue(cases, sweep, "18 10:00:01")
    assert await timer(session, case) is None
    with clock.frozen(at("18 11:00")):
        shown = await say(client_as, [(4, LEAD), (8, SUPERVISOR)])
        await sweep()
        assert await timer(session, case) == at("18 16:00")
        assert [(each["rung"], each["at_before"], read(each["at"])) for each in shown["examples"]] == [
            (2, None, at("18 16:00"))
        ]
        await say(client_as, [(4, LEAD)])
        await sweep()
        assert await timer(session, case) is None, "and withdrawn again before it was"
        await say(client_as, [(4, LEAD), (5, UPPER)])
        await sweep()  # it is reached at this very moment
    with clock.frozen(at("18 11:00:01")):
        await sweep()

    assert await rungs_of(client_as, case) == [(1, LEAD), (2, UPPER)]


async def test_in_another_unit_as_many_rungs_are_behind_as_were_taken(
    cases: Cases, client_as: ClientAs, sweep: Sweep, session: Session
) -> None:
    case = await overdue(cases, sweep, "18 10:00:01")
    with clock.frozen(at("18 11:00")):
        answer = await client_as("admin").put(
            f"/escalation/{TOWN}", json=body([(1, LEAD), (2, SUPERVISOR)], unit="working_days")
        )
        assert answer.json()["applied"]
        await sweep()

    assert await timer(session, case) == at("19 15:00")


async def test_cases_of_an_older_system_that_have_no_rule_move_as_well(
    cases: Cases, client_as: ClientAs, sweep: Sweep, session: Session
) -> None:
    case = await overdue(cases, sweep)
    await session.connection.execute("UPDATE cases SET rule = NULL")
    with clock.frozen(at("17 15:30")):
        assert (await say(client_as, [(2, LEAD)]))["moving"] == 1
        await sweep()

    assert await timer(session, case) == at("17 17:00")


async def test_a_case_that_stands_still_meanwhile_goes_on_by_the_new_ladder(
    cases: Cases, client_as: ClientAs, sweep: Sweep, session: Session
) -> None:
    case = await overdue(cases, sweep, "18 10:00:01")
    with clock.frozen(at("18 11:00")):
        await cases.done("handler", case, "resolve", {"result": "已清理", "photo_exemption": "nothing_visible"})
        assert await timer(session, case) is None
        await say(client_as, [(2, "holder"), *AS_INSTALLED])
        await sweep()
        await cases.done("dispatcher", case, "rework", {"reason_code": "not_done"})

    assert await timer(session, case) == at("18 16:00")


async def test_whoever_is_faster_than_the_worker_carries_the_rungs_over_as_well(
    cases: Cases, client_as: ClientAs, sweep: Sweep, session: Session
) -> None:
    case = await overdue(cases, sweep, "18 10:00:01")
    with clock.frozen(at("18 11:00")):
        await say(client_as, [(2, "holder"), (4, LEAD), (20, SUPERVISOR)])
        await cases.done("handler", case, "progress", {"note": "已联系"})
        moved = await timer(session, case)
        await sweep()

    assert moved == await timer(session, case) == at("20 14:00")


async def test_a_case_filed_again_meanwhile_is_on_the_ladder_that_holds_where_it_is_now(
    cases: Cases, client_as: ClientAs, sweep: Sweep, session: Session
) -> None:
    with clock.frozen(at("17 09:00")):
        case = await cases.report()
        await cases.done("clerk", case, "file", {"rule_code": "R1"})
    with clock.frozen(at("17 15:00:01")):
        await sweep()
    seen = []
    for place, area in ((TOWN, GRID), (OTHER_TOWN, OTHER_GRID)):
        with clock.frozen(at("17 15:30")):
            await cases.done("dispatcher", case, "send-back", {"note": "网格不对"})
            await say(client_as, [(2 if place == TOWN else 1, LEAD)], place)
            if place == OTHER_TOWN:  # what its own town says has not changed since
                await sweep()
            again = await cases.done("clerk", case, "file", {"rule_code": "R1", "area_code": area})
            seen.append(await timer(session, case))
            await sweep()
            assert await timer(session, case) == seen[-1]
            assert read(again["due_at"]) == at("17 15:00")

    assert seen == [at("17 17:00"), at("17 16:00")]


async def test_the_rung_that_is_due_at_the_very_change_is_the_next_by_the_new_ladder(
    cases: Cases, client_as: ClientAs, sweep: Sweep
) -> None:
    case = await overdue(cases, sweep, "18 10:00:01")
    with clock.frozen(at("18 16:00:01")):  # the timer of eight hours is due, and the worker has not redated yet
        await say(client_as, [(2, "holder"), *AS_INSTALLED])
        await sweep()

    assert await rungs_of(client_as, case) == [(1, LEAD), (3, SUPERVISOR)]


async def test_a_timer_of_the_ladder_before_tells_nobody_early(
    cases: Cases, client_as: ClientAs, sweep: Sweep, session: Session
) -> None:
    case = await overdue(cases, sweep)
    with clock.frozen(at("18 10:00:01")):  # the timer of four hours is due, and the worker has not redated yet
        await say(client_as, [(8, SUPERVISOR)])
        await sweep()
        assert await rungs_of(client_as, case) == []
        assert await timer(session, case) == at("18 16:00")
    with clock.frozen(at("18 16:00:01")):
        await sweep()

    assert await rungs_of(client_as, case) == [(1, SUPERVISOR)]


async def test_a_process_that_is_behind_looks_again_when_a_case_knows_better(
    cases: Cases, client_as: ClientAs, sweep: Sweep, database: OneConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await overdue(cases, sweep)
    stopped = clock.monotonic()
    monkeypatch.setattr(clock, "monotonic", lambda: stopped)  # what is known is never too old by itself
    of_another_process = Memory()
    async with database.reading() as session:
        old = await of_another_process.of(CalendarCache).get(session)
    with clock.frozen(at("17 15:30")):
        await say(client_as, [(2, LEAD)])
        await sweep()
    database.memory = of_another_process
    with clock.frozen(at("17 17:00:01")):
        await sweep()
        async with database.reading() as session:
            assert await of_another_process.of(CalendarCache).get(session) is not old

    assert await rungs_of(client_as, case) == [(1, LEAD)]


async def test_the_next_deadline_begins_with_the_first_rung(cases: Cases, client_as: ClientAs, sweep: Sweep) -> None:
    case = await overdue(cases, sweep, "23 10:00")
    with clock.frozen(at("23 10:00:01")):
        await sweep()
        await cases.done("handler", case, "resolve", {"result": "已清理", "photo_exemption": "nothing_visible"})
        await cases.done("centre_leader", case, "force-close", {"reason_code": "in_court", "reply": "已入司法程序"})
        await say(client_as, [(1, SUPERVISOR)])
        await cases.done("supervisor", case, "reopen", {"reason_code": "not_solved"})
    for moment in ("25 10:00", "26 10:00"):
        with clock.frozen(at(moment)):
            await sweep()
            await sweep()

    assert (await rungs_of(client_as, case))[-1] == (1, SUPERVISOR)
