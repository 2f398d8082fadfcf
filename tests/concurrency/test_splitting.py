"""Parts of a report that end at the same moment: the report hears of it once, and nobody waits in a ring."""

import asyncio
from uuid import UUID

from app.db.session import PooledDatabase
from app.services.timing import splitting
from tests.cases import Cases
from tests.waiting import AT_MOST

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
        body = {"parts": [{"description": f"第{number}件"} for number in range(8)]}
        await cases.done("clerk", case, "split", body)
        parts = (await cases.client_as("clerk").get(f"/cases/{case['id']}/parts")).json()["items"]
        done = asyncio.Event()
        async with asyncio.timeout(AT_MOST), asyncio.TaskGroup() as group:
            group.create_task(worker())
            group.create_task(worker())
            # Who reads and writes the report itself at that moment takes its lock, too.
            talk = [cases.act("clerk", case, "comment", {"note": "在办"}) for _ in range(8)]
            ends = [cases.act("clerk", part["id"], "reject", CLOSED) for part in parts]
            answers = await asyncio.gather(*(each for pair in zip(ends, talk, strict=True) for each in pair))
            done.set()
        assert [answer.status_code for answer in answers] == [200] * 16
        while await splitting.follow(pool):
            pass
        after = (await cases.client_as("dispatcher").get(f"/cases/{case['id']}")).json()
        ended = await pool.pool.fetchval(
            "SELECT count(*) FROM case_events WHERE case_id = $1 AND action = 'parts_ended'", UUID(case["id"])
        )

        assert (after["status"], ended) == ("resolved", 1)
