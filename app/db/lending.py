"""A session that another thread uses: it computes for long, and each of its statements is run by the loop as ever.

What holds the interpreter for seconds, reading thousands of lines, then holds nobody else: threads take turns. The
garbage collector, which looks through all those lines at a stretch and lets no thread go on, waits meanwhile.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar, cast

from app.concurrency import collecting
from app.db.memory import Memory
from app.db.session import Session

if TYPE_CHECKING:
    from app.db.session import Connection

T = TypeVar("T")


class _Withdrawn(Exception):
    """Nobody waits for this any more."""


class _Lent:
    """The connection as a thread sees it."""

    def __init__(self, connection: "Connection") -> None:
        self._connection, self._loop, self._withdrawn = connection, asyncio.get_running_loop(), False

    def withdraw(self) -> None:
        """The next statement fails; the one that runs ends."""
        self._withdrawn = True

    async def _run(self, name: str, arguments: tuple[object, ...]) -> object:
        if self._withdrawn:
            raise _Withdrawn()
        run = getattr(self._connection, name)(*arguments)
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(run, self._loop))

    async def fetch(self, *arguments: object) -> object:
        return await self._run("fetch", arguments)

    async def fetchrow(self, *arguments: object) -> object:
        return await self._run("fetchrow", arguments)

    async def fetchval(self, *arguments: object) -> object:
        return await self._run("fetchval", arguments)

    async def execute(self, *arguments: object) -> object:
        return await self._run("execute", arguments)

    async def executemany(self, *arguments: object) -> object:
        return await self._run("executemany", arguments)


async def in_a_thread(session: Session, work: Callable[[Session], Awaitable[T]]) -> T:
    """What `work` gives, done in a thread of its own; it remembers nothing for the others."""
    await session.confirm()
    lent = _Lent(session.connection)

    async def done() -> T:
        return await work(Session(cast("Connection", lent), Memory()))

    with collecting.paused():
        thread = asyncio.ensure_future(asyncio.to_thread(lambda: asyncio.run(done())))
        try:
            return await asyncio.shield(thread)
        except asyncio.CancelledError:
            lent.withdraw()  # the connection goes back only when the thread has let go of it
            await asyncio.wait([thread])
            raise
