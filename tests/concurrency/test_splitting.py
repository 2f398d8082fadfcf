"""Parts of a report that end at the same moment: the report hears of it once, and nobody waits in a ring."""

import asyncio
from typing import Any
from uuid import UUID

from app import clock
from app.db.session import PooledDatabase
from app.queries.cases import splitting as queries
from app.services.timing import splitting
from tests.cases import Cases
from tests.organisation import IN_GRID
from tests.waiting import AT_MOST, eventually

CLOSED = {"reason_code": "not_true", "reply": "未发现"}


async def test_parts_that_end_at_once_while_the_worker_looks_end_the_report_once(
    cases: Cases, pool: PooledDatabase
) -> None:
    async def worker() -> None:
        while not done.is_set():
            await splitting.follow(pool)
            await asyncio.sleep(0)

    for _ in range(3):
        case = await cases.at("filed")
        body = {"parts": [{"description": f"第{number}件"} for number in range(5)]}
        await cases.done("clerk", case, "split", body)
        parts = (await cases.client_as("clerk").get(f"/cases/{case['id']}/parts")).json()["items"]
        done = asyncio.Event()
        async with asyncio.timeout(AT_MOST), asyncio.TaskGroup() as group:
            group.create_task(worker())
            group.create_task(worker())
            # Who reads and writes the report itself at that moment takes its lock, too.
            talk = [cases.act("clerk", case, "comment", {"note": "在办"}) for _ in range(5)]
            ends = [cases.act("clerk", part["id"], "reject", CLOSED) for part in parts]
            answers = await asyncio.gather(*(each for pair in zip(ends, talk, strict=True) for each in pair))
            done.set()
        assert [answer.status_code for answer in answers] == [200] * 10
        while await splitting.follow(pool):
            pass
        after = (await cases.client_as("dispatcher").get(f"/cases/{case['id']}")).json()
        ended = await pool.pool.fetchval(
            "SELECT count(*) FROM case_events WHERE case_id = $1 AND action = 'parts_ended'", UUID(case["id"])
        )

        assert (after["status"], ended) == ("resolved", 1)


async def _split(cases: Cases, parts: int = 5) -> tuple[dict[str, Any], list[str]]:
    """A report in parts, and the ids of these in the order of their numbers."""
    case = await cases.at("filed")
    body = {"parts": [{"description": f"第{number}件"} for number in range(parts)]}
    await cases.done("clerk", case, "split", body)
    rows = (await cases.client_as("clerk").get(f"/cases/{case['id']}/parts")).json()["items"]
    return case, [row["id"] for row in rows]


async def test_the_worker_waits_for_no_part_that_is_about_to_end(cases: Cases, pool: PooledDatabase) -> None:
    """A batch holds what it has ended until its last is done: who waited for one of them would be waited for."""
    case, parts = await _split(cases)
    for part in parts:
        await cases.done("clerk", part, "reject", CLOSED)
    async with pool.writing() as ending, asyncio.timeout(AT_MOST):
        await ending.run(queries.TELL, part_id=UUID(parts[0]), at=clock.now())
        assert await splitting.follow(pool) == 1, "of the others the report hears"
        assert await splitting.follow(pool) == 0, "and of this one when it is so: until then there is nothing to do"
    assert await splitting.follow(pool) == 1
    assert (await cases.client_as("clerk").get(f"/cases/{case['id']}")).json()["status"] == "resolved"


async def test_a_report_that_moves_while_its_parts_end_in_a_batch_waits_in_no_ring(
    cases: Cases, pool: PooledDatabase
) -> None:
    """Whoever takes several parts takes them in the order of their ids, be it one by one."""
    case, parts = await _split(cases)
    while min(parts) == parts[0]:
        case, parts = await _split(cases)
    first, *others = sorted(parts)
    there = {"location": {"lat": IN_GRID["lat"], "lon": 114.315}}
    async with pool.writing() as batch, asyncio.timeout(AT_MOST):
        await batch.run(queries.TELL, part_id=UUID(first), at=None)
        moving = asyncio.create_task(cases.act("clerk", case, "correct-location", there))
        await eventually(lambda: _somebody_waits(pool))
        for part in others:
            await batch.run(queries.TELL, part_id=UUID(part), at=None)
    assert (await moving).status_code == 200, (await moving).text


async def _somebody_waits(pool: PooledDatabase) -> bool:
    waiting: int = await pool.pool.fetchval(
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database"
        " WHERE datname = current_database()) OR NOT granted AND locktype = 'transactionid'"
    )
    return waiting > 0
