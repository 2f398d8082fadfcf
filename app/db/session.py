"""The one way to the database: a pool of asyncpg connections, and `Session`, a unit of work over one of them."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

import asyncpg

from app.db.assumption import Assumption
from app.db.condition import Condition
from app.db.connections import PooledConnection, prepare_connection
from app.db.memory import Forgetful, Memory
from app.db.statement import RowT, Scalar, Statement, ValueT

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

APPLICATION_ROLE = "yikou_app"
#: Of each connection: more than one process asks in a day. Each costs PostgreSQL some 150 kB, a new one its planning;
#: so none is thrown away for its age, as they would be every five minutes. Connections that rest are closed, with all.
KEPT_STATEMENTS = 256
LONGEST_STATEMENT = 65_536  # bytes of one that is kept: the home screen of a leader of ten areas takes 17,000
#: Of every connection of the application.
SETTINGS = {"application_name": "yikou", "timezone": "UTC"}

Row = asyncpg.Record
if TYPE_CHECKING:
    Connection = asyncpg.Connection[Row] | PoolConnectionProxy[Row]


class Session:
    """Runs statements on one connection. Whoever opened it ends the transaction; services never do."""

    __slots__ = ("_assumed", "_changed", "connection", "memory")

    def __init__(self, connection: "Connection", memory: Memory | None = None) -> None:
        """Wraps a connection for as long as its opener holds it; `memory` is that of the database."""
        self.connection = connection
        self.memory = Memory() if memory is None else memory
        self._assumed: Assumption | None = None
        self._changed: set[type[Forgetful]] = set()

    async def __aenter__(self) -> Self:
        """Nothing is asked yet."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is said, be it a refusal, that goes by what nobody has asked."""
        if error is None or isinstance(error, Exception):
            await self.confirm()

    def assume(self, assumption: Assumption) -> None:
        """Goes by it: the first statement gives rows only while it holds; `Overtaken` is raised where it does not."""
        self._assumed = assumption

    async def confirm(self) -> None:
        """Asks now, where no statement has: before anything is written or said that relies on it."""
        assumed, self._assumed = self._assumed, None
        await self._confirm(assumed)

    async def _confirm(self, assumed: Assumption | None) -> None:
        if assumed is not None:
            assumed.require(await self.connection.fetchval(assumed.scalar.sql, *assumed.arguments))

    async def _relied_on(self, statement: Statement[object]) -> Assumption | None:
        """What the statement gives rows only under; before one that writes it is asked by itself."""
        if not statement.only_reads:
            await self.confirm()
        assumed, self._assumed = self._assumed, None
        return assumed

    async def all(self, statement: Statement[RowT], **values: object) -> list[RowT]:
        """Every row."""
        assumed = None if self._assumed is None else await self._relied_on(statement)
        sql, arguments = _asked(statement, values, assumed)
        rows: list[RowT] = await self.connection.fetch(sql, *arguments)  # type: ignore[assignment]  # as it says
        if not rows:
            await self._confirm(assumed)
        return rows

    async def first(self, statement: Statement[RowT], **values: object) -> RowT | None:
        """The first row, or None."""
        assumed = None if self._assumed is None else await self._relied_on(statement)
        sql, arguments = _asked(statement, values, assumed)
        row: RowT | None = await self.connection.fetchrow(sql, *arguments)  # type: ignore[assignment]  # as it says
        if row is None:
            await self._confirm(assumed)
        return row

    async def one(self, statement: Statement[RowT], **values: object) -> RowT:
        """The first row; that there is one is the caller's invariant.

        Raises:
            LookupError: no row came back.
        """
        row = await self.first(statement, **values)
        if row is None:
            raise LookupError("a statement that must give a row gave none")
        return row

    async def value(self, statement: Scalar[ValueT], **values: object) -> ValueT | None:
        """The value, or None where there is no row or it is null."""
        row = await self.first(statement, **values)
        found: ValueT | None = None if row is None else row[0]
        return found

    async def one_value(self, statement: Scalar[ValueT], **values: object) -> ValueT:
        """The value; that there is one is the caller's invariant.

        Raises:
            LookupError: there is none.
        """
        found = await self.value(statement, **values)
        if found is None:
            raise LookupError("a statement that must give a value gave none")
        return found

    def changes(self, kind: type[Forgetful]) -> None:
        """What this process remembers of a kind is old once this is committed, and no sooner.

        Forgotten before, it would be learned again by others, as it was, and be held for new.
        """
        self._changed.add(kind)

    def ended(self) -> None:
        """Whoever opened it has committed it, or has tried to."""
        for kind in self._changed:
            self.memory.of(kind).forget()

    def savepoint(self) -> AbstractAsyncContextManager[object]:
        """What fails in the block is undone alone."""
        return self.connection.transaction()

    async def run(self, statement: Statement[object], **values: object) -> None:
        """Runs it for its effect."""
        await self.confirm()
        await self.connection.execute(statement.sql, *statement.arguments(values))

    async def run_many(self, statement: Statement[object], rows: Iterable[Mapping[str, object]]) -> None:
        """Runs it once for each set of values, in one round trip."""
        await self.confirm()
        await self.connection.executemany(statement.sql, [statement.arguments(row) for row in rows])


def _asked(
    statement: Statement[object], values: Mapping[str, object], assumed: Assumption | None
) -> tuple[str, list[object]]:
    arguments = statement.arguments(values)
    if assumed is None:
        return statement.sql, arguments
    return statement.as_long_as(assumed.scalar), [*arguments, *assumed.arguments, assumed.expected]


class Database(Protocol):
    """Where sessions come from: a pool in service, one connection with savepoints in a test."""

    condition: Condition
    memory: Memory

    def writing(self) -> AbstractAsyncContextManager[Session]:
        """An async context manager: a session in a transaction that commits on leaving, or rolls back on an error."""

    def reading(self) -> AbstractAsyncContextManager[Session]:
        """An async context manager: a session whose statements each see the latest commit."""


class PooledDatabase:
    """The service's own: connections of the application role from a pool."""

    def __init__(self, pool: "asyncpg.Pool[Row]", condition: Condition, memory: Memory) -> None:
        """Takes an open pool, `open_database` makes one; and what this process knows of that database."""
        self.pool, self.condition, self.memory = pool, condition, memory

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Session]:
        """One transaction."""
        with self.condition.noted():
            async with self.pool.acquire() as connection:
                session = Session(connection, self.memory)
                try:
                    async with connection.transaction(), session:
                        yield session
                finally:  # also where the answer to the commit was lost
                    session.ended()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Session]:
        """Single statements, no transaction around them."""
        with self.condition.noted():
            async with self.pool.acquire() as connection, Session(connection, self.memory) as session:
                yield session


@asynccontextmanager
async def open_database(
    url: str,
    *,
    min_size: int = 2,
    max_size: int = 10,
    role: str | None = APPLICATION_ROLE,
    beside: Database | None = None,
) -> AsyncIterator[PooledDatabase]:
    """A pool to `url` (postgresql://…) whose connections act as `role`; None keeps the role of the log-in.

    With one `beside`, of this process and to the same database, it shares what is known of that.
    """
    settings = SETTINGS if role is None else SETTINGS | {"role": role}
    condition, memory = (Condition(), Memory()) if beside is None else (beside.condition, beside.memory)

    async def prepare(connection: "asyncpg.Connection[Row]") -> None:
        memory.reconnected()
        await prepare_connection(connection)

    async with asyncpg.create_pool(
        url,
        min_size=min_size,
        max_size=max_size,
        init=prepare,
        connection_class=PooledConnection,
        server_settings=settings,
        statement_cache_size=KEPT_STATEMENTS,
        max_cached_statement_lifetime=0,
        max_cacheable_statement_size=LONGEST_STATEMENT,
    ) as pool:
        yield PooledDatabase(pool, condition, memory)
