"""Databases of a cluster: made when missing, and finished after an upgrade."""

from collections.abc import Callable

import asyncpg

# Text is compared byte by byte under C and under C.UTF-8 alike, so that indexes on plain columns stay as they are. What
# differs is what a letter is: `lower`, patterns. An expression or predicate that may depend on it names the default
# collation, number 100, as the one it works with.
_DEPENDENT = """
SELECT indexrelid::regclass::text FROM pg_index
WHERE indexrelid >= 16384 AND concat(indexprs::text, indpred::text) LIKE '%:inputcollid 100 %'"""
_OF_C = "datlocprovider = 'c' AND datcollate = 'C' AND datctype = 'C' AND encoding = pg_char_to_encoding('UTF8')"
_TAKE_BUILTIN = f"UPDATE pg_database SET datlocprovider = 'b', datlocale = 'C.UTF-8' WHERE {_OF_C}"  # noqa: S608
_NOTE_VERSION = """
UPDATE pg_database SET datcollversion = pg_database_collation_actual_version(oid)
WHERE datlocprovider = 'b' AND datcollversion IS NULL AND datname <> 'template0'"""  # as initdb does


async def ensure_database(maintenance_url: str, name: str) -> str:
    """Makes a database when it is not there; gives the server's version. `name` is one of our own constants."""
    connection = await asyncpg.connect(maintenance_url, timeout=30)
    try:
        if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
            await connection.execute(f'CREATE DATABASE "{name}"')
        return await _version(connection)
    finally:
        await connection.close()


async def _version(connection: "asyncpg.Connection[asyncpg.Record]") -> str:
    said: str = await connection.fetchval("SHOW server_version")
    return said.split()[0]  # without the words of a packager


async def finish_upgrade(url_of: Callable[[str], str], *, builtin: bool) -> None:
    """What `pg_upgrade` leaves to do, while nobody else is connected: text rules, indexes on them, statistics.

    `pg_upgrade` copies the locale of the old cluster by just such an update of `pg_database`. Templates come along, so
    that databases made later are like those of a new cluster.

    Raises:
        asyncpg.UniqueViolationError: two values differ only in the case of a letter that C does not know as one.
    """
    connection = await asyncpg.connect(url_of("postgres"), timeout=30)
    try:
        if builtin:
            async with connection.transaction():
                await connection.execute(_TAKE_BUILTIN)
                await connection.execute(_NOTE_VERSION)
        names = await connection.fetch("SELECT datname FROM pg_database WHERE datallowconn ORDER BY datname")
    finally:
        await connection.close()
    for (name,) in names:
        connection = await asyncpg.connect(url_of(name), timeout=30)  # a new one: the rules are read at its start
        try:
            for (index,) in await connection.fetch(_DEPENDENT) if builtin else ():
                await connection.execute(f"REINDEX INDEX {index}")
            await connection.execute("ANALYZE")
        finally:
            await connection.close()
