"""What is done with a case in place and decides nothing about it: an event of its history, as of every move."""

from typing import Any
from uuid import UUID

from app import clock
from app.authz import Actor
from app.db.session import Row, Session
from app.queries.cases import case as queries
from app.queries.cases.scope import Scope
from app.services.cases import scope_keys
from app.services.cases.history import event_values
from app.services.cases.mover import user
from app.workflow.actions import Action
from app.workflow.states import Status


async def record(
    session: Session, actor: Actor, scope: Scope, case_id: UUID, action: Action, data: dict[str, Any]
) -> Row | None:
    """The case with one event more, whatever its status; None when it has left the scope meanwhile."""
    case = await session.first(queries.locked_case(scope.shape), case_id=case_id, **scope.values)
    if case is None:
        return None
    status = Status(case["status"])
    event = event_values(
        user(actor),
        action,
        status,
        status,
        seq=case["seq"] + 1,
        area_path=case["area_path"],
        note=None,
        data=data,
        device_time=None,
        now=clock.now(),
        scope_keys=scope_keys.of_case(case),
    )
    statement = queries.change((), sets_timers=False, drops_timers=False)
    return await session.one(statement, case_id=case_id, **event)
