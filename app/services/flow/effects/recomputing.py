"""Effect of a calendar that changed: every running deadline of a case computed anew from its own history."""

from datetime import datetime

from app.schemas.flow.command import Command
from app.services.cases.recomputing import recompute
from app.services.flow import assist_times
from app.services.flow.declared import Declared, Way
from app.services.flow.move import Move
from app.workflow.actions import Action
from app.workflow.limits import RETURN_WINDOW


async def redate(move: Move, command: Command) -> None:
    """Writes what the new calendar says, and both deadlines into the history."""
    move.resets_timers = True
    after = await recompute(move.session, move.case, move.calendar)
    move.data |= {
        "due_at_before": _text(move.case["due_at"]),
        "due_at": _text(after.due_at),
        "calendar_version": move.calendar.version,
    }
    move.changes |= {
        "deadline_at": after.deadline_at,
        "due_at": after.due_at,
        "warn_at": after.warn_at,
        "handling_left": after.left,
        "stage_due_at": after.stage_due_at,
        "calendar_version": move.calendar.version,
    }
    await assist_times.redate(move)
    if move.case["dispatched_at"] is not None:
        move.changes["return_until"] = move.calendar.after(move.case["dispatched_at"], RETURN_WINDOW)


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


ACTIONS = (Declared(Action.REDATE, Command, redate, way=Way.NOBODY),)
