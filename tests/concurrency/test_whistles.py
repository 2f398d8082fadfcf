"""A response while the timer counts it as missed, and everything else that happens to one case at the same moment."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app import clock, worker
from app.db.session import PooledDatabase
from app.services.timing import timers
from app.workflow.timing.timers import TimerKind
from tests.cases import Cases
from tests.waiting import AT_MOST


def whistle(*units: str) -> dict[str, Any]:
    return {
        "departments": list(units),
        "place": "北门",
        "respond_by": (clock.now() + timedelta(minutes=30)).isoformat(),
        "note": "到场",
    }


async def actions(pool: PooledDatabase, case: dict[str, Any], action: str) -> int:
    count: int = await pool.pool.fetchval(
        "SELECT count(*) FROM case_events WHERE case_id = $1 AND action = $2", UUID(case["id"]), action
    )
    return count


async def test_a_response_and_the_timer_at_once_leave_one_truth(cases: Cases, pool: PooledDatabase) -> None:
    for _ in range(5):
        case = await cases.at("handling")
        body = whistle("SW")
        await cases.done("centre_leader", case, "whistle", body)
        until = datetime.fromisoformat(body["respond_by"]) - clock.now() + timedelta(seconds=1)

        async def sweep() -> None:
            while await worker.sweep(pool):
                pass

        with clock.shifted(until):
            async with asyncio.timeout(AT_MOST):
                response, _ = await asyncio.gather(cases.act("water_handler", case, "respond"), sweep())
                await sweep()
        (call,) = (await cases.client_as("centre_leader").get(f"/cases/{case['id']}/whistles")).json()["items"][0][
            "calls"
        ]
        missed = await actions(pool, case, "miss_whistle")

        assert response.status_code == 200, response.text
        assert (call["state"], call["late"]) == ("responded", True)
        assert missed == (call["missed_at"] is not None), "recorded as often as it says"
        assert missed <= 1


async def test_two_sweepers_miss_a_whistle_once(cases: Cases, pool: PooledDatabase) -> None:
    case = await cases.at("handling")
    body = whistle("SW", "CG")
    await cases.done("centre_leader", case, "whistle", body)
    case_id, due = UUID(case["id"]), datetime.fromisoformat(body["respond_by"])
    with clock.shifted(due - clock.now() + timedelta(seconds=1)):
        at = clock.now()
        async with pool.writing() as first, asyncio.timeout(AT_MOST):
            assert await timers.fire(first, case_id, TimerKind.RESPONSE, at)
            async with pool.writing() as second:
                assert not await timers.fire(second, case_id, TimerKind.RESPONSE, at), "held by the first"
        async with pool.writing() as third:
            assert not await timers.fire(third, case_id, TimerKind.RESPONSE, at), "fired already"

    assert await actions(pool, case, "miss_whistle") == 1


async def test_two_leaders_who_whistle_at_once_whistle_once(cases: Cases) -> None:
    case = await cases.at("handling")
    answers = await asyncio.gather(*(cases.act("centre_leader", case, "whistle", whistle("SW")) for _ in range(6)))

    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 5


async def test_all_hands_at_once_end_in_order_and_nobody_waits_in_a_ring(cases: Cases, pool: PooledDatabase) -> None:
    together = [await cases.at("handling") for _ in range(4)]
    for case in together:
        await cases.done("dispatcher", case, "add-assist", {"department": "SW"})
    moves: list[tuple[str, str, dict[str, Any]]] = [
        ("centre_leader", "whistle", whistle("SW", "CG")),
        ("water_handler", "respond", {}),
        ("handler", "respond", {}),
        ("water_handler", "decline-whistle", {"note": "值守"}),
        ("centre_leader", "score-response", {"department": "SW", "score": 4}),
        ("centre_leader", "end-whistle", {"result": "已会办"}),
        ("centre_leader", "withdraw-whistle", {"note": "不必"}),
        ("water_handler", "request-excuse", {"reason_code": "nothing_to_do", "note": "无设施"}),
        ("dispatcher", "approve-excuse", {"department": "SW"}),
        ("water_handler", "complete-assist", {"note": "已完成"}),
        ("dispatcher", "release-assist", {"department": "SW", "note": "不必"}),
        ("dispatcher", "redirect", {"lead": "SW", "reason_code": "wrong_unit"}),
        ("handler", "progress", {"note": "已到场"}),
    ]
    async with asyncio.timeout(AT_MOST):
        answers = await asyncio.gather(
            *(cases.act(who, case, action, body) for _ in range(3) for case in together for who, action, body in moves)
        )

    assert {answer.status_code for answer in answers} <= {200, 403, 404, 409, 422}, [
        answer.text for answer in answers if answer.status_code >= 500
    ]
    for case in together:
        row = await pool.pool.fetchrow("SELECT * FROM cases WHERE id = $1", UUID(case["id"]))
        open_ones = await pool.pool.fetchval(
            "SELECT count(*) FROM whistles WHERE case_id = $1 AND state = 'open'", UUID(case["id"])
        )
        assert (row["called_codes"] != []) == (open_ones == 1)
        assert set(row["open_assists"]) <= set(row["assist_codes"])
        assert set(row["pending_excuses"]) <= set(row["open_assists"])
        assert set(row["open_calls"]) <= set(row["called_codes"])
