"""A real server on a real port over a database of the test's own, with its worker; phones reach it by a proxy."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from yikou_client import Phone, Synced

from app import worker
from app.concurrency.background import running
from app.db.session import PooledDatabase
from tests.committing import app, pool
from tests.network import Network, Weather
from tests.organisation import PASSWORD
from tests.waiting import eventually

__all__ = ["app", "pool"]


class Server:
    """The service on a port; `stop` ends it as a crash would look to phones, `start` brings it back there."""

    def __init__(self, app: FastAPI) -> None:
        self.app, self.port = app, 0
        self._server: uvicorn.Server | None = None
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        config = uvicorn.Config(self.app, host="127.0.0.1", port=self.port, log_level="error", lifespan="off")
        self._server = uvicorn.Server(config)
        self._task = asyncio.create_task(self._server._serve())
        while not self._server.started:  # noqa: ASYNC110  # uvicorn offers nothing to wait for
            await asyncio.sleep(0.01)
        self.port = self._server.servers[0].sockets[0].getsockname()[1]

    async def stop(self) -> None:
        assert self._server is not None
        assert self._task is not None
        self._server.should_exit = self._server.force_exit = True
        await self._task


@pytest.fixture
async def server(app: FastAPI, pool: PooledDatabase) -> AsyncIterator[Server]:
    made = Server(app)
    await made.start()
    try:
        async with running(worker.run(pool, app.state.photos, None)):
            yield made
    finally:
        await made.stop()


@pytest.fixture
def settled(pool: PooledDatabase) -> Callable[[Phone], Awaitable[Synced]]:
    """Syncs, waits until the relay has numbered what was sent, and syncs again; gives what the first one did."""

    async def all_is_numbered() -> bool:
        return not await pool.pool.fetchval("SELECT count(*) FROM outbox")

    async def sync(phone: Phone) -> Synced:
        done = await phone.sync()
        await eventually(all_is_numbered)
        await phone.sync()
        return done

    return sync


@pytest.fixture
async def network(server: Server) -> AsyncIterator[Network]:
    async with Network(server.port, Weather()).running() as made:
        yield made


@pytest.fixture
async def phone_of(network: Network, tmp_path: Path) -> AsyncIterator[Callable[..., Any]]:
    """`await phone_of("worker")`: a signed-in phone with a memory of its own; the same name opens the same memory."""
    async with AsyncExitStack() as stack:

        async def make(who: str, name: str | None = None, **options: Any) -> Phone:
            options = {"timeout": 60.0, "wait_seconds": 0.02, **options}
            phone = Phone(network.url, tmp_path / f"{name or who}.sqlite", **options)
            await stack.enter_async_context(phone)
            if phone.store.get("access") is None:
                await phone.sign_in(who, PASSWORD)
            return phone

        yield make
