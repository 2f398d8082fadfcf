"""The API and the worker in one process, until it is told to stop."""

import gc
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr

from app import worker
from app.concurrency.background import running
from app.config import Settings
from app.crypto import keys
from app.db.session import open_database
from app.edge.limits import Limits
from app.edge.server import options
from app.main import create_app
from app.running.backend import Backend


class Server(uvicorn.Server):
    """uvicorn's, saying when it answers: after the lifespan began and the port is open."""

    def __init__(self, config: uvicorn.Config, answering: Callable[[], None], stopping: Callable[[], None]) -> None:
        """Takes what is to be called then, and what before it waits for all that is still answered."""
        super().__init__(config)
        self._answering, self._stopping = answering, stopping

    async def startup(self, sockets: object = None) -> None:
        """Begins to answer, unless told to stop meanwhile."""
        await super().startup(None)
        if self.started and not self.should_exit:
            self._answering()

    async def shutdown(self, sockets: object = None) -> None:
        """Ends what would never end by itself: streams of hints."""
        self._stopping()
        await super().shutdown(None)


def serve(settings: Settings, at: Backend, *, with_worker: bool, answering: Callable[[], None]) -> None:
    """Serves until told to stop; calls `answering` as soon as requests are answered."""
    known = settings.model_copy(update={"database_url": SecretStr(at.url)})
    app = create_app(known)
    app.state.embedded = at.embedded
    app.state.expects_worker = True
    _live(app, at.url if with_worker else None)
    app.state.live.most = min(app.state.live.most, Limits.of(settings).streams)
    server = Server(uvicorn.Config(app, **options(settings)), answering, app.state.live.stop)
    server.run()
    if not server.started:
        sys.exit(1)


def _live(app: FastAPI, url: str | None) -> None:
    """Lets the worker, if there is to be one at `url`, live as long as the application."""
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app_: object) -> AsyncIterator[None]:
        async with inner(app), _working(url, app):
            gc.collect()
            gc.freeze()  # what lives as long as the process is not looked through again and again for what died
            yield

    app.router.lifespan_context = lifespan


@asynccontextmanager
async def _working(url: str | None, app: FastAPI) -> AsyncIterator[None]:
    if url is None:
        yield
        return
    async with (
        open_database(url, min_size=1, max_size=worker.CONNECTIONS, beside=app.state.database) as database,
        running(worker.run(database, app.state.photos, keys.read(app.state.settings))),
    ):
        yield
