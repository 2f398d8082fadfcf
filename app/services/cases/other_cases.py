"""Cases that a case names, merged 并案 into one another: named to whoever sees them too, and to nobody else."""

from collections.abc import Iterable
from uuid import UUID

from app.authz import Actor
from app.db.session import Session
from app.queries.cases import case as queries
from app.queries.cases.scope import scope_of


async def in_sight(session: Session, actor: Actor, case_ids: Iterable[UUID | None]) -> frozenset[UUID]:
    """Those of the cases that the actor sees; where none is named, nothing is asked."""
    named = list({case_id for case_id in case_ids if case_id is not None})
    if not named:
        return frozenset()
    scope = scope_of(actor)
    rows = await session.all(queries.visible_ids(scope.shape), case_ids=named, **scope.values)
    return frozenset(row["id"] for row in rows)
