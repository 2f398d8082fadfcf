"""Looking at what changed, each case as often as it does, by whichever worker holds the one row of the reading.

As `suggesting.learning` does: the stream of changes names the cases; all are read in the order of their ids where it
does not tell all there was. A look leaves what a first look would leave, so that none is one too many.
"""

from collections.abc import Sequence
from uuid import UUID

from app.concurrency.slices import Slices
from app.db.session import Database, Session
from app.queries.following import NEXT_CASES, NEXT_CHANGES, Position
from app.queries.irregularities import keeping as queries
from app.services.irregularities.finding import days, photos, ratings, reports
from app.services.irregularities.finding.found import Look
from app.services.irregularities.settling import settle
from app.services.irregularities.thresholds import known

BATCH = 200
_FIRST = UUID(int=0)


async def find_irregularities(database: Database) -> int:
    """Looks at a batch of cases; gives how many, 0 where there is nothing to look at or somebody else is at it."""
    async with database.writing() as session:
        at = await session.first(queries.TAKE)
        if at is None:
            return 0
        if at["epoch"] != at["stream_epoch"] or at["number"] < at["forgotten"]:
            at = {**at, "epoch": at["stream_epoch"], "number": at["stream_number"], "after": _FIRST}
        return await (_follow(session, at) if at["after"] is None else _read(session, at, at["after"]))


async def _read(session: Session, at: Position, after: UUID) -> int:
    ids = [row["id"] for row in await session.all(NEXT_CASES, after=after, count=BATCH)]
    await look_at(session, ids)
    to_case = ids[-1] if len(ids) == BATCH else None
    await session.run(queries.MARK, to_epoch=at["epoch"], to_number=at["number"], to_case=to_case)
    return len(ids)


async def _follow(session: Session, at: Position) -> int:
    rows = await session.all(NEXT_CHANGES, after=at["number"], count=BATCH)
    if not rows:
        return 0
    await look_at(session, sorted({row["case_id"] for row in rows}))
    await session.run(queries.MARK, to_epoch=at["epoch"], to_number=rows[-1]["number"], to_case=None)
    return len(rows)


async def look_at(session: Session, case_ids: Sequence[UUID]) -> int:
    """Makes what is kept about these cases what they show now; the caller holds the row of the reading."""
    if not case_ids:
        return 0
    look, slices = Look(await known(session)), Slices()
    await reports.look(session, case_ids, look, slices)
    await photos.look(session, case_ids, look, slices)
    await days.look(session, case_ids, look, slices)
    await ratings.look(session, case_ids, look, slices)
    return await settle(session, look)
