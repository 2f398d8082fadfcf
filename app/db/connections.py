"""What each connection to PostgreSQL is like: it carries jsonb as Python values, and leaves nothing behind."""

from typing import Any

import asyncpg
import orjson


async def prepare_connection(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    """Teaches a new connection to carry jsonb as Python values."""
    await connection.set_type_codec("jsonb", encoder=_dump, decoder=_load, schema="pg_catalog", format="binary")


_JSONB_VERSION = b"\x01"  # the first byte of jsonb on the wire


def _dump(value: Any) -> bytes:
    return _JSONB_VERSION + orjson.dumps(value)


def _load(value: bytes) -> Any:
    return orjson.loads(value[1:])


class PooledConnection(asyncpg.Connection):
    """A connection that goes back to the pool without a round trip: no statement of ours leaves state behind."""

    def get_reset_query(self) -> str:
        """Nothing to reset: settings are local to transactions, locks too, and nobody listens on a pooled one."""
        return ""
