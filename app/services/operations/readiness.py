"""Is the service ready? Asked of the database itself, with a short patience."""

import asyncio
import math
from datetime import timedelta
from typing import Protocol
from weakref import WeakKeyDictionary

import asyncpg
from prometheus_client import Gauge

from app import clock
from app.db import revisions
from app.db.session import Database
from app.queries import operations as queries
from app.queries.operations import StateRow
from app.services.operations import timekeeping

PATIENCE = 3.0  # seconds
BEAT_IS_OLD_AFTER = timedelta(seconds=30)

PARKED = Gauge("yikou_parked_timers", "Timers that failed three times and wait for somebody")
PARKED_PHOTOS = Gauge("yikou_parked_photos", "Photos of which no copy could be made in three tries")
SKEW = Gauge("yikou_clock_skew_seconds", "How far the clock of this host is ahead of the database's")


class Embedded(Protocol):
    """What the embedded server says of itself."""

    restarts: int
    restarting: bool
    disk_full: bool


async def look(database: Database, embedded: Embedded | None, expects_worker: bool) -> dict[str, object]:
    """The report of `/readyz`."""
    report: dict[str, object] = {
        "ready": False,
        "database": _why_down(embedded),
        "server_version": None,
        "migrations": "unknown",
        "worker": "unknown",
        "embedded_restarts": embedded.restarts if embedded else 0,
        "parked_timers": 0,
        "parked_photos": 0,
        "clock_skew_seconds": None,
    }
    try:
        skew, row = await asyncio.wait_for(asyncio.shield(_asked(database)), PATIENCE)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
        _measure(math.nan, math.nan, math.nan)
        return report
    _measure(row["parked"], row["parked_photos"], math.nan if skew is None else skew)
    beat = row["beat"]
    alive = beat is not None and clock.now() - beat < BEAT_IS_OLD_AFTER
    current = row["revision"] == revisions.newest()
    state = database.condition.state
    restarting = embedded is not None and embedded.restarting  # it answers, and has not been counted yet
    report |= {
        "database": state,
        "server_version": row["server_version"],
        "embedded_restarts": embedded.restarts if embedded else 0,
        "migrations": "current" if current else "behind",
        "worker": "beating" if alive else "silent",
        "parked_timers": row["parked"],
        "parked_photos": row["parked_photos"],
        "clock_skew_seconds": None if skew is None else round(skew, 3),
        "ready": current and state == "up" and not restarting and (alive or not expects_worker),
    }
    return report


def _why_down(embedded: Embedded | None) -> str:
    """What is known of a database that does not answer."""
    if embedded is None or not embedded.restarting:
        return "down"
    return "full" if embedded.disk_full else "restarting"


_asking: WeakKeyDictionary[Database, asyncio.Task[tuple[float | None, StateRow]]] = WeakKeyDictionary()


def _asked(database: Database) -> asyncio.Task[tuple[float | None, StateRow]]:
    """What the database is asked, by one at a time: a frozen one holds one connection, not one for each look.

    It is left to itself when patience ends: to cancel it would wait for the very server that does not answer.
    """
    task = _asking.get(database)
    if task is None or task.done():
        task = _asking[database] = asyncio.create_task(_ask(database))
        task.add_done_callback(lambda done: done.cancelled() or done.exception())  # nobody may be waiting any more
    return task


async def _ask(database: Database) -> tuple[float | None, StateRow]:
    async with database.reading() as session:
        return await timekeeping.follow(session), await session.one(queries.STATE)


def _measure(timers: float, photos: float, skew: float) -> None:
    PARKED.set(timers)
    PARKED_PHOTOS.set(photos)
    SKEW.set(skew)
