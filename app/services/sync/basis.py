"""Which version of its case an operation builds on, off line, and which the one after it does.

Only a move of one's own brings the person further: whoever said something in place has still seen no more than before.
"""

from collections.abc import Mapping
from uuid import UUID

from app.db.session import Session
from app.models.case_row import CaseRow
from app.queries.cases import case as queries
from app.schemas.sync.operation import Operation
from app.services.sync import idempotency, results
from app.workflow.actions import Action
from app.workflow.transitions import TRANSITIONS

_MOVING = frozenset(row.action for row in TRANSITIONS if row.target is not None)


async def of(session: Session, user_id: UUID, operation: Operation, before: Mapping[str, bytes]) -> int | None:
    """The version an operation builds on: as it says, or as the operation before it passed on.

    The answer to that is one of those `before`, in this very transaction, or is kept.

    Raises:
        NotYet: that one has not been done.
    """
    if operation.after is None:
        return operation.base_version
    key = results.key_of(operation.after)
    kept = before if key in before else await idempotency.found(session, user_id, [key])
    if key not in kept:
        raise results.NotYet(operation.after)
    case_id, passed_on = results.led_to(kept[key])
    if operation.base_version is None and case_id == str(operation.case_id):
        return passed_on
    return operation.base_version


async def passed_on(session: Session, action: Action, case: CaseRow, base: int | None) -> int:
    """What the next operation builds on, the case being as this one left it; this one was based on `base`."""
    version: int = case["version"]
    if base is None or base == version:
        return version
    if action in _MOVING and await session.value(queries.LAST_MOVED, case_id=case["id"]) == version:
        return version
    return base
