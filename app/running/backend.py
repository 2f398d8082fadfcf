"""Where the data is: the embedded PostgreSQL or a server of one's own, and work done there as its owner."""

import asyncio
import gc
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from app import progress
from app.config import Settings
from app.crypto import keys
from app.db import revisions
from app.db.embedded import AlreadyRunning, EmbeddedPostgres

if TYPE_CHECKING:
    from app.db.session import PooledDatabase, Session

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Backend:
    """Where the data is: the owner's address, and the embedded server when it is ours."""

    url: str
    embedded: EmbeddedPostgres | None


def stop_in_order() -> None:
    """Told to stop, also in the middle of a migration, the program leaves its blocks in order and ends with 0."""
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, lambda *_: sys.exit(0))


@contextmanager
def backend(settings: Settings, *, joining: bool = False) -> Iterator[Backend]:
    """The database of the settings; the embedded one runs as long as the block does.

    `joining` also takes an embedded one that another process runs, so that commands work beside the service.
    """
    if settings.database_url is not None:
        yield Backend(settings.database_url.get_secret_value(), None)
        return
    embedded = EmbeddedPostgres(settings.data_dir, binaries=settings.postgres_bin)
    if not keys.has_database(settings):
        keys.ensure(settings)
    try:
        embedded.start()
    except AlreadyRunning:
        if not joining:
            raise
        embedded.join()
        yield Backend(embedded.url, None)
        return
    try:
        yield Backend(embedded.url, embedded)
    finally:
        embedded.stop()


@asynccontextmanager
async def owned(url: str, *, migrating: bool = True) -> AsyncIterator["PooledDatabase"]:
    """The database as its owner, with the schema this version needs unless told to leave that alone."""
    from app.db.session import open_database  # brings SQLAlchemy along: `serve` starts the database meanwhile

    async with open_database(url, min_size=1, max_size=2, role=None) as database:
        if migrating:
            await _bring_up(url, database)
        yield database


async def _bring_up(url: str, database: "PooledDatabase") -> None:
    async with database.reading() as session:
        present = await revisions.present(session.connection)
    if present == revisions.newest():
        return
    from app.db import migrations  # Alembic: a tenth of a start, and most find nothing to do

    if present is None:
        progress.step("making the tables", "正在建立数据表")
    else:
        way = f"{present} → {revisions.newest()}"
        progress.step(f"bringing the tables up, {way}", f"正在升级数据表结构 {way}")
    await migrations.upgrade(url)
    await seed_calendar(database)


async def seed_calendar(database: "PooledDatabase") -> None:
    """Brings the national days up to what the installed library knows."""
    from app.services.calendar import seeding  # the library knows the holidays of many countries

    async with database.writing() as session:
        await seeding.seed_once(session)


def as_owner(
    settings: Settings,
    task: "Callable[[Session], Awaitable[T]]",
    afterwards: "Callable[[PooledDatabase], Awaitable[None]] | None" = None,
    *,
    joining: bool = True,
) -> T:
    """Runs one transaction as the owner of an up-to-date schema, and `afterwards` when it is committed."""

    async def run(url: str) -> T:
        async with owned(url) as database:
            async with database.writing() as session:
                done = await task(session)
            if afterwards is not None:
                await afterwards(database)
            return done

    gc.enable()  # off while modules were imported
    with progress.shown(), backend(settings, joining=joining) as at:
        return asyncio.run(run(at.url))


def migrate(settings: Settings) -> None:
    """Brings the schema and the national days up to what this version knows."""
    as_owner(settings, _nothing, seed_calendar)


async def _nothing(session: "Session") -> None:
    """The schema is up by now."""
