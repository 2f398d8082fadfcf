"""The clocks over HTTP: more time, returns, rework, and what the system does when a stage runs out."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from app import clock
from app.db.session import Session
from app.services.calendar.lookup import calendar_of
from app.services.timing import deadline_sweep
from app.workflow.limits import LONGEST, LimitUnit
from tests.cases import ROUTES, Cases
from tests.conftest import OneConnection
from tests.organisation import GRID_PATH, TOWN, USERS
from tests.times import at, read

ClientAs = Callable[..., AsyncClient]
Sweep = Callable[[], Awaitable[None]]
SUSPEND = {"reason_code": "needs_budget", "resume_at": at("19 10:00").isoformat(), "note": "待财政批复"}
EXTEND = {"reason_code": "complex", "amount": 2}


async def deadline(cases: Cases, case: dict[str, Any], who: str = "supervisor") -> dict[str, Any]:
    answer = await cases.client_as(who).get(f"/cases/{case['id']}/deadline")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def actions(cases: Cases, case: dict[str, Any]) -> list[str]:
    events = (await cases.client_as("supervisor").get(f"/cases/{case['id']}/events")).json()["items"]
    return [event["action"] for event in events]


async def timers(session: Session, case: dict[str, Any]) -> set[str]:
    rows = await session.connection.fetch("SELECT kind FROM case_timers WHERE case_id = $1", UUID(case["id"]))
    return {row["kind"] for row in rows}


async def handled(cases: Cases) -> dict[str, Any]:
    """Filed on Tuesday at 9 with four working hours: due at 15:00."""
    with clock.frozen(at("17 09:00")):
        case = await cases.at("handling")
    assert read(case["due_at"]) == at("17 15:00")
    return case


async def suspended(cases: Cases) -> dict[str, Any]:
    case = await handled(cases)
    with clock.frozen(at("17 10:00")):
        await cases.done("handler", case, "request-suspension", SUSPEND)
        await cases.done("dispatcher", case, "approve-suspension")
    with clock.frozen(at("17 11:00")):
        return await cases.done("centre_leader", case, "approve-suspension")


# --- suspension 挂账 -------------------------------------------------------------------------------------------------


async def test_a_suspension_needs_the_dispatcher_and_then_the_leader(
    cases: Cases, client_as: Callable[..., AsyncClient]
) -> None:
    case = await handled(cases)
    with clock.frozen(at("17 10:00")):
        asked = await cases.done("handler", case, "request-suspension", SUSPEND)
        early = await cases.act("centre_leader", case, "refuse-extension", {"note": "不同意"})
        endorsed = await cases.done("dispatcher", case, "approve-suspension", {"note": "同意"})
        twice = await cases.act("dispatcher", case, "approve-suspension")
        decided = await cases.done("centre_leader", case, "approve-suspension")

    assert (asked["status"], asked["pending_request"], asked["due_at"]) == ("handling", "suspension", case["due_at"])
    assert early.json()["condition"] == "no-extension-asked"
    assert (endorsed["status"], endorsed["request_endorsed"], endorsed["due_at"]) == ("handling", True, case["due_at"])
    assert twice.json()["condition"] == "no-suspension-asked"
    assert (decided["status"], decided["due_at"], decided["pending_request"]) == ("suspended", None, None)
    assert read(decided["resume_at"]) == at("19 10:00")
    event = (await client_as("clerk").get(f"/cases/{case['id']}/events")).json()["items"][-1]
    assert read(event["data"]["resume_at"]) == at("19 10:00")


@pytest.mark.parametrize(("request_body", "kind"), [(SUSPEND, "suspension"), (EXTEND, "extension")])
async def test_whoever_endorsed_a_request_does_not_decide_it(
    cases: Cases, session: Session, request_body: dict[str, Any], kind: str
) -> None:
    case = await handled(cases)
    with clock.frozen(at("17 10:00")):
        await cases.done("handler", case, f"request-{kind}", request_body)
        endorsed = await cases.done("centre_leader", case, f"approve-{kind}", {"note": "同意"})
        alone = await cases.act("centre_leader", case, f"approve-{kind}", {"note": "同意"})
        await session.connection.execute(
            "UPDATE appointments SET post = 'centre_leader' WHERE user_id = $1", USERS["dispatcher"]
        )
        decided = await cases.done("dispatcher", case, f"approve-{kind}", {"note": "同意"})

    assert f"approve_{kind}" not in {offer["action"] for offer in endorsed["allowed_actions"]}
    assert f"refuse_{kind}" in {offer["action"] for offer in endorsed["allowed_actions"]}, (
        "taking it back gives nothing"
    )
    assert (alone.status_code, alone.json()["condition"]) == (409, "endorsed-yourself")
    assert decided["pending_request"] is None
    assert decided["due_at"] != case["due_at"]


@pytest.mark.parametrize("refuser", ["dispatcher", "centre_leader"])
async def test_a_suspension_is_refused_at_either_level_and_the_clock_runs_on(cases: Cases, refuser: str) -> None:
    case = await handled(cases)
    with clock.frozen(at("17 10:00")):
        await cases.done("handler", case, "request-suspension", SUSPEND)
        if refuser == "centre_leader":
            await cases.done("dispatcher", case, "approve-suspension")
        silent = await cases.act(refuser, case, "refuse-suspension")
        refused = await cases.done(refuser, case, "refuse-suspension", {"note": "理由不足"})

    assert silent.status_code == 422, "a refusal says why"
    assert (refused["status"], refused["due_at"], refused["pending_request"]) == ("handling", case["due_at"], None)


async def test_a_suspended_case_resumes_by_itself_and_moves_by_the_working_time_it_stood(
    cases: Cases, session: Session, sweep: Sweep
) -> None:
    case = await suspended(cases)
    assert await timers(session, case) == {"resumption"}
    with clock.frozen(at("19 09:59:59")):
        await sweep()
        told = await deadline(cases, case)
    with clock.frozen(at("19 10:00:01")):
        await sweep()
        after = (await cases.client_as("handler").get(f"/cases/{case['id']}")).json()

    assert told["sentence_zh"] == "已挂账，计时停止，今日 10:00 恢复，届时还剩 2 工作时"
    assert (after["status"], after["resume_at"]) == ("handling", None)
    calendar = await calendar_of(session, GRID_PATH)
    stood = calendar.between(at("17 11:00"), at("19 10:00"), LimitUnit.WORKING_HOURS)
    moved = calendar.between(at("17 15:00"), read(after["due_at"]), LimitUnit.WORKING_HOURS)
    assert moved == stood
    assert await timers(session, case) == {"warning", "reminder"}


async def test_a_suspension_ends_when_it_was_agreed_to_however_late_anybody_looks(
    cases: Cases, sweep: Sweep, client_as: ClientAs, database: OneConnection
) -> None:
    case, by_hand = await suspended(cases), await suspended(cases)
    with clock.frozen(at("20 12:00")):
        await cases.done("handler", by_hand, "resume")
        await sweep()
        seen = [(await client_as("handler").get(f"/cases/{each['id']}")).json() for each in (case, by_hand)]
        told = await deadline(cases, case)
        events = (await client_as("supervisor").get(f"/cases/{case['id']}/events")).json()["items"]
    assert [read(each["due_at"]) for each in seen] == [at("19 12:00")] * 2, "two hours were left on the 19th at 10:00"
    assert [(read(pause["since"]), read(pause["until"])) for pause in told["pauses"]] == [
        (at("17 11:00"), at("19 10:00"))
    ]
    assert told["light"] == "red"
    resumed = next(event for event in events if event["action"] == "resume")
    assert read(resumed["created_at"]) == at("20 12:00"), "history says when it was done"

    with clock.frozen(at("20 13:00")):
        await client_as("admin").put(f"/calendar/{TOWN}/days/2026-03-18", json={"kind": "holiday"})
        await deadline_sweep.finish(database)  # type: ignore[arg-type]
        again = (await client_as("handler").get(f"/cases/{case['id']}")).json()
    assert again["due_at"] == seen[0]["due_at"], "computed anew it ends at the same moment"


async def test_a_suspension_approved_after_its_end_has_stopped_nothing(cases: Cases, sweep: Sweep) -> None:
    case = await handled(cases)
    with clock.frozen(at("17 10:00")):
        await cases.done("handler", case, "request-suspension", {**SUSPEND, "resume_at": at("17 10:30").isoformat()})
        await cases.done("dispatcher", case, "approve-suspension")
    with clock.frozen(at("17 11:00")):
        await cases.done("centre_leader", case, "approve-suspension")
    with clock.frozen(at("17 11:10")):
        await sweep()
        after = (await cases.client_as("handler").get(f"/cases/{case['id']}")).json()
    assert (after["status"], after["due_at"]) == ("handling", case["due_at"])


async def test_a_suspension_stops_a_clock_that_no_rule_set_by_elapsed_time(
    cases: Cases, session: Session, sweep: Sweep, client_as: ClientAs
) -> None:
    """A case of an older system has a deadline and no filing rule."""
    case = await handled(cases)
    await session.connection.execute("UPDATE cases SET rule = NULL, rule_code = NULL WHERE id = $1", UUID(case["id"]))
    with clock.frozen(at("17 10:00")):
        await cases.done("handler", case, "request-suspension", SUSPEND)
        await cases.done("dispatcher", case, "approve-suspension")
    with clock.frozen(at("17 11:00")):
        stopped = await cases.done("centre_leader", case, "approve-suspension")
        assert await timers(session, case) == {"resumption"}
    with clock.frozen(at("18 17:00")):
        await sweep()
        late = (await client_as("supervisor").get("/supervision/overdue")).json()["items"]
        told = await deadline(cases, case)
    with clock.frozen(at("19 10:00:01")):
        await sweep()
        after = (await client_as("handler").get(f"/cases/{case['id']}")).json()
        pauses = (await deadline(cases, case))["pauses"]

    assert [(read(pause["since"]), read(pause["until"])) for pause in pauses] == [(at("17 11:00"), at("19 10:00"))]
    assert (stopped["status"], stopped["due_at"], late) == ("suspended", None, [])
    assert told["sentence_zh"] == "已挂账，计时停止，明日 10:00 恢复，届时还剩 4 小时"
    assert (after["status"], read(after["due_at"])) == ("handling", at("19 14:00")), "four hours were left on the 17th"
    assert await timers(session, case) == {"warning", "reminder"}


async def test_a_case_without_any_deadline_is_suspended_and_has_none_afterwards(
    cases: Cases, session: Session, sweep: Sweep, client_as: ClientAs
) -> None:
    case = await handled(cases)
    await session.connection.execute(
        "UPDATE cases SET rule = NULL, rule_code = NULL, deadline_at = NULL, due_at = NULL, warn_at = NULL"
        " WHERE id = $1",
        UUID(case["id"]),
    )
    with clock.frozen(at("17 10:00")):
        await cases.done("handler", case, "request-suspension", SUSPEND)
        await cases.done("dispatcher", case, "approve-suspension")
        await cases.done("centre_leader", case, "approve-suspension")
        told = await deadline(cases, case)
    with clock.frozen(at("19 10:00:01")):
        await sweep()
        after = (await client_as("handler").get(f"/cases/{case['id']}")).json()

    assert told["sentence_zh"] == "已挂账，3月19日 10:00 恢复"
    assert (after["status"], after["due_at"]) == ("handling", None)


async def test_a_suspended_case_is_never_late(cases: Cases, client_as: ClientAs) -> None:
    await suspended(cases)
    with clock.frozen(at("18 17:00")):
        for question in ("overdue", "stage-overdue"):
            assert (await client_as("supervisor").get(f"/supervision/{question}")).json()["items"] == []


async def test_a_case_is_suspended_once(cases: Cases) -> None:
    case = await suspended(cases)
    with clock.frozen(at("17 16:00")):
        await cases.done("handler", case, "resume", {"note": "资金已到位"})
        again = await cases.act("handler", case, "request-suspension", SUSPEND)

    assert (again.status_code, again.json()["condition"]) == (409, "suspended-before")


@pytest.mark.parametrize("resume_at", ["2026-03-17T08:00:00+08:00", "2027-03-18T09:00:00+08:00"])
async def test_the_clock_runs_again_within_a_year_from_now(cases: Cases, resume_at: str) -> None:
    case = await handled(cases)
    with clock.frozen(at("17 10:00")):
        answer = await cases.act("handler", case, "request-suspension", {**SUSPEND, "resume_at": resume_at})

    assert answer.json()["errors"][0]["pointer"] == "/resume_at"


async def test_what_nobody_decided_is_withdrawn_when_the_unit_is_done(cases: Cases, session: Session) -> None:
    case = await handled(cases)
    with clock.frozen(at("17 10:00")):
        await cases.done("handler", case, "request-suspension", SUSPEND)
        done = await cases.done("handler", case, "resolve", ROUTES["resolved"][-1][2])

    state = await session.connection.fetchval("SELECT state FROM approvals WHERE case_id = $1", UUID(case["id"]))
    assert (done["pending_request"], state) == (None, "withdrawn")


# --- extension 延期 --------------------------------------------------------------------------------------------------


async def extend(cases: Cases, case: dict[str, Any], amount: int) -> dict[str, Any]:
    await cases.done("handler", case, "request-extension", {"reason_code": "complex", "amount": amount})
    await cases.done("dispatcher", case, "approve-extension")
    return await cases.done("centre_leader", case, "approve-extension")


async def test_two_extensions_each_within_the_limit_move_the_deadline_by_what_was_granted(cases: Cases) -> None:
    case = await handled(cases)
    with clock.frozen(at("17 10:00")):
        much = await cases.act("handler", case, "request-extension", {"reason_code": "complex", "amount": 5})
        once = await extend(cases, case, 2)
        twice = await extend(cases, case, 4)
        third = await cases.act("handler", case, "request-extension", {"reason_code": "complex", "amount": 1})
        told = await deadline(cases, case)

    assert much.json()["errors"][0]["detail"] == "at most 4 working hours at a time"
    assert read(once["due_at"]) == read(once["stage_due_at"]) == at("17 17:00")
    assert read(twice["due_at"]) == at("18 12:00")
    assert third.json()["condition"] == "extended-twice"
    assert [extension["amount"] for extension in told["extensions"]] == [2, 4]
    assert told["left"] == 9


async def test_an_endorsed_extension_adds_nothing_yet_and_a_refused_one_never(cases: Cases) -> None:
    case = await handled(cases)
    with clock.frozen(at("17 10:00")):
        await cases.done("handler", case, "request-extension", {"reason_code": "complex", "amount": 2})
        endorsed = await cases.done("dispatcher", case, "approve-extension")
        refused = await cases.done("centre_leader", case, "refuse-extension", {"note": "按期办结"})

    assert endorsed["due_at"] == refused["due_at"] == case["due_at"]
    assert refused["extension_count"] == 0


async def test_nothing_is_extended_once_it_is_overdue(cases: Cases) -> None:
    late, pending = await handled(cases), await handled(cases)
    body = {"reason_code": "complex", "amount": 2}
    with clock.frozen(at("17 14:59")):
        await cases.done("handler", pending, "request-extension", body)
        await cases.done("dispatcher", pending, "approve-extension")
    with clock.frozen(at("17 15:00:01")):
        asked = await cases.act("handler", late, "request-extension", body)
        approved = await cases.act("centre_leader", pending, "approve-extension")
        refused = await cases.done("centre_leader", pending, "refuse-extension", {"note": "已超期"})

    assert asked.json()["condition"] == approved.json()["condition"] == "overdue"
    assert refused["due_at"] == pending["due_at"]


# --- returns 退单, rework 返工, reopening 重办 -------------------------------------------------------------------


async def returned(cases: Cases) -> dict[str, Any]:
    with clock.frozen(at("17 09:00")):
        case = await cases.at("dispatched")
    with clock.frozen(at("17 10:00")):
        return await cases.done(
            "handler", case, "request-return", {"reason_code": "not_our_duty", "proposed_department": "SW"}
        )


async def test_a_refused_return_voids_the_pause(cases: Cases) -> None:
    case = await returned(cases)
    with clock.frozen(at("17 14:30")):
        back = await cases.done("dispatcher", case, "refuse-return", {"note": "属你单位职责"})
        told = await deadline(cases, case)

    assert read(back["due_at"]) == at("17 15:00")
    assert read(back["stage_due_at"]) == at("17 11:00"), "the time for signing ran on: it is over"
    assert [(pause["kind"], pause["counts"]) for pause in told["pauses"]] == [("paused", True)]


async def test_an_approved_return_never_moves_the_deadline_and_the_next_unit_signs_in_its_own_time(
    cases: Cases,
) -> None:
    case = await returned(cases)
    with clock.frozen(at("17 14:30")):
        filed = await cases.done("dispatcher", case, "approve-return")
        sent = await cases.done("dispatcher", case, "dispatch", {"lead": "SW"})

    assert read(filed["due_at"]) == read(sent["due_at"]) == at("17 15:00")
    assert read(filed["stage_due_at"]) == at("17 14:45")
    assert read(sent["stage_due_at"]) == at("17 16:30")


async def test_rework_keeps_the_deadline_even_when_it_has_passed(cases: Cases, client_as: ClientAs) -> None:
    case = await handled(cases)
    with clock.frozen(at("17 14:00")):
        await cases.done("handler", case, "resolve", ROUTES["resolved"][-1][2])
    with clock.frozen(at("17 16:00")):
        again = await cases.done("dispatcher", case, "rework", {"reason_code": "not_done"})
        overdue = (await client_as("supervisor").get("/supervision/overdue")).json()["items"]

    assert read(again["due_at"]) == at("17 15:00")
    assert [(item["id"], item["late_working_seconds"]) for item in overdue] == [(case["id"], 3_600)]


async def test_a_reopened_case_has_a_new_limit_and_nothing_of_the_old_extensions(cases: Cases) -> None:
    case = await handled(cases)
    with clock.frozen(at("17 10:00")):
        await extend(cases, case, 4)
        await cases.done("handler", case, "resolve", ROUTES["resolved"][-1][2])
        await cases.done("dispatcher", case, "close", {"close_condition_met": True, "reply": "已办结"})
    with clock.frozen(at("18 08:30")):
        case = await cases.done("supervisor", case, "reopen", {"reason_code": "not_solved"})
        told = await deadline(cases, case)

    assert read(case["due_at"]) == at("18 14:30")
    assert (told["extensions"], told["left"], len(told["pauses"])) == ([], 4, 0)


# --- ends ----------------------------------------------------------------------------------------------------------


async def test_a_merge_stops_all_timers_and_undoing_it_brings_them_back(cases: Cases, session: Session) -> None:
    with clock.frozen(at("17 09:00")):
        target, double = await cases.at("filed"), await cases.at("filed")
        before = await timers(session, double)
        merged = await cases.done("clerk", double, "merge", {"target_id": target["id"]})
        stopped = await timers(session, double)
        back = await cases.done("clerk", double, "unmerge")

    assert (merged["due_at"], merged["stage_due_at"], stopped) == (None, None, set())
    assert (back["due_at"], await timers(session, double)) == (double["due_at"], before)


async def test_every_end_stops_every_timer(cases: Cases, session: Session) -> None:
    with clock.frozen(at("17 09:00")):
        rejected, cancelled, closed = [await cases.at(status) for status in ("rejected", "cancelled", "closed")]
        ordered = await cases.at("handling")
        await cases.done("supervisor", ordered, "supervise", {"demand": "请于今日内回复"})
        await cases.done("centre_leader", ordered, "force-close", {"reason_code": "in_court", "reply": "已入司法程序"})
    stopped = await suspended(cases)
    with clock.frozen(at("17 12:00")):
        ended = await cases.done(
            "centre_leader", stopped, "force-close", {"reason_code": "in_court", "reply": "已入司法程序"}
        )

    assert [await timers(session, case) for case in (rejected, cancelled)] == [set(), set()]
    assert [await timers(session, case) for case in (closed, ordered, stopped)] == [{"rating_window"}] * 3
    assert (ended["resume_at"], ended["due_at"]) == (None, None)
    order = await session.connection.fetchrow(
        "SELECT * FROM supervision_orders WHERE case_id = $1", UUID(ordered["id"])
    )
    assert (order["answered_at"], order["ended_at"]) == (None, at("17 09:00"))


# --- what the system does --------------------------------------------------------------------------------------------


async def test_a_case_nobody_signs_is_signed_by_the_system_and_counts_as_late(
    cases: Cases, client_as: ClientAs, sweep: Sweep
) -> None:
    with clock.frozen(at("17 09:00")):
        case = await cases.at("dispatched")
    with clock.frozen(at("17 11:00:01")):
        await sweep()
        after = (await client_as("handler").get(f"/cases/{case['id']}")).json()
        signed = (await client_as("supervisor").get("/supervision/auto-signed")).json()["items"]
        told = (await client_as("handler").get("/inbox")).json()["items"]

    assert (after["status"], after["signed_late"], after["auto_signed"]) == ("handling", True, True)
    assert after["due_at"] == case["due_at"]
    assert [item["id"] for item in signed] == [case["id"]]
    assert [notice["action"] for notice in told] == ["auto_sign"]


async def test_a_verification_nobody_answers_goes_back_to_triage_with_the_time_that_was_left(
    cases: Cases, sweep: Sweep, client_as: ClientAs
) -> None:
    with clock.frozen(at("17 09:00")):
        case = await cases.report()
    with clock.frozen(at("17 09:10")):
        await cases.done("clerk", case, "request-verification", {"missing": "权属单位"})
    with clock.frozen(at("17 09:40")):
        await sweep()
        assert (await client_as("clerk").get(f"/cases/{case['id']}")).json()["status"] == "verifying", "not yet over"
    with clock.frozen(at("17 09:41")):
        await sweep()
        after = (await client_as("clerk").get(f"/cases/{case['id']}")).json()

    assert (after["status"], after["verifier_id"]) == ("reported", None)
    assert read(after["stage_due_at"]) == at("17 09:46"), "five minutes were left of triage"


async def test_the_handler_is_warned_once_at_four_fifths_and_reminded_once_at_the_end(
    cases: Cases, sweep: Sweep, client_as: ClientAs
) -> None:
    case = await handled(cases)  # four fifths of 9:00 to 15:00 are used at 14:12
    told = {}
    for moment in ("17 14:11", "17 14:12:01", "17 14:50", "17 15:00", "17 15:00:01", "17 16:00"):
        with clock.frozen(at(moment)):
            await sweep()
            told[moment] = [item["action"] for item in (await client_as("handler").get("/inbox")).json()["items"]]

    assert told == {
        "17 14:11": [],
        "17 14:12:01": ["warn"],
        "17 14:50": ["warn"],
        "17 15:00": ["warn"],
        "17 15:00:01": ["remind_overdue", "warn"],
        "17 16:00": ["remind_overdue", "warn"],
    }
    assert case["handler_id"] == str(USERS["handler"])


async def test_after_an_outage_nobody_is_warned_of_what_has_already_passed(cases: Cases, sweep: Sweep) -> None:
    case = await handled(cases)
    with clock.frozen(at("17 15:30")):
        await sweep()

    assert [action for action in await actions(cases, case) if action in ("warn", "remind_overdue")] == [
        "remind_overdue"
    ]


async def test_the_colour_and_the_words_change_at_the_second_without_any_worker(cases: Cases) -> None:
    case = await handled(cases)
    told = {}
    for moment in ("17 14:11:59", "17 14:12", "17 15:00", "17 15:00:01", "18 09:00"):
        with clock.frozen(at(moment)):
            known = await deadline(cases, case)
            told[moment] = (known["light"], known["sentence_zh"])

    assert told == {
        "17 14:11:59": ("green", "还剩 48 分，今日 15:00 前"),
        "17 14:12": ("yellow", "还剩 48 分，今日 15:00 前"),
        "17 15:00": ("yellow", "还剩 0 分，今日 15:00 前"),
        "17 15:00:01": ("red", "已超期 0 分，应于 今日 15:00 前办结"),
        "18 09:00": ("red", "已超期 3 工作时，应于 3月17日 15:00 前办结"),
    }


# --- the longest limits ----------------------------------------------------------------------------------------------

LONG = {"category_code": "DCM-01-02", "condition": "长期", "close_condition": "完成", "department_code": "CG"}


@pytest.mark.parametrize("unit", LONGEST)
async def test_the_longest_limit_there_may_be_can_be_filed(cases: Cases, client_as: ClientAs, unit: LimitUnit) -> None:
    limit = {"limit_amount": LONGEST[unit], "limit_unit": unit}
    put = await client_as("admin").put("/filing-rules/LONG", json=LONG | limit)
    with clock.frozen(at("17 09:00")):
        filed = await cases.done("clerk", await cases.report(), "file", {"rule_code": "LONG"})

    assert put.status_code == 201
    assert 9.8 < (read(filed["due_at"]) - at("17 09:00")).days / 365 < 11.5


async def test_a_limit_beyond_the_years_of_the_calendar_is_refused_with_the_reason(
    cases: Cases, session: Session
) -> None:
    """A station that works two hours a day, or a rule written before limits were bounded."""
    await session.connection.execute("UPDATE filing_rules SET limit_amount = 100000 WHERE code = 'R1'")
    refused = await cases.act("clerk", await cases.report(), "file", {"rule_code": "R1"})

    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
    assert refused.json()["detail"] == "A deadline would lie beyond 2060, where the calendar ends"


async def test_a_week_too_short_for_open_deadlines_is_refused_and_so_is_looking_beyond_it(
    cases: Cases, client_as: ClientAs, database: OneConnection
) -> None:
    path, minute = f"/calendar/{TOWN}/weeks/2026-03-16", {"monday": [{"starts": "08:30", "ends": "08:31"}]}
    with clock.frozen(at("17 09:00")):
        await cases.at("handling")
        taken = await client_as("admin").put(path, json=minute)  # four hours take 240 Mondays
        await deadline_sweep.finish(database)  # type: ignore[arg-type]
        ahead = await client_as("town_supervisor").get("/supervision/upcoming", params={"within_hours": 2_000})
        await client_as("admin").delete(path)
        await client_as("admin").put(
            "/filing-rules/LONG", json=LONG | {"limit_amount": 500, "limit_unit": "working_hours"}
        )
        await cases.done("clerk", await cases.report(), "file", {"rule_code": "LONG"})
        refused = await client_as("admin").put(path, json=minute)

    assert taken.json()["moving"] == 1
    assert [(answer.status_code, answer.json()["code"]) for answer in (ahead, refused)] == [(422, "invalid")] * 2
