"""The boundaries 边界 of many areas at once, as a map needs them: simplified, and no more than an answer may carry."""

import asyncio
from collections.abc import Mapping, Sequence
from itertools import accumulate

from app import cursors
from app.authz import Actor
from app.db.rows import columns
from app.db.session import Session
from app.geo.outlines import outline
from app.models.area import AreaLevel
from app.queries.organisation import outlines as queries
from app.queries.organisation.outlines import OutlineRow
from app.schemas.organisation.filters import BoundaryQuery
from app.services.organisation.reach import area_in_sight, sight_of

#: Bytes of boundaries as they are stored, which is compressed: of one answer, the first always.
MOST_BYTES = 500_000
_TOLD = ("code", "level", "parent_code", "name", "name_en")

Page = tuple[list[dict[str, object]], str | None]


async def page(session: Session, actor: Actor, query: BoundaryQuery) -> Page:
    """Areas that the actor may look up, with their boundaries: those right below one, or those of a level.

    Raises:
        NotFound: there is no such area in sight. BadCursor: of another list.
    """
    sight = await sight_of(session, actor)
    path = None if query.area is None else (await area_in_sight(session, sight, query.area))["path"]
    level = query.level or (AreaLevel.GRID if query.area is None else None)
    identity = ("outlines", actor.user_id, query.area, level)
    rows = await session.all(
        queries.OUTLINED,
        paths=list(sight.paths),
        parent=query.area if level is None else None,
        level=level,
        area_path=path,
        after=cursors.decode_key(query.cursor, identity) if query.cursor else "",
        count=query.limit + 1,
    )
    shown = rows[: min(query.limit, _as_many_as_fit(rows))]
    cursor = cursors.encode_key(shown[-1]["key"], identity) if len(shown) < len(rows) else None
    return await _drawn(session, shown, query.tolerance_m), cursor


def _as_many_as_fit(rows: Sequence[OutlineRow]) -> int:
    weights = accumulate(row["weight"] or 0 for row in rows)
    return max(1, sum(weight <= MOST_BYTES for weight in weights))


async def _drawn(session: Session, rows: Sequence[OutlineRow], tolerance_m: int) -> list[dict[str, object]]:
    told = await session.all(queries.BOUNDARIES_OF, codes=[row["code"] for row in rows])
    texts = {row["code"]: row["boundary"] for row in told}
    drawn = await asyncio.to_thread(_outlines, texts, tolerance_m)  # others have their turn meanwhile
    return [{**columns(row, _TOLD), "boundary": drawn.get(row["code"])} for row in rows]


def _outlines(texts: Mapping[str, str], tolerance_m: int) -> dict[str, object]:
    return {code: outline(text, tolerance_m) for code, text in texts.items()}
