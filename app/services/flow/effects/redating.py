"""Effect of a calendar that changed: every running deadline of a case reckoned anew from its own history."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from app.db.session import Row, Session
from app.queries import case_parts
from app.schemas.commands import Command
from app.services.flow.case_facts import clocks_of, limit_of
from app.services.flow.move import Move
from app.workflow.actions import Action
from app.workflow.calendar import Calendar
from app.workflow.clocks import Clocks, Terms, stage_due
from app.workflow.limits import RETURN_WINDOW
from app.workflow.replay import CLOCK_ACTIONS, Moved, replay
from app.workflow.states import Status

_AS_IT_STANDS = frozenset({Status.REPORTED, Status.VERIFYING})  # their timers run round the clock


async def redate(move: Move, command: Command) -> None:
    """Writes what the new calendar says, and both deadlines into the history."""
    after = await reckon(move.session, move.case, move.calendar)
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
    if move.case["dispatched_at"] is not None:
        move.changes["return_until"] = move.calendar.after(move.case["dispatched_at"], RETURN_WINDOW)


async def reckon(session: Session, case: Row, calendar: Calendar) -> Clocks:
    """The clocks of a case by this calendar."""
    rows = await session.all(case_parts.CLOCK_EVENTS_OF, case_id=case["id"], actions=list(CLOCK_ACTIONS))
    return reckoned(case, rows, calendar)


def reckoned(case: Row, rows: Sequence[Row], calendar: Calendar) -> Clocks:
    """The same from the case's clock events. Without a filing rule, as of imported history, its clocks stay."""
    before, limit = clocks_of(case), limit_of(case["rule"])
    if limit is None:
        return before
    terms = Terms(calendar, limit, urgent=case["urgent"], dispatched_at=case["dispatched_at"])
    after, _ = replay([moved(row) for row in rows], terms)
    if after.deadline_at is None:
        return before
    return replace(after, stage_due_at=_stage(case, after, calendar), triage_left=before.triage_left)


def _stage(case: Row, after: Clocks, calendar: Calendar) -> Any:
    status = Status(case["status"])
    if status in _AS_IT_STANDS:
        return case["stage_due_at"]
    if status is Status.HANDLING:
        return after.due_at
    since = case["dispatched_at"] if status is Status.DISPATCHED else case["status_since"]
    return stage_due(status, since, calendar, urgent=case["urgent"])


def moved(row: Row) -> Moved:
    """An event as the replay reads it."""
    source = None if row["from_status"] is None else Status(row["from_status"])
    granted, resumed_at = row["data"].get("granted", 0), row["data"].get("resumed_at")
    at = row["created_at"] if resumed_at is None else datetime.fromisoformat(resumed_at)
    return Moved(at, Action(row["action"]), source, Status(row["to_status"]), granted)


def _text(moment: Any) -> str | None:
    return None if moment is None else moment.isoformat()
