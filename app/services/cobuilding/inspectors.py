"""Finding whom to name as an inspector 考评员; who is tied to the group is refused when they are named."""

from uuid import UUID

from app import clock
from app.authz import Actor
from app.db.rows import columns
from app.db.session import Session
from app.queries.cobuilding import inspectors as queries
from app.schemas.cobuilding.marks import InspectorQuery
from app.services.cobuilding import periods
from app.services.organisation import names

_MOST = 30
_TOLD = ("inspector_id", "post", "area_code", "department_code")


async def called(session: Session, actor: Actor, period_id: UUID, query: InspectorQuery) -> dict[str, object]:
    """Staff with a post today whose name holds the words.

    Raises:
        NotFound: there is no such quarter that the actor runs.
    """
    await periods.managed(session, actor, period_id)
    rows = await session.all(queries.CALLED, q=query.q, today=clock.today(), count=_MOST)
    views = [columns(row, _TOLD) for row in rows]
    await names.give(session, actor, views)
    return {"items": views}
