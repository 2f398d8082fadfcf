from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from app.services.photos.copies import make_next
from app.services.photos.store import PhotoStore
from app.services.uploads.completion import settle_next
from tests.conftest import OneConnection
from tests.uploads.tus import Tus


@pytest.fixture
def tus_of(client_as: Callable[..., AsyncClient]) -> Callable[[str], Tus]:
    return lambda who: Tus(client_as(who))


@pytest.fixture
def store(app: FastAPI) -> PhotoStore:
    made: PhotoStore = app.state.photos
    return made


@pytest.fixture
def worked(database: OneConnection, store: PhotoStore) -> Callable[[], Awaitable[None]]:
    """Does what the worker does for photos until nothing is left to do."""

    async def run() -> None:
        while await settle_next(database, store):
            pass
        while await make_next(database, store):
            pass

    return run
