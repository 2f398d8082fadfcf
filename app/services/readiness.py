"""Is the service ready? Asked of the database itself, with a short patience."""

import asyncio
from datetime import timedelta
from typing import Any, Protocol

import asyncpg

from app import clock
from app.db import migrations
from app.db.session import Database
from app.queries import operations as queries

PATIENCE = 3.0  # seconds
BEAT_IS_OLD_AFTER = timedelta(seconds=30)


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
    }
    try:
        async with asyncio.timeout(PATIENCE), database.reading() as session:
            row = await session.one(queries.STATE)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return report
    beat = row["beat"]
    alive = beat is not None and clock.now() - beat < BEAT_IS_OLD_AFTER
    current = row["revision"] == migrations.head()
    report |= {
        "database": "up",
        "migrations": "current" if current else "behind",
        "worker": "beating" if alive else "silent",
        "parked_timers": row["parked"],
        "parked_photos": row["parked_photos"],
        "ready": current and (alive or not expects_worker),
    }
    return report
