"""The background worker: fires the timers of cases, each exactly once, however many workers run."""

import asyncio
from datetime import timedelta
from uuid import UUID

import asyncpg
import structlog

from app import clock
from app.db.session import Database, Row
from app.errors import AppError
from app.models.case_parts import TimerKind
from app.queries import operations as queries
from app.services.move import SYSTEM
from app.services.transitions import perform_without_user
from app.workflow.actions import Action

log = structlog.get_logger()

EVERY = 1.0  # seconds between looks when nothing is due
BATCH = 100
RETRY_AFTER = timedelta(seconds=10)

_ACTION_OF = {
    TimerKind.VERIFICATION: Action.EXPIRE_VERIFICATION,
    TimerKind.SIGNING: Action.AUTO_SIGN,
    TimerKind.RATING_WINDOW: Action.ARCHIVE,
}


async def run(database: Database) -> None:
    """Works until cancelled; a database that is away is waited for."""
    while True:
        try:
            fired = await sweep(database)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            log.warning("worker_waits_for_database", error=type(error).__name__)
            fired = 0
        if fired < BATCH:
            await asyncio.sleep(EVERY)


async def sweep(database: Database) -> int:
    """Beats, then fires what is due now; gives how many timers it looked at."""
    now = clock.now()
    async with database.writing() as session:
        await session.run(queries.BEAT, at=now)
    async with database.reading() as session:
        due = await session.all(queries.DUE_TIMERS, at=now, count=BATCH)
    for timer in due:
        await _fire(database, timer)
    return len(due)


async def _fire(database: Database, timer: Row) -> None:
    case_id, kind = timer["case_id"], TimerKind(timer["kind"])
    try:
        await _act(database, case_id, kind)
    except (AppError, LookupError, asyncpg.PostgresError) as error:
        log.error("timer_failed", case_id=str(case_id), kind=kind.value, error=type(error).__name__)
        async with database.writing() as session:
            again = clock.now() + RETRY_AFTER
            await session.run(queries.COUNT_FAILURE, of_case=case_id, of_kind=kind, again_at=again)


async def _act(database: Database, case_id: UUID, kind: TimerKind) -> None:
    async with database.writing() as session:
        if await session.first(queries.TAKE_TIMER, of_case=case_id, of_kind=kind, at=clock.now()) is None:
            return
        await perform_without_user(session, SYSTEM, case_id, _ACTION_OF[kind])
        await session.run(queries.DROP_TIMER, of_case=case_id, of_kind=kind)
