"""What is kept for a while only: answers that may be asked for again, changes, notices, past sessions and links."""

from datetime import timedelta

from app import clock
from app.db.session import Database
from app.queries import inbox
from app.queries.identity import page_sessions, sessions
from app.queries.irregularities import keeping as irregularities
from app.queries.residents import rating, reports
from app.queries.security import bounds
from app.queries.sync import changes, idempotency
from app.services.households import forgetting
from app.services.irregularities.origins import KEPT as ORIGINS_KEPT

KEPT = timedelta(days=30)
REMEMBERED = timedelta(days=365)  # notices; and links, which say for so long that they are over
_BATCH = 5_000


async def prune(database: Database) -> int:
    """Forgets what is older, changes a batch at a time; gives how many changes went."""
    now = clock.now()
    before = now - KEPT
    async with database.writing() as session:
        await session.run(idempotency.FORGET, before=before)
        await session.run(sessions.FORGET_TOKENS, before=before)
        await session.run(page_sessions.FORGET, before=before)
        await session.run(sessions.FORGET, before=before)
        await session.run(inbox.FORGET, before=now - REMEMBERED)
        await session.run(rating.FORGET, before=now - REMEMBERED)
        await session.run(reports.FORGET, before=now - REMEMBERED)
        await session.run(bounds.FORGET, before=before)
        await session.run(irregularities.FORGET_ORIGINS, before=now - ORIGINS_KEPT)
    async with database.writing() as session:
        await forgetting.forget(session)
    async with database.writing() as session:
        forgotten = await session.one_value(changes.FORGOTTEN)
        last = await session.value(changes.LAST_BEFORE, moment=before, most=forgotten + _BATCH)
        if last is None:
            return 0
        return await session.one_value(changes.FORGET, last=last)
