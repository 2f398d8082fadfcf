"""The background worker: fires the timers of cases and, when the calendar has changed, reckons deadlines anew."""

import asyncio
import random
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

import asyncpg
import structlog

from app import clock
from app.db.session import Database, Row
from app.queries import operations as queries
from app.services import redating, timers
from app.workflow.timers import TimerKind

log = structlog.get_logger()

EVERY = 1.0  # seconds between looks when nothing is due
BATCH = 200
AT_ONCE = 4  # transactions of one worker side by side
RETRY_AFTER = timedelta(seconds=10)

#: Somebody else was faster, or the database gave up on one of two: looked at again at the next look.
_PASSING = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError, asyncpg.LockNotAvailableError)
_AWAY = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
)


async def run(database: Database) -> None:
    """Works until cancelled; a database that is away is waited for."""
    while True:
        try:
            done = await sweep(database)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            log.warning("worker_waits_for_database", error=type(error).__name__)
            done = 0
        if not done:
            await asyncio.sleep(EVERY)


async def sweep(database: Database) -> int:
    """Beats, fires what is due now, redates what an older calendar dated; gives how much it did."""
    async with database.reading() as session:
        clock.follow(await session.value(queries.DATABASE_TIME))
    at = clock.now()
    async with database.writing() as session:
        await session.run(queries.BEAT, at=at)
    async with database.reading() as session:
        due = await session.all(queries.DUE_TIMERS, at=at, count=BATCH)
    random.shuffle(due)  # several workers look at the same timers: they should not meet at each
    fired = await _side_by_side([_firing(database, timer, at) for timer in due])
    return fired + await redating.sweep(database)


def _firing(database: Database, timer: Row, at: datetime) -> Callable[[], Coroutine[Any, Any, bool]]:
    return lambda: _fire(database, timer, at)


async def _side_by_side(tasks: list[Callable[[], Coroutine[Any, Any, bool]]]) -> int:
    done = 0
    waiting = iter(tasks)

    async def work() -> None:
        nonlocal done
        for task in waiting:
            done += await task()

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    return done


async def _fire(database: Database, timer: Row, at: datetime) -> bool:
    case_id, kind = timer["case_id"], TimerKind(timer["kind"])
    try:
        async with database.writing() as session:
            return await timers.fire(session, case_id, kind, at)
    except _PASSING:
        return False
    except _AWAY:
        raise
    except Exception as error:  # whatever a poisoned row raises: it is counted, parked, and delays no other
        log.error("timer_failed", case_id=str(case_id), kind=kind.value, error=type(error).__name__)
        async with database.writing() as session:
            await session.run(queries.COUNT_FAILURE, of_case=case_id, of_kind=kind, again_at=at + RETRY_AFTER)
        return True
