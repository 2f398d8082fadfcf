"""Evaluation in tests: what the worker does in the background, done at once."""

from app.services.evaluation import counting, summing
from app.services.sync.relay import relay
from tests.conftest import OneConnection


async def counted(database: OneConnection) -> None:
    """Everything that has happened is counted."""
    while await relay(database):
        pass
    while await counting.count(database):
        pass


async def summed_up(database: OneConnection) -> None:
    """And summed up by day and month."""
    await counted(database)
    await database.connection.execute("UPDATE sums_to_make SET due_at = '2000-01-01Z'")
    waiting = await database.connection.fetchval("SELECT count(*) FROM sums_to_make")
    for _ in range(waiting):
        await summing.sum_next(database)
