"""Effect of a calendar that changed: every running deadline of a case computed anew from its own history."""

from datetime import datetime

from app.schemas.flow.command import Command
from app.services.cases.recomputing import recompute, return_until
from app.services.flow import assist_times
from app.services.flow.declared import Declared, Way
from app.services.flow.move import Move
from app.workflow.actions import Action


async def redate(move: Move, command: Command) -> None:
    """Writes what the new calendar says, and both deadlines into the history."""
    move.resets_timers = True
    hours = move.hours_of(move.lead_department)
    after = await recompute(move.session, move.case, move.calendar, hours)
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
    move.changes["return_until"] = return_until(move.case, hours)


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


ACTIONS = (Declared(Action.REDATE, Command, redate, way=Way.NOBODY),)
