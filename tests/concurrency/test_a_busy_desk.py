"""Everybody at once on the same cases, the worker among them: each case in one hand, no ring of waiting, no fault."""

import asyncio
import random
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from app import clock
from app.db.session import PooledDatabase
from tests.busy_desk import Desk, deadlocks, drained, what_is_wrong, working
from tests.evaluation import what_differs
from tests.times import at
from tests.waiting import eventually

pytestmark = pytest.mark.any_server

Clients = Callable[..., AsyncClient]
TRANSACTIONS, MOST, DISPATCHERS = 1_000, 5_000, 50


@pytest.fixture(autouse=True)
def passing() -> Any:
    """Time that passes while one works: it begins on a Tuesday morning, in working time."""
    with ExitStack() as days:
        days.enter_context(clock.shifted(at("17 09:00") - clock.now()))
        yield lambda by: days.enter_context(clock.shifted(by))
    clock.follow(datetime.now(UTC))


async def _true(said: bool) -> bool:
    return said


async def test_everybody_at_once_leaves_each_case_in_one_hand(
    client_as: Clients, pool: PooledDatabase, passing: Callable[[timedelta], None]
) -> None:
    known: dict[str, AsyncClient] = {}
    desk = Desk(
        lambda who: known.setdefault(who, client_as(who)),
        random.Random(13),  # noqa: S311  (a plan, no secret)
    )
    await desk.begin(24)
    before = await deadlocks(pool.pool)
    began, stopping, enough = desk.transactions, asyncio.Event(), asyncio.Event()

    async def dispatcher() -> None:
        while not enough.is_set():
            await desk.act()

    async def time() -> None:
        """Five minutes go by with each fifty transactions, until all has happened: pools expire, whistles end."""
        for step in range(1, MOST // 50):
            await eventually(lambda step=step: _true(desk.transactions >= began + step * 50))
            passing(timedelta(minutes=5))
            if step * 50 >= TRANSACTIONS and not HAPPEN - await _happened(pool):
                break
        enough.set()

    async with asyncio.TaskGroup() as group:
        workers = [group.create_task(working(pool, stopping)) for _ in range(2)]
        people = [group.create_task(dispatcher()) for _ in range(DISPATCHERS)]
        await asyncio.gather(*people, time())
        stopping.set()
        await asyncio.gather(*workers)
    await drained(pool)

    assert not desk.faults
    assert await deadlocks(pool.pool) == before
    async with pool.reading() as session:
        assert await what_is_wrong(session) == {}
    assert HAPPEN - await _happened(pool) == set(), (desk.happened, desk.told)
    assert await what_differs(pool) == [], "what was counted while it happened is what the histories say"


async def _happened(pool: PooledDatabase) -> set[str]:
    return {row["action"] for row in await pool.pool.fetch("SELECT DISTINCT action FROM case_events")}


#: Or the test shows nothing of them.
HAPPEN = {
    "file", "dispatch", "redirect", "transfer", "sign", "request_return", "publish", "claim", "withdraw", "expire_pool",
    "whistle", "respond", "miss_whistle", "escalate", "delegate", "split", "merge", "resolve", "close", "comment",
    "correct_location", "hand_over_unit",
}  # fmt: skip
