"""Real commits, and a process that follows them; the relay works when a test says so."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from fastapi import FastAPI

from app.concurrency.background import running
from app.db.session import PooledDatabase
from app.services.live import following
from app.services.live.following import Follower
from app.services.sync.relay import relay
from tests.committing import app, pool
from tests.live.stream import Stream
from tests.waiting import eventually

__all__ = ["app", "pool"]
Listen = Callable[..., Stream]
Relayed = Callable[[], Awaitable[int]]
ToldAll = Callable[[int], Awaitable[None]]


@pytest.fixture
async def follower(app: FastAPI, pool: PooledDatabase, fresh_url: str) -> AsyncIterator[Follower]:
    """Asks anew who may listen whenever it looks."""
    made = Follower(app.state.live)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(following, "ASKED_EVERY", 0.0)
        patched.setattr(following, "LOOK_EVERY", 0.05)
        async with running(made.follow(fresh_url, pool.memory)):
            await eventually(_is_open(app))
            yield made


def _is_open(app: FastAPI) -> Callable[[], Awaitable[bool]]:
    async def is_open() -> bool:
        return bool(app.state.live.is_open)

    return is_open


@pytest.fixture
def listen(app: FastAPI, follower: Follower, token_of: Callable[[str], str]) -> Listen:
    """`listen("clerk")`: a stream of that user."""
    return lambda who, **told: Stream(app, None if who is None else token_of(who), **told)


@pytest.fixture
def relayed(pool: PooledDatabase) -> Callable[[], Awaitable[int]]:
    """Numbers all that was committed; gives the last number."""

    async def until_nothing_waits() -> int:
        while await relay(pool):
            pass
        number: int = await pool.pool.fetchval("SELECT number FROM change_head")
        return number

    return until_nothing_waits


@pytest.fixture
def told_all(app: FastAPI) -> ToldAll:
    """`await told_all(7)`: all who listen have been sent what they hear of the changes up to that number."""

    async def until(number: int) -> None:
        async def is_told() -> bool:
            live = app.state.live
            return live.number >= number and not any(listener.waits for listener in live.listeners())

        await eventually(is_told)

    return until
