"""How units answered whistles 吹哨: called, in time, late, missed, and what whoever called thought of it."""

from collections.abc import Sequence
from typing import Literal

from app import clock
from app.authz import Actor
from app.db.session import Session
from app.queries.cases import whistle_lists as queries
from app.queries.cases.orders import NEWEST_FIRST
from app.queries.cases.whistle_lists import Figures
from app.schemas.supervision.responses import ResponseQuery
from app.services.organisation import names
from app.services.reading.case_lists import describe, places, scope_of_lists
from app.services.supervision.period import period

Count = Literal[
    "called", "in_time", "late", "late_by_network", "declined", "missed", "waiting", "near", "far", "scored"
]
_COUNTS: tuple[Count, ...] = (
    "called", "in_time", "late", "late_by_network", "declined", "missed", "waiting", "near", "far", "scored",
)  # fmt: skip


async def figures(session: Session, actor: Actor, query: ResponseQuery) -> dict[str, object]:
    """The calls of a period about cases the actor sees, in all and by unit.

    Raises:
        NotFound: there is no such area. Invalid: not a period.
    """
    since, until = period(query)
    values = await places(session, query.area, None, query.category)
    listing, parameters = describe(actor, scope_of_lists(actor), values, NEWEST_FIRST, clock.now())
    parameters |= {"period_from": since, "period_to": until}
    rows = await session.all(queries.figures(listing), **parameters)
    called = (await names.words_of(session, {"department": {row["key"] for row in rows}}, actor.language))["department"]
    items = [{"key": row["key"], "name": called.get(row["key"]), **_counted([row])} for row in rows]
    return {"since": since, "until": until, **_counted(rows), "items": items}


def _counted(rows: Sequence[Figures]) -> dict[str, object]:
    counts = {name: sum(row[name] for row in rows) for name in _COUNTS}
    total = sum(int(row["scores"] or 0) for row in rows)
    return counts | {"average": round(total / counts["scored"], 2) if counts["scored"] else None}
