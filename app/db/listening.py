"""A connection of its own that hears notifications, and asks what they are about; a pooled one does not listen."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import asyncpg

from app.db.connections import prepare_connection
from app.db.memory import Memory
from app.db.session import APPLICATION_ROLE, SETTINGS, Session

AT_MOST = 10.0  # seconds for an answer: of a server that is gone without a word nothing is waited for longer
_TO_CLOSE = 1.0


class Ears:
    """What the connection is used by."""

    __slots__ = ("_event", "session")

    def __init__(self, session: Session, event: asyncio.Event) -> None:
        """Takes the session over it, and what is set when something is heard."""
        self.session, self._event = session, event

    async def heard(self, seconds: float) -> None:
        """Returns when something was heard since the last time, also that the connection is lost; or after so long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._event.wait()
        self._event.clear()


@asynccontextmanager
async def listening(url: str, channel: str, memory: Memory) -> AsyncIterator[Ears]:
    """Listens on a channel while the block runs."""
    event = asyncio.Event()
    connection = await asyncpg.connect(
        url, server_settings=SETTINGS | {"role": APPLICATION_ROLE}, timeout=AT_MOST, command_timeout=AT_MOST
    )
    try:
        memory.reconnected()
        await prepare_connection(connection)
        connection.add_termination_listener(lambda *_: event.set())
        await connection.add_listener(channel, lambda *_: event.set())
        yield Ears(Session(connection, memory), event)
    finally:
        with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            await connection.close(timeout=_TO_CLOSE)
