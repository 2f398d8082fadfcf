"""Whom one may name in a village by an account 选人: those who have to do with it by a post, nobody from elsewhere."""

from app import clock, cursors
from app.authz import Actor
from app.db.rows import columns
from app.db.session import Session
from app.queries.households import accounts as queries
from app.schemas.households.people import VillagePeopleQuery
from app.services.households.access import sees_all
from app.services.organisation import names

_TOLD = ("user_id", "name", "post", "area_code", "department_code")
Page = tuple[list[dict[str, object]], str | None]


async def page(session: Session, actor: Actor, code: str, query: VillagePeopleQuery) -> Page:
    """A page of them: those in the village first, those of the units that serve it last.

    Raises:
        NotFound, NotPermitted: see `sees_all`.
    """
    village = await sees_all(session, actor, code)
    identity = ("village people", actor.user_id, village.code, query.q)
    after = cursors.decode_key(query.cursor, identity) if query.cursor else ""
    rows = await session.all(
        queries.NEAR, village_path=village.path, q=query.q, today=clock.today(), after=after, count=query.limit + 1
    )
    views = [columns(row, _TOLD) for row in rows[: query.limit]]
    await names.give(session, actor, views)
    return views, cursors.encode_key(rows[query.limit - 1]["key"], identity) if rows[query.limit :] else None
