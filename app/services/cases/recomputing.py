"""The clocks of a case computed anew from its own history, by whatever calendar."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from app.db.session import Session
from app.models.case_row import CaseRow, present
from app.queries.cases import events
from app.queries.cases.events import ClockEvent
from app.services.cases.facts import clocks_of, limit_of
from app.workflow.actions import Action
from app.workflow.limits import RETURN_WINDOW
from app.workflow.states import Status
from app.workflow.timing.calendar import Calendar
from app.workflow.timing.clocks import Clocks, Terms, stage_due
from app.workflow.timing.replay import CLOCK_ACTIONS, Moved, replay

#: Their timers run round the clock; by when a case is to be claimed 点单, its units have been told.
_AS_IT_STANDS = frozenset({Status.REPORTED, Status.VERIFYING, Status.POOLED})


async def recompute(session: Session, case: CaseRow, calendar: Calendar, hours: Calendar) -> Clocks:
    """The clocks of a case by this calendar, and by the hours of its unit."""
    rows = await session.all(events.CLOCK_EVENTS_OF, case_id=case["id"], actions=list(CLOCK_ACTIONS))
    return recomputed(case, rows, calendar, hours)


def recomputed(case: CaseRow, rows: Sequence[ClockEvent], calendar: Calendar, hours: Calendar) -> Clocks:
    """The same from the case's clock events. Without a filing rule, as of imported history, its clocks stay."""
    before, limit = clocks_of(case), limit_of(case["rule"])
    if limit is None:
        return before
    terms = Terms(calendar, limit, urgent=case["urgent"], dispatched_at=case["dispatched_at"])
    after, _ = replay([moved(row) for row in rows], terms)
    if after.deadline_at is None:
        return before
    return replace(after, stage_due_at=_stage(case, after, calendar, hours), triage_left=before.triage_left)


def return_until(case: CaseRow, hours: Calendar) -> datetime | None:
    """Until when the unit may return the case 退单, by its hours; who claimed it 点单 never may."""
    if case["return_until"] is None:
        return None
    return hours.after(present(case["dispatched_at"]), RETURN_WINDOW)


def signing_due(case: CaseRow, hours: Calendar) -> datetime | None:
    """By when a dispatched case is to be signed 签收时限, by the hours of the unit."""
    return stage_due(Status.DISPATCHED, present(case["dispatched_at"]), hours, urgent=case["urgent"])


def _stage(case: CaseRow, after: Clocks, calendar: Calendar, hours: Calendar) -> datetime | None:
    status = Status(case["status"])
    if status in _AS_IT_STANDS:
        return case["stage_due_at"]
    if status is Status.HANDLING:
        return after.due_at
    if status is Status.DISPATCHED:
        return signing_due(case, hours)
    return stage_due(status, case["status_since"], calendar, urgent=case["urgent"])


def moved(row: ClockEvent) -> Moved:
    """An event as the replay reads it."""
    source = None if row["from_status"] is None else Status(row["from_status"])
    granted, resumed_at = row["data"].get("granted", 0), row["data"].get("resumed_at")
    at = row["created_at"] if resumed_at is None else datetime.fromisoformat(resumed_at)
    return Moved(at, Action(row["action"]), source, Status(row["to_status"]), granted)
