"""Retention 保存期限: what is known of people in households goes when nobody needs it; numbers and the ledger stay."""

from datetime import timedelta

from app import clock
from app.db.session import Session
from app.queries.households import forgetting as queries

PEOPLE_KEPT = timedelta(days=730)  # since they left, or their household ended
EVIDENCE_KEPT = timedelta(days=1_096)  # photos, and lists with what they call a household
UNUSED_FOR = timedelta(days=2)  # photos that no matter took
_BATCH = 1_000


async def forget(session: Session) -> None:
    """Empties and takes away what is no longer needed."""
    now, today = clock.now(), clock.today()
    await session.run(queries.PEOPLE, before=today - PEOPLE_KEPT, at=now)
    await session.run(queries.ADDRESSES, before=today - PEOPLE_KEPT)
    await session.run(queries.LISTS, long_before=now - EVIDENCE_KEPT)
    await session.run(queries.PHOTOS, long_before=now - EVIDENCE_KEPT, waiting_since=now - UNUSED_FOR, count=_BATCH)
