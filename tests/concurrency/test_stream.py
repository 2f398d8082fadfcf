"""The stream of changes under real commits: late ones are not skipped, and only one relay numbers at a time."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from httpx import AsyncClient

from app import clock
from app.authz import Actor
from app.db.session import PooledDatabase
from app.schemas.cases.case import ReportCase
from app.services.identity import actors
from app.services.intake import reports
from app.services.sync.relay import relay
from tests.cases import Cases
from tests.ids import uuid7
from tests.organisation import IN_GRID, USERS
from tests.sync.phone import Phone


def a_body(case_id: UUID) -> ReportCase:
    return ReportCase(id=case_id, description="路边有成堆垃圾", location=IN_GRID)  # type: ignore[arg-type]


async def the_worker(pool: PooledDatabase) -> Actor:
    async with pool.reading() as session:
        return await actors.load_actor(session, USERS["worker"])


async def drained(pool: PooledDatabase) -> None:
    while await relay(pool):
        pass


async def test_a_transaction_that_commits_late_is_not_skipped(
    pool: PooledDatabase, cases: Cases, client_as: Callable[..., AsyncClient]
) -> None:
    phone = Phone(client_as("worker"), lambda: drained(pool))
    await phone.pull()
    actor, late = await the_worker(pool), uuid7()
    async with pool.writing() as session:
        await reports.report(session, actor, a_body(late))
        early = await cases.report()  # drawn later, committed earlier
        await phone.pull()
        assert set(phone.cases) == {early["id"]}
    await phone.pull()

    assert set(phone.cases) == {early["id"], str(late)}


async def test_phones_that_pull_while_many_write_and_several_relay_miss_nothing_and_see_nothing_twice(
    pool: PooledDatabase, cases: Cases, client_as: Callable[..., AsyncClient]
) -> None:
    phone = Phone(client_as("worker"), lambda: drained(pool))
    await phone.pull()
    told: list[tuple[str, int]] = []
    writing = asyncio.gather(*(cases.report() for _ in range(60)))

    async def follow() -> None:
        while not writing.done():
            await phone.pull(limit=7)
            told.extend((case["id"], case["version"]) for page in phone.pages for case in page["cases"])

    await asyncio.gather(follow(), *(_relay_until(pool, writing) for _ in range(3)))
    await phone.pull()
    told.extend((case["id"], case["version"]) for page in phone.pages for case in page["cases"])

    assert {case_id for case_id, _ in told} == {case["id"] for case in await writing}
    assert len(told) == len(set(told)) == 60
    numbers = [row["number"] for row in await pool.pool.fetch("SELECT number FROM changes ORDER BY number")]
    assert numbers == list(range(1, 61))


async def _relay_until(pool: PooledDatabase, done: "asyncio.Future[Any]") -> None:
    while not done.done():
        await relay(pool)
        await asyncio.sleep(0)


async def test_events_of_a_case_keep_their_order_whatever_the_clocks_of_hosts_say(
    pool: PooledDatabase, cases: Cases
) -> None:
    case = await cases.report()
    with clock.shifted(timedelta(seconds=-9)):
        await cases.done("worker", case, "comment", {"note": "一"})
    assert await relay(pool) == 2

    rows = await pool.pool.fetch("SELECT seq FROM changes ORDER BY number")
    assert [row["seq"] for row in rows] == [1, 2]


async def test_a_killed_relay_loses_nothing(pool: PooledDatabase, cases: Cases) -> None:
    """Its transaction is rolled back: what it took is in the outbox again, and no number is gone."""
    await cases.report()
    try:
        async with pool.writing() as session:
            await session.connection.execute("DELETE FROM outbox")
            await session.connection.execute("UPDATE change_head SET number = 77")
            raise ConnectionResetError
    except ConnectionResetError:
        pass
    assert await relay(pool) == 1
    assert await pool.pool.fetchval("SELECT max(number) FROM changes") == 1
