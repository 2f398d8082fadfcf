"""Everybody at once on the same cases, the worker among them: each case in one hand, no ring of waiting, no fault."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from app import clock
from app.db.session import PooledDatabase
from tests.busy_desk import Desk, deadlocks, drained, what_is_wrong, working
from tests.times import at
from tests.waiting import eventually

Clients = Callable[..., AsyncClient]
TRANSACTIONS, DISPATCHERS = 500, 50


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
    until, stopping = desk.transactions + TRANSACTIONS, asyncio.Event()

    async def dispatcher() -> None:
        while desk.transactions < until:
            await desk.act()

    async def time() -> None:
        """Seven working minutes go by with each twentieth part of it: pools expire, whistles are missed."""
        for part in range(1, 21):
            due = until - TRANSACTIONS + part * TRANSACTIONS // 21
            await eventually(lambda due=due: _true(desk.transactions >= due))
            passing(timedelta(minutes=7))

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
    events = await pool.pool.fetch("SELECT action, count(*) AS count FROM case_events GROUP BY action")
    happened = Counter({row["action"]: row["count"] for row in events})
    for action in HAPPEN:
        assert happened[action], (action, happened, desk.told)


#: Or the test shows nothing of them.
HAPPEN = ("dispatch", "publish", "merge", "hand_over_unit", "comment", "correct_location")
