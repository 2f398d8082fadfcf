"""The snapshot of boundaries: loaded once for all who wait for it."""

import asyncio
from typing import Any

from app.db.statement import Statement
from app.services.organisation.locating import LocatorCache


class SlowDatabase:
    """Answers after a moment, and counts how often the boundaries were read."""

    def __init__(self) -> None:
        self.version, self.loads = 1, 0

    async def value(self, statement: Statement, **values: Any) -> int:
        version = self.version
        await asyncio.sleep(0.01)
        return version

    async def all(self, statement: Statement, **values: Any) -> list[Any]:
        self.loads += 1
        await asyncio.sleep(0.01)
        return []


async def test_those_who_wait_for_changed_boundaries_do_not_load_them_again() -> None:
    database: Any = SlowDatabase()
    cache = LocatorCache()
    before = await cache.get(database)
    database.version = 2
    cache.forget()
    found = await asyncio.gather(*(cache.get(database) for _ in range(20)))

    assert database.loads == 2
    assert len({id(each) for each in found} - {id(before)}) == 1
