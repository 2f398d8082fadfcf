"""Running the service: the database embedded or elsewhere, migrations, the API and the worker in one process."""

import asyncio
import contextlib
import gc
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

from pydantic import SecretStr

from app import worker
from app.background import running
from app.config import Settings
from app.db import migrations
from app.db.condition import Condition
from app.db.embedded import AlreadyRunning, EmbeddedPostgres
from app.db.embedded.databases import server_version
from app.db.session import open_database
from app.errors import AppError
from app.services.calendar import seeding
from app.services.photos.store import PhotoStore

GRACE_SECONDS = 10
WORKER_CONNECTIONS = 4


class PortTaken(AppError):
    """The port is taken by another program."""

    code, zh = "port-taken", "端口已被占用"


@dataclass(frozen=True, slots=True)
class Backend:
    """Where the data is: the owner's address, and the embedded server when it is ours."""

    url: str
    embedded: EmbeddedPostgres | None

    def server(self) -> str:
        """What the data are in, for people: `PostgreSQL 18.4, embedded`."""
        if self.embedded is not None:
            return f"PostgreSQL {self.embedded.version}, embedded 内嵌"
        return f"PostgreSQL {asyncio.run(server_version(self.url))}"


@contextmanager
def backend(settings: Settings, *, joining: bool = False) -> Iterator[Backend]:
    """The database of the settings; the embedded one runs as long as the block does.

    `joining` also takes an embedded one that another process runs, so that commands work beside the service.
    """
    if settings.database_url is not None:
        yield Backend(settings.database_url.get_secret_value(), None)
        return
    embedded = EmbeddedPostgres(settings.data_dir, binaries=settings.postgres_bin)
    try:
        embedded.start()
    except AlreadyRunning:
        if not joining:
            raise
        embedded.join()
        yield Backend(embedded.url, None)
        return
    try:
        yield Backend(embedded.url, embedded)
    finally:
        embedded.stop()


def stop_in_order() -> None:
    """Told to stop, also in the middle of a migration, the program leaves its blocks in order and ends with 0."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))


def require_free_port(settings: Settings) -> None:
    """Says so before anything is started when the port is taken.

    Raises:
        PortTaken: it is.
    """
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)
        for family, kind, protocol, _, address in found:
            with socket.socket(family, kind, protocol) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
    except OSError as error:
        raise PortTaken(
            zh=f"无法监听 {settings.host}:{settings.port}：{error.strerror}",
            en=f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}",
        ) from None


def serve(settings: Settings, at: Backend, *, with_worker: bool) -> None:
    """Serves until told to stop."""
    import uvicorn

    from app.main import create_app  # here: a worker and every command start in half the time without it

    known = settings.model_copy(update={"database_url": SecretStr(at.url)})
    app = create_app(known)
    app.state.embedded = at.embedded
    app.state.expects_worker = True
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app_: object) -> AsyncIterator[None]:
        async with (
            inner(app),
            _working(at.url if with_worker else None, app.state.photos, app.state.database.condition),
        ):
            gc.collect()
            gc.freeze()  # what lives as long as the process is not looked through again and again for what died
            yield

    app.router.lifespan_context = lifespan
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


@asynccontextmanager
async def _working(url: str | None, store: PhotoStore, condition: Condition) -> AsyncIterator[None]:
    if url is None:
        yield
        return
    async with (
        open_database(url, min_size=1, max_size=WORKER_CONNECTIONS, condition=condition) as database,
        running(worker.run(database, store)),
    ):
        yield


def work(settings: Settings) -> None:
    """The worker alone, until told to stop."""

    async def _work(url: str) -> None:
        async with open_database(url, min_size=1, max_size=WORKER_CONNECTIONS) as database:
            await worker.run(database, PhotoStore.of(settings))

    with backend(settings, joining=True) as at, contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_work(at.url))


def migrate(settings: Settings) -> None:
    """Brings the schema up to date."""
    with backend(settings, joining=True) as at:
        prepare(at.url)


def prepare(url: str) -> None:
    """Brings the schema and the national days of the calendar up to what this version knows, as the owner."""
    asyncio.run(_prepare(url))


async def _prepare(url: str) -> None:
    await migrations.upgrade(url)
    async with open_database(url, min_size=1, max_size=1, role=None) as database, database.writing() as session:
        await seeding.seed(session)
