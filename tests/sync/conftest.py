from collections.abc import Awaitable, Callable

import pytest
from httpx import AsyncClient

from app.services.sync.relay import relay
from tests.conftest import OneConnection
from tests.sync.phone import Phone


@pytest.fixture
def relayed(database: OneConnection) -> Callable[[], Awaitable[int]]:
    """Numbers every change there is, as the worker does."""

    async def run() -> int:
        numbered = 0
        while count := await relay(database):
            numbered += count
        return numbered

    return run


@pytest.fixture
def phone_of(client_as: Callable[..., AsyncClient], relayed: Callable[[], Awaitable[int]]) -> Callable[[str], Phone]:
    return lambda who: Phone(client_as(who), relayed)
