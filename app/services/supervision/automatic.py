"""How much of the dispatching rules do by themselves 自动派遣, and how often it does not last."""

from app import clock
from app.authz import Actor
from app.db.session import Session
from app.queries.cases import automatic as queries
from app.queries.cases.orders import NEWEST_FIRST
from app.schemas.supervision.automatic import AutomaticQuery
from app.services.reading.case_lists import describe, places, scope_of_lists
from app.services.supervision.period import period


async def figures(session: Session, actor: Actor, query: AutomaticQuery) -> dict[str, object]:
    """By rule, of the cases reported in a period that the actor sees.

    Raises:
        NotFound: there is no such area. Invalid: not a period.
    """
    since, until = period(query)
    values = await places(session, query.area, None, None)
    values |= {"reported_within": True, "period_from": since, "period_to": until}
    listing, parameters = describe(actor, scope_of_lists(actor), values, NEWEST_FIRST, clock.now())
    rows = await session.all(queries.figures(listing), **parameters)
    of_all = await session.one(queries.shares(listing), **parameters)
    items = [{**row, "error_rate": _rate(row["wrong"], row["automatic"])} for row in rows if row["code"]]
    share = _rate(of_all["automatic"], of_all["dispatched"])
    return {"since": since, "until": until, **of_all, "share": share, "items": items}


def _rate(part: int, of: int) -> float | None:
    return round(part / of, 4) if of else None
