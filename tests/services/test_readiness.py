"""Readiness when the database does not answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from app.db.condition import Condition
from app.db.session import Session
from app.services.operations import readiness


class Frozen:
    """A database that takes the question and says nothing, not even to whoever gives up."""

    def __init__(self) -> None:
        self.asked = 0
        self.thaws = asyncio.Event()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Session]:
        self.asked += 1
        while not self.thaws.is_set():
            try:
                await self.thaws.wait()
            except asyncio.CancelledError:
                continue
        raise OSError("gone")
        yield

    condition = Condition()
    writing = reading


class Dead:
    """An embedded server that died and does not come up again."""

    restarts, restarting = 0, True

    def __init__(self, *, disk_full: bool) -> None:
        self.disk_full = disk_full


class Gone:
    """A database that is not there."""

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Session]:
        raise OSError("gone")
        yield

    condition = Condition()
    writing = reading


@pytest.mark.parametrize(("disk_full", "said"), [(True, "full"), (False, "restarting")])
async def test_a_server_that_ended_for_want_of_room_says_so(disk_full: bool, said: str) -> None:
    report = await readiness.look(Gone(), Dead(disk_full=disk_full), True)

    assert (report["database"], report["ready"]) == (said, False)


async def test_a_frozen_database_is_said_at_once_and_asked_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "PATIENCE", 0.01)
    database = Frozen()

    reports = [await readiness.look(database, None, True) for _ in range(3)]

    assert [(report["database"], report["ready"]) for report in reports] == [("down", False)] * 3
    assert database.asked == 1
    database.thaws.set()
    assert (await readiness.look(database, None, True))["database"] == "down"
