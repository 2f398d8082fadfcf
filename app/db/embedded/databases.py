"""Databases of a cluster: made when missing, cloned from a template for tests."""

import asyncio

import asyncpg


def ensure_database(maintenance_url: str, name: str) -> None:
    """Makes a database when it is not there. `name` is one of our own constants."""
    asyncio.run(_ensure(maintenance_url, name))


async def _ensure(maintenance_url: str, name: str) -> None:
    connection = await asyncpg.connect(maintenance_url, timeout=30)
    try:
        if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
            await connection.execute(f'CREATE DATABASE "{name}"')
    finally:
        await connection.close()
