"""What is kept for a while only: answers that may be asked for again, and changes that phones have yet to pull."""

from datetime import timedelta

from app import clock
from app.db.session import Database
from app.queries import changes, receipts

KEPT = timedelta(days=30)
_BATCH = 5_000


async def prune(database: Database) -> int:
    """Forgets what is older than 30 days, a batch at a time; gives how many changes went."""
    before = clock.now() - KEPT
    async with database.writing() as session:
        await session.run(receipts.FORGET, before=before)
    async with database.writing() as session:
        forgotten = await session.value(changes.FORGOTTEN)
        last = await session.value(changes.LAST_BEFORE, moment=before, most=forgotten + _BATCH)
        if last is None:
            return 0
        count: int = await session.value(changes.FORGET, last=last)
        return count
