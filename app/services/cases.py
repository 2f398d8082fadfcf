"""Reading one case and what hangs below it, in the scope of whoever asks."""

from uuid import UUID

from app.authz import Actor
from app.db.session import Row, Session
from app.errors import NotFound
from app.queries import case_parts
from app.queries import cases as queries
from app.queries.scope import scope_of


async def get(session: Session, actor: Actor, case_id: UUID) -> Row:
    """The case.

    Raises:
        NotFound: there is none, or it is not theirs to see.
    """
    scope = scope_of(actor)
    case = await session.first(queries.visible_case(scope.shape), case_id=case_id, **scope.values)
    if case is None:
        raise NotFound()
    return case


async def events(session: Session, actor: Actor, case_id: UUID, *, after: int, count: int) -> list[Row]:
    """The events of a case numbered above `after`, `count` at most, in order."""
    await get(session, actor, case_id)
    return await session.all(case_parts.EVENTS_OF, case_id=case_id, after=after, count=count)


async def with_merged(session: Session, case_id: UUID) -> list[UUID]:
    """The case and those merged into it: their photos count as its own."""
    followers = await session.all(case_parts.FOLLOWERS_OF, case_id=case_id)
    return [case_id, *(row["from_case_id"] for row in followers)]
