"""Keeping time by the one clock all processes share, that of the database: the API promises by it, the worker fires."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from app import clock
from app.concurrency.background import running
from app.db.session import Database, Session
from app.logs import Log
from app.queries import operations as queries

log = Log()

EVERY = 10.0  # seconds between looks of a process that only serves
_TOO_SLOW = 1.0  # an answer that took longer says too little about the present


async def follow(session: Session) -> float | None:
    """Sets this process by the database; gives by how many seconds the host's clock is ahead, None when unknown."""
    asked = clock.monotonic()
    truth = await session.one_value(queries.DATABASE_TIME)
    if clock.monotonic() - asked > _TOO_SLOW:
        return None
    return clock.follow(truth).total_seconds()


@asynccontextmanager
async def kept(database: Database) -> AsyncIterator[None]:
    """Follows the database while the block runs, from before its first statement on."""
    async with database.reading() as session:
        await follow(session)
    async with running(_keep(database)):
        yield


async def _keep(database: Database) -> None:
    while True:
        await asyncio.sleep(EVERY)
        try:
            async with database.reading() as session:
                await follow(session)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            log.warning("clock_not_compared", error=type(error).__name__)
