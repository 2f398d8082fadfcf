"""A real PostgreSQL for every test: a migrated, seeded database a worker; one rolled-back connection a test."""

import asyncio
import os
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg
import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from app import clock
from app import worker as background
from app.authz import Bearer
from app.config import Settings
from app.crypto.tokens import TokenSigner
from app.db import migrations
from app.db.condition import Condition
from app.db.connections import prepare_connection
from app.db.embedded import EmbeddedPostgres
from app.db.embedded.binaries import choose
from app.db.memory import Memory
from app.db.session import APPLICATION_ROLE, SETTINGS, Database, Session
from app.main import state_of
from app.services.calendar import seeding as seeding_calendar
from app.services.identity import passwords
from app.web import bodies
from tests import contract, organisation
from tests.application import KEY, application
from tests.cases import Cases

pytest_plugins = ["tests.needs", "tests.kinds"]
TEMPLATE = "yikou_template"


def pytest_report_header() -> str:
    """Which PostgreSQL the tests run on."""
    given, named = os.environ.get("YIKOU_TEST_DATABASE_URL"), os.environ.get("YIKOU_POSTGRES_BIN")
    if given:
        return f"server: PostgreSQL {asyncio.run(_version_of(given))} of YIKOU_TEST_DATABASE_URL"
    programs = choose(Path(named) if named else None)
    said = subprocess.check_output([programs.directory / "postgres", "--version"], text=True)
    return f"server: {said.strip()} in {programs.directory}"


async def _version_of(url: str) -> str:
    connection = await asyncpg.connect(url)
    try:
        return str(await connection.fetchval("SHOW server_version"))
    finally:
        await connection.close()


def _with_database(url: str, name: str) -> str:
    head, _, tail = url.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}{'?' + tail if tail else ''}"


async def _prepare(admin_url: str, worker: str) -> str:
    """A migrated and seeded template, and the worker's own database cloned from it."""
    template, own = f"{TEMPLATE}_{worker}", f"yikou_test_{worker}"
    admin = await asyncpg.connect(admin_url)
    try:
        for name in (template, own):
            await admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        await admin.execute(f'CREATE DATABASE "{template}"')
        await migrations.upgrade(_with_database(admin_url, template))
        seeding = await asyncpg.connect(_with_database(admin_url, template))
        try:
            await prepare_connection(seeding)
            await organisation.seed(Session(seeding))
            await seeding_calendar.seed(Session(seeding))
        finally:
            await seeding.close()
        await admin.execute(f'CREATE DATABASE "{own}" TEMPLATE "{template}"')
    finally:
        await admin.close()
    return _with_database(admin_url, own)


@pytest.fixture(scope="session")
def admin_url() -> Iterator[str]:
    """A server's maintenance database, as its owner: the one of YIKOU_TEST_DATABASE_URL or an embedded one."""
    given = os.environ.get("YIKOU_TEST_DATABASE_URL")
    if given:
        yield given
        return
    binaries = os.environ.get("YIKOU_POSTGRES_BIN")
    with TemporaryDirectory(prefix="yikou-tests-") as directory:
        Path(directory).chmod(0o711)  # as root, PostgreSQL's account has to walk through it
        with EmbeddedPostgres(Path(directory), binaries=Path(binaries) if binaries else None, durable=False) as server:
            yield server.url_of("postgres")


@pytest.fixture(scope="session")
def worker(request: pytest.FixtureRequest) -> str:
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@pytest.fixture(scope="session")
def database_url(admin_url: str, worker: str) -> str:
    """The worker's own database, as its owner."""
    return asyncio.run(_prepare(admin_url, worker))


@pytest.fixture
async def fresh_url(admin_url: str, database_url: str, worker: str) -> AsyncIterator[str]:
    """A database of this test's own, for real commits."""
    name = f"yikou_fresh_{worker}"
    admin = await asyncpg.connect(admin_url)
    try:
        await admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        await admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{TEMPLATE}_{worker}" STRATEGY FILE_COPY')
        yield _with_database(admin_url, name)
        await admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    finally:
        await admin.close()


class OneConnection:
    """A database of a single connection, where each request is a savepoint of a transaction that is rolled back."""

    def __init__(self, connection: "asyncpg.Connection[asyncpg.Record]") -> None:
        self.connection, self.condition, self.memory = connection, Condition(), Memory()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Session]:
        async with self.connection.transaction(), Session(self.connection, self.memory) as session:
            yield session
        session.ended()

    reading = writing


@pytest.fixture(scope="session")
async def connection(database_url: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """The worker's one connection: what it has once prepared, it does not prepare again in the next test."""
    opened = await asyncpg.connect(database_url, server_settings=SETTINGS | {"role": APPLICATION_ROLE}, timeout=30)
    await prepare_connection(opened)
    try:
        yield opened
    finally:
        await opened.close()


@pytest.fixture
async def database(connection: "asyncpg.Connection[asyncpg.Record]") -> AsyncIterator[OneConnection]:
    """A transaction on it that is rolled back."""
    transaction = connection.transaction()
    await transaction.start()
    try:
        yield OneConnection(connection)
    finally:
        await transaction.rollback()


@pytest.fixture
def session(database: OneConnection) -> Session:
    return Session(database.connection, database.memory)


@pytest.fixture(scope="session", autouse=True)
def unpunished() -> Iterator[None]:
    """Tests send far too much once each: they do not wait for the refusal."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(bodies, "PAUSE", 0.0)
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """What a hash has to cost an attacker, half a second each, no test has to pay; how it is made is the same."""
    hasher = Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(passwords, "_HASHER", PasswordHash((hasher,)))
        patched.setattr(passwords, "DUMMY_HASH", hasher.hash("of nobody"))
        yield


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, signing_key=KEY)


def serving(settings: Settings, database: Database) -> FastAPI:
    """The application with a state of its own: nothing that it remembers is from another test."""
    assert settings.public_url is None, "a document that says where it is belongs to an application of its own"
    made = application()
    made.state = state_of(settings)
    made.state.database = database
    return made


@pytest.fixture
def app(settings: Settings, database: OneConnection) -> FastAPI:
    return serving(settings, database)


@pytest.fixture
def token_of() -> Callable[[str], str]:
    from datetime import timedelta

    signer = TokenSigner(KEY)
    return lambda who: signer.sign(
        Bearer(organisation.USERS[who], organisation.SESSIONS[who]), clock.now(), timedelta(days=3650)
    )


async def _as_declared(answer: Response) -> None:
    contract.hold(answer, await answer.aread())


@pytest.fixture
async def client_as(app: FastAPI, token_of: Callable[[str], str]) -> AsyncIterator[Callable[..., AsyncClient]]:
    """`client_as("worker")`: a client that bears that user's real token; `client_as(None)` bears none.

    Every answer it gets has to be as the OpenAPI document declares it.
    """
    opened: list[AsyncClient] = []

    def make(who: str | None, *, language: str = "en") -> AsyncClient:
        headers = {"Accept-Language": language} | ({"Authorization": f"Bearer {token_of(who)}"} if who else {})
        client = AsyncClient(
            transport=ASGITransport(app),
            base_url="http://test/api/v1",
            headers=headers,
            event_hooks={"response": [_as_declared]},
        )
        opened.append(client)
        return client

    yield make
    for client in opened:
        await client.aclose()


@pytest.fixture
def cases(client_as: Callable[..., AsyncClient]) -> Cases:
    """Takes cases to any status by the moves real people make."""
    return Cases(client_as)


@pytest.fixture
def sweep(database: OneConnection, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Awaitable[None]]:
    """What the worker does until nothing is due any more, on the one connection of the test."""
    monkeypatch.setattr(background, "AT_ONCE", 1)

    async def until_nothing_is_due() -> None:
        while await background.sweep(database):
            pass

    return until_nothing_is_due
