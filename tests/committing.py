"""Fixtures for what commits: a database of the test's own, and an application over a real pool."""

from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI

from app.config import Settings
from app.db.session import PooledDatabase, open_database
from tests.conftest import serving


@pytest.fixture
async def pool(fresh_url: str) -> AsyncIterator[PooledDatabase]:
    async with open_database(fresh_url, min_size=2, max_size=8) as database:
        yield database


@pytest.fixture
def app(settings: Settings, pool: PooledDatabase) -> FastAPI:
    return serving(settings, pool)
