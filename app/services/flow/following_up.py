"""What the system does to a case right after a move, by a rule: in the same transaction, undone alone where it fails.

A failure is said loudly and never takes the move back that it follows.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from app.db.session import Session
from app.errors import AppError
from app.models.case_row import CaseRow
from app.refusals import AWAY
from app.schemas.flow.command import Command
from app.services.cases.mover import SYSTEM, Mover
from app.services.flow.move import Move
from app.services.routing import heard
from app.workflow.actions import Action


class Door(Protocol):
    """The one door, for who holds the lock of the case."""

    async def __call__(
        self,
        session: Session,
        mover: Mover,
        case: CaseRow,
        action: Action,
        command: Command,
        *,
        now: datetime | None,
        data: Mapping[str, object],
    ) -> CaseRow:
        """Takes one action on it."""


async def followed_up(move: Move, case: CaseRow, door: Door) -> CaseRow:
    """The case as it is after the follow-up of a move, or as it was before where that failed."""
    step = move.follow_up
    if step is None:
        return case
    try:
        async with move.session.savepoint():
            return await door(move.session, SYSTEM, case, step.action, step.command(), now=move.now, data=step.data)
    except AWAY:
        raise
    except Exception as error:  # whatever it is: the move that it follows is good
        reason = error.code if isinstance(error, AppError) else type(error).__name__
        heard.failed(reason, case_id=str(case["id"]), action=step.action.value, **step.data)
        return case
