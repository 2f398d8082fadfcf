"""The relay 变更中继: the only one that numbers changes, so that their numbers are in the order of their commits.

Serial numbers are drawn before a transaction commits; whoever reads up to the highest then misses the late ones. Here
one transaction at a time takes what others have committed, numbers it, and commits: what has a lower number is there.
"""

from app.db.session import Database
from app.queries.sync import changes as queries

BATCH = 1_000


async def relay(database: Database) -> int:
    """Numbers a batch of what the outbox holds; gives how many. None at all while another process does it."""
    async with database.writing() as session:
        head = await session.value(queries.LOCK_HEAD)
        if head is None:
            return 0
        count = await session.one_value(queries.DRAIN, head=head, count=BATCH)
        if count:
            await session.run(queries.ADVANCE, head=head + count)
        return count
