"""Supervising over HTTP: urging, orders that must be answered, the ladder, and the inbox of each."""

from collections.abc import Awaitable, Callable
from typing import Any

from httpx import AsyncClient

from app import clock
from app.db.session import Session
from tests.cases import Cases
from tests.organisation import POSTS, USERS
from tests.times import at, read

ClientAs = Callable[..., AsyncClient]
Sweep = Callable[[], Awaitable[None]]


async def handled(cases: Cases, **filing: Any) -> dict[str, Any]:
    """Filed on Tuesday at 9 with four working hours: due at 15:00."""
    with clock.frozen(at("17 09:00")):
        case = await cases.report()
        await cases.done("clerk", case, "file", {"rule_code": "R1", **filing})
        await cases.done("dispatcher", case, "dispatch", {"lead": "CG"})
        return await cases.done("handler", case, "sign")


async def told(client_as: ClientAs, who: str) -> list[str]:
    answer = await client_as(who).get("/inbox")
    assert answer.status_code == 200, answer.text
    return [notice["action"] for notice in answer.json()["items"]]


async def everybody(client_as: ClientAs) -> dict[str, list[str]]:
    found = {who: await told(client_as, who) for who in POSTS}
    return {who: actions for who, actions in found.items() if actions}


# --- urging 催办 -----------------------------------------------------------------------------------------------------


async def test_an_urge_reaches_the_handler_alone_and_whoever_urged_sees_that_it_was_read(
    cases: Cases, client_as: ClientAs
) -> None:
    case = await handled(cases)
    with clock.frozen(at("17 10:00")):
        after = await cases.done("supervisor", case, "urge", {"note": "请尽快到场"})
        found = await everybody(client_as)
        notice = (await client_as("handler").get("/inbox")).json()["items"][0]
        unread = (await client_as("supervisor").get(f"/cases/{case['id']}/orders")).json()["urges"]
        await client_as("supervisor").post("/inbox/read", json={"ids": [notice["id"]]})
        still = (await client_as("handler").get("/inbox")).json()
    with clock.frozen(at("17 10:20")):
        read_it = await client_as("handler").post("/inbox/read", json={"ids": [notice["id"]]})
        urges = (await client_as("supervisor").get(f"/cases/{case['id']}/orders")).json()["urges"]
        left = (await client_as("handler").get("/inbox", params={"unread": True})).json()

    assert found == {"handler": ["urge"]}
    assert (after["urge_count"], after["due_at"]) == (1, case["due_at"])
    assert notice["number"] == case["number"]
    assert [(urge["actor_id"], urge["note"], urge["told"], urge["read_at"]) for urge in unread] == [
        (str(USERS["supervisor"]), "请尽快到场", 1, None)
    ]
    assert (still["unread"], still["items"][0]["read_at"]) == (1, None), "nobody reads for another"
    assert (read_it.status_code, left["unread"], left["items"]) == (204, 0, [])
    assert read(urges[0]["read_at"]) == at("17 10:20")


async def test_a_case_is_urged_once_an_hour(cases: Cases) -> None:
    case = await handled(cases)
    with clock.frozen(at("17 10:00")):
        await cases.done("supervisor", case, "urge", {"note": "请尽快"})
    with clock.frozen(at("17 10:59:59")):
        again = await cases.act("dispatcher", case, "urge", {"note": "再催"})
    with clock.frozen(at("17 11:00")):
        later = await cases.done("dispatcher", case, "urge", {"note": "再催"})

    assert (again.status_code, again.json()["condition"]) == (409, "urged-lately")
    assert later["urge_count"] == 2


async def test_an_urge_reaches_whoever_holds_the_case(cases: Cases, client_as: ClientAs) -> None:
    reported, dispatched = await cases.report(), await cases.at("dispatched")
    verifying = await cases.at("verifying")
    for case in (reported, dispatched, verifying):
        await cases.done("supervisor", case, "urge", {"note": "请尽快"})
    verifier = next(name for name, user_id in USERS.items() if str(user_id) == verifying["verifier_id"])

    found = await everybody(client_as)
    assert set(found) == {"town_clerk", "handler", "lead", verifier}, "triage of the nearest desk, the unit, one worker"


# --- orders 督办 -----------------------------------------------------------------------------------------------------


async def test_an_unanswered_order_rises_level_by_level_and_a_late_answer_ends_it(
    cases: Cases, client_as: ClientAs, sweep: Sweep
) -> None:
    case = await handled(cases)
    url = f"/cases/{case['id']}/orders"
    with clock.frozen(at("17 09:00")):
        ordered = await cases.done("supervisor", case, "supervise", {"demand": "请于今日内回复"})
        twice = await cases.act("town_supervisor", case, "supervise", {"demand": "请回复"})
        assert await everybody(client_as) == {"handler": ["supervise"], "lead": ["supervise"]}
    dues = []
    for moment in ("18 09:59", "18 10:00:01", "18 16:00:02", "19 09:00:03"):
        with clock.frozen(at(moment)):
            await sweep()
            order = (await client_as("supervisor").get(url)).json()["items"][0]
            dues.append((order["level"], order["reply_due_at"][:16]))
    with clock.frozen(at("19 09:30")):
        answered = await cases.done("handler", case, "answer-supervision", {"answer": "已到场"})
        order = (await client_as("supervisor").get(url)).json()["items"][0]
        after = (await client_as("supervisor").get("/supervision/orders")).json()["items"]
        issuer = await told(client_as, "supervisor")

    assert ordered["supervision_level"] == 1
    assert twice.json()["condition"] == "order-open"
    # 8 working hours from Tuesday 9:00; then 4 from Wednesday 10:00; then 2, again and again
    assert dues == [
        (1, "2026-03-18T02:00"),
        (2, "2026-03-18T08:00"),
        (3, "2026-03-19T01:00"),
        (3, "2026-03-19T03:00"),
    ]
    assert (answered["supervision_level"], answered["order_due_at"]) == (3, None)
    assert (order["answer"], order["answered_by"]) == ("已到场", str(USERS["handler"]))
    assert after == []
    assert issuer[0] == "answer_supervision"
    assert issuer.count("raise_supervision") == 3


async def test_an_urgent_case_must_be_answered_in_hours_of_the_clock(cases: Cases, client_as: ClientAs) -> None:
    case = await handled(cases, urgent=True)
    with clock.frozen(at("17 16:00")):
        await cases.done("supervisor", case, "supervise", {"demand": "请回复", "level": 2})
        order = (await client_as("handler").get(f"/cases/{case['id']}/orders")).json()["items"][0]

    assert read(order["reply_due_at"]) == at("17 20:00")


async def test_only_a_supervisor_of_the_place_orders_and_only_the_unit_answers(cases: Cases) -> None:
    case = await handled(cases)
    for who, status in (("dispatcher", 403), ("worker", 403), ("other_supervisor", 404)):
        assert (await cases.act(who, case, "supervise", {"demand": "请回复"})).status_code == status, who
    await cases.done("town_supervisor", case, "supervise", {"demand": "请回复"})

    assert (await cases.act("supervisor", case, "answer-supervision", {"answer": "好"})).status_code == 403
    assert (await cases.client_as("other_supervisor").get(f"/cases/{case['id']}/orders")).status_code == 404


async def test_an_order_ends_when_its_unit_is_taken_off_the_case_and_the_issuer_hears_of_it(
    cases: Cases, client_as: ClientAs, sweep: Sweep, session: Session
) -> None:
    with clock.frozen(at("17 09:00")):
        case = await cases.at("dispatched")
        await cases.done("supervisor", case, "supervise", {"demand": "请于今日内回复"})
        refused = await cases.at("dispatched")
        await cases.done("supervisor", refused, "supervise", {"demand": "请于今日内回复"})
        asked = {"reason_code": "not_our_duty", "proposed_department": "SW"}
        for one, answer in ((case, "approve-return"), (refused, "refuse-return")):
            await cases.done("handler", one, "request-return", asked)
            after = await cases.done("dispatcher", one, answer, {"note": "同意"})
            assert (after["order_due_at"] is None) is (answer == "approve-return")
    with clock.frozen(at("20 09:00")):
        await sweep()
        (order,) = (await client_as("supervisor").get(f"/cases/{case['id']}/orders")).json()["items"]
        events = (await client_as("supervisor").get(f"/cases/{case['id']}/events")).json()["items"]
        again = await cases.done("supervisor", refused, "withdraw-supervision", {"note": "已口头答复"})

    assert (read(order["ended_at"]), order["answered_at"], order["level"]) == (at("17 09:00"), None, 1)
    assert "raise_supervision" not in [event["action"] for event in events]
    assert (await told(client_as, "supervisor")).count("approve_return") == 1
    assert again["order_due_at"] is None
    await cases.done("dispatcher", case, "dispatch", {"lead": "SW"})
    await cases.done("supervisor", case, "supervise", {"demand": "请回复"})


async def test_whoever_issued_an_order_withdraws_it_and_the_unit_hears(
    cases: Cases, client_as: ClientAs, session: Session
) -> None:
    case, gone = await handled(cases), {"note": "已电话核实"}
    none = await cases.act("supervisor", case, "withdraw-supervision", gone)
    ordered = await cases.done("supervisor", case, "supervise", {"demand": "请回复"})
    others = [
        (await cases.act(who, case, "withdraw-supervision", gone)).status_code
        for who in ("town_supervisor", "centre_leader", "handler")
    ]
    after = await cases.done("supervisor", case, "withdraw-supervision", gone)
    (order,) = (await client_as("handler").get(f"/cases/{case['id']}/orders")).json()["items"]

    assert "withdraw_supervision" in {offer["action"] for offer in ordered["allowed_actions"]}
    assert none.status_code == 403
    assert others == [403, 403, 403]
    assert (after["order_due_at"], after["due_at"]) == (None, case["due_at"])
    assert (order["ended_at"] is not None, order["answer"]) == (True, None)
    assert (await told(client_as, "handler"))[0] == (await told(client_as, "lead"))[0] == "withdraw_supervision"
    assert (await cases.act("handler", case, "answer-supervision", {"answer": "好"})).json()["condition"] == "no-order"
    again = await cases.act("supervisor", case, "withdraw-supervision", gone)
    assert (again.status_code, again.json()["condition"]) == (409, "no-order")
    assert await session.connection.fetchval("SELECT count(*) FROM case_timers WHERE kind = 'supervision'") == 0


# --- the ladder 超期升级 ----------------------------------------------------------------------------------------------


async def test_the_rungs_are_reached_in_working_hours_each_by_its_people(
    cases: Cases, client_as: ClientAs, sweep: Sweep
) -> None:
    await handled(cases)
    seen: dict[str, dict[str, list[str]]] = {}
    # due on Tuesday at 15:00; 4, 8 and 16 working hours later are Wednesday 10:00 and 16:00, Thursday 17:00
    for moment in ("17 15:00:01", "17 23:00", "18 09:59", "18 10:00:01", "18 16:00:01", "19 16:59", "19 17:00:01"):
        with clock.frozen(at(moment)):
            await sweep()
            seen[moment] = {
                who: actions for who, actions in (await everybody(client_as)).items() if "raise_overdue" in actions
            }

    assert seen["17 15:00:01"] == seen["17 23:00"] == seen["18 09:59"] == {}
    assert set(seen["18 10:00:01"]) == {"lead"}
    assert set(seen["18 16:00:01"]) == {"lead", "town_supervisor"}
    assert set(seen["19 16:59"]) == {"lead", "town_supervisor"}
    assert set(seen["19 17:00:01"]) == {"lead", "town_supervisor", "supervisor"}


async def test_the_rungs_of_an_urgent_case_are_reached_by_the_clock_on_the_wall(
    cases: Cases, client_as: ClientAs, sweep: Sweep
) -> None:
    await handled(cases, urgent=True)
    with clock.frozen(at("17 15:00:01")):
        await sweep()
    with clock.frozen(at("18 07:00:01")):
        await sweep()
        assert "raise_overdue" in await told(client_as, "supervisor"), "16 hours after 15:00, at seven in the morning"


async def test_an_outage_swallows_no_rung(cases: Cases, client_as: ClientAs, sweep: Sweep, session: Session) -> None:
    case = await handled(cases)
    with clock.frozen(at("23 09:00")):
        await sweep()
        events = (await client_as("supervisor").get(f"/cases/{case['id']}/events")).json()["items"]

    assert [event["data"]["rung"] for event in events if event["action"] == "raise_overdue"] == [1, 2, 3]
    assert await session.connection.fetchval("SELECT count(*) FROM case_timers") == 0


async def test_a_local_holiday_after_the_deadline_moves_the_next_rung(
    cases: Cases, client_as: ClientAs, sweep: Sweep, session: Session
) -> None:
    await handled(cases)
    with clock.frozen(at("17 15:00:01")):
        await sweep()
        told_so = await client_as("admin").put("/calendar/440310001/days/2026-03-18", json={"kind": "holiday"})
        assert told_so.json()["applied"]
        await sweep()

    assert await session.connection.fetchval("SELECT due_at FROM case_timers WHERE kind = 'ladder'") == at("19 10:00")


# --- the inbox 消息 ---------------------------------------------------------------------------------------------------


async def test_an_inbox_is_paged_and_counts_what_is_unread(cases: Cases, client_as: ClientAs) -> None:
    for number in range(5):
        case = await handled(cases)
        with clock.frozen(at(f"17 10:0{number}")):
            await cases.done("supervisor", case, "urge", {"note": "请尽快"})
    handler = client_as("handler")
    pages, following = [], "/inbox?limit=2"
    while following:
        page = (await handler.get(following)).json()
        pages.append([notice["created_at"] for notice in page["items"]])
        following = f"/inbox?limit=2&cursor={page['next_cursor']}" if page["next_cursor"] else ""

    assert [len(page) for page in pages] == [2, 2, 1]
    moments = [moment for page in pages for moment in page]
    assert moments == sorted(moments, reverse=True)
    assert page["unread"] == 5
    assert (await client_as("lead").get("/inbox", params={"cursor": "x"})).status_code == 400
    assert (await client_as(None).get("/inbox")).status_code == 401


async def test_the_inbox_says_nothing_of_a_case_that_is_no_longer_seen(
    cases: Cases, client_as: Callable[..., AsyncClient], session: Session
) -> None:
    case = await cases.at("handling")
    await cases.done("dispatcher", case, "urge", {"note": "请抓紧"})
    handler = client_as("handler")
    assert (await handler.get("/inbox")).json()["unread"] == 1
    await session.connection.execute(
        "UPDATE appointments SET valid_to = valid_from WHERE user_id = $1", USERS["handler"]
    )

    told = (await handler.get("/inbox")).json()
    assert (told["items"], told["unread"]) == ([], 0)


async def test_a_worker_hears_what_became_of_their_report(cases: Cases, client_as: Callable[..., AsyncClient]) -> None:
    case = await cases.at("closed")
    await cases.report("clerk")
    told = (await client_as("worker").get("/inbox")).json()["items"]

    assert [(notice["case_id"], notice["action"]) for notice in told] == [(case["id"], "close")]
    assert (await client_as("second_worker").get("/inbox")).json()["items"] == []
