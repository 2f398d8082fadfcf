"""The pool 亮单 as a list for the units that may claim: what expires first comes first, and how far away it is."""

from app import clock
from app.authz import Actor
from app.db.session import Session
from app.geo.datum import to_wgs84
from app.geo.points import distance_m
from app.queries.cases.orders import STAGE_FIRST
from app.schemas.cases.pool import PoolQuery
from app.services.reading.case_lists import Page, fetch
from app.services.reading.known_cases import KnownCase
from app.services.reading.queues import in_pool
from app.services.reading.showing import fields, show

Near = tuple[float, float]


async def page(session: Session, actor: Actor, query: PoolQuery) -> Page:
    """A page of the cases that a unit of the actor's may claim now."""
    now = clock.now()
    cases, cursor = await fetch(session, actor, None, in_pool(actor), STAGE_FIRST, query.limit, query.cursor, now)
    near = None if query.lat is None or query.lon is None else to_wgs84(query.lat, query.lon, query.datum)
    more = []
    for case in cases:
        left = None if case.stage_due_at is None else max(0, int((case.stage_due_at - now).total_seconds()))
        more.append(fields({"distance_m": _distance(case, near), "seconds_left": left}))
    return await show(session, actor, cases, now, more), cursor


def _distance(case: KnownCase, near: Near | None) -> int | None:
    """In whole metres, as a bird flies."""
    return None if near is None or case.place is None else round(distance_m(*near, *case.place))
