"""What is done with a case in place and decides nothing about it: an event of its history, as of every move."""

from collections.abc import Mapping
from uuid import UUID

from app import clock
from app.authz import Actor
from app.db.session import Session
from app.models.case_row import CaseRow
from app.queries.cases import case as queries
from app.queries.cases.scope import Scope
from app.services.cases import journal
from app.services.cases.mover import user
from app.workflow.actions import Action


async def record(
    session: Session, actor: Actor, scope: Scope, case_id: UUID, action: Action, data: Mapping[str, object]
) -> CaseRow | None:
    """The case with one event more, whatever its status; None when it has left the scope meanwhile."""
    case = await session.first(queries.locked_case(scope.shape), case_id=case_id, **scope.values)
    if case is None:
        return None
    entry = journal.Entry(user(actor), action, clock.now(), data)
    return await journal.write(session, case, entry)
