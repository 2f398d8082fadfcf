"""The real thing: uvicorn on a port, the worker beside it, and connections that break in the middle."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import uvicorn
from fastapi import FastAPI
from uvicorn.server import ServerState

from app.concurrency.background import running
from app.db.session import PooledDatabase
from app.services.photos.copies import make_next
from app.services.uploads.completion import settle_next
from tests.waiting import eventually


@dataclass(frozen=True, slots=True)
class Listening:
    """A server, by its port and by what it has under way."""

    port: int
    state: ServerState

    async def has_read_all(self) -> None:
        """Returns when every connection that was made has come to its end."""

        async def quiet() -> bool:
            return not self.state.connections and not self.state.tasks

        await eventually(quiet, 0.01)


@asynccontextmanager
async def listening(app: FastAPI) -> AsyncIterator["Listening"]:
    """Serves an application whose state is set already."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="error", timeout_graceful_shutdown=2))
    task = asyncio.create_task(server.serve([listener]))
    while not server.started:  # noqa: ASYNC110  (it offers no event)
        await asyncio.sleep(0.02)
    try:
        yield Listening(int(listener.getsockname()[1]), server.server_state)
    finally:
        server.should_exit = True
        await task
        listener.close()


@asynccontextmanager
async def working(app: FastAPI, database: PooledDatabase) -> AsyncIterator[None]:
    """Does the worker's part for photos as long as the block runs."""

    async def work() -> None:
        while True:
            done = await settle_next(database, app.state.photos) + await make_next(database, app.state.photos)
            await asyncio.sleep(0 if done else 0.1)

    async with running(work()):
        yield


async def send_and_cut(port: int, path: str, token: str, offset: int, content: bytes, sent: int) -> None:
    """A PATCH of `content` whose connection ends after `sent` bytes of it."""
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    head = (
        f"PATCH /api/v1{path} HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer {token}\r\nTus-Resumable: 1.0.0\r\n"
        f"Upload-Offset: {offset}\r\nContent-Type: application/offset+octet-stream\r\n"
        f"Content-Length: {len(content)}\r\n\r\n"
    )
    writer.write(head.encode() + content[:sent])
    await writer.drain()
    writer.close()
    await writer.wait_closed()
