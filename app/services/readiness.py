"""Is the service ready? Asked of the database itself, with a short patience."""

import asyncio
import math
from datetime import timedelta
from typing import Any, Protocol

import asyncpg
from prometheus_client import Gauge

from app import clock
from app.db import migrations
from app.db.session import Database
from app.queries import operations as queries
from app.services.timing import timekeeping

PATIENCE = 3.0  # seconds
BEAT_IS_OLD_AFTER = timedelta(seconds=30)

PARKED = Gauge("yikou_parked_timers", "Timers that failed three times and wait for somebody")
PARKED_PHOTOS = Gauge("yikou_parked_photos", "Photos of which no copy could be made in three tries")
SKEW = Gauge("yikou_clock_skew_seconds", "How far the clock of this host is ahead of the database's")


class Embedded(Protocol):
    """What the embedded server says of itself."""

    restarts: int
    restarting: bool


async def look(database: Database, embedded: Embedded | None, expects_worker: bool) -> dict[str, Any]:
    """The report of `/readyz`."""
    report: dict[str, Any] = {
        "ready": False,
        "database": "restarting" if embedded and embedded.restarting else "down",
        "migrations": "unknown",
        "worker": "unknown",
        "embedded_restarts": embedded.restarts if embedded else 0,
        "parked_timers": 0,
        "parked_photos": 0,
        "clock_skew_seconds": None,
    }
    try:
        async with asyncio.timeout(PATIENCE), database.reading() as session:
            skew = await timekeeping.follow(session)
            row = await session.one(queries.STATE)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
        _measure(math.nan, math.nan, math.nan)
        return report
    _measure(row["parked"], row["parked_photos"], math.nan if skew is None else skew)
    beat = row["beat"]
    alive = beat is not None and clock.now() - beat < BEAT_IS_OLD_AFTER
    current = row["revision"] == migrations.head()
    restarting = embedded is not None and embedded.restarting  # it answers, and has not been counted yet
    report |= {
        "database": "up",
        "embedded_restarts": embedded.restarts if embedded else 0,
        "migrations": "current" if current else "behind",
        "worker": "beating" if alive else "silent",
        "parked_timers": row["parked"],
        "parked_photos": row["parked_photos"],
        "clock_skew_seconds": None if skew is None else round(skew, 3),
        "ready": current and not restarting and (alive or not expects_worker),
    }
    return report


def _measure(timers: float, photos: float, skew: float) -> None:
    PARKED.set(timers)
    PARKED_PHOTOS.set(photos)
    SKEW.set(skew)
