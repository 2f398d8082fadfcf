"""Brings the schema to the newest migration, one process at a time, as the owner.

`python -m app.db.migrations` prints the SQL of all of them.
"""

from pathlib import Path
from typing import Any

from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from alembic import command

ROOT = Path(__file__).resolve().parents[2]
_LOCK = 0x59494B4F55  # "YIKOU": two starts do not migrate at once


def config() -> Config:
    """The configuration of Alembic."""
    return Config(str(ROOT / "alembic.ini"))


async def upgrade(url: str, revision: str = "head") -> None:
    """Migrates the database at `url` (postgresql://…) up to a revision."""
    await _run(url, lambda alembic: command.upgrade(alembic, revision))


async def downgrade(url: str, revision: str) -> None:
    """Migrates down; `base` takes everything away."""
    await _run(url, lambda alembic: command.downgrade(alembic, revision))


async def check(url: str) -> None:
    """Raises when the tables in code and in the database differ."""
    await _run(url, command.check)


async def _run(url: str, task: Any) -> None:
    engine = create_async_engine(make_url(url).set(drivername="postgresql+asyncpg"), poolclass=NullPool)

    def migrate(connection: Connection) -> None:
        alembic = config()
        alembic.attributes["connection"] = connection
        task(alembic)

    try:
        async with engine.connect() as connection:
            await connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
            await connection.execute(text("SET lock_timeout = '10s'"))
            await connection.commit()
            await connection.run_sync(migrate)
            await connection.commit()
    finally:
        await engine.dispose()


if __name__ == "__main__":
    command.upgrade(config(), "head", sql=True)
