"""What a move does to the clocks of a case: the handling deadline and the deadline of the stage."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.workflow.limits import SIGN_URGENT, STAGE_LIMITS, TRIAGE_LIMIT, WARN_AT_PERCENT, Limit, LimitUnit
from app.workflow.states import Status
from app.workflow.timing.calendar import Calendar, ticks
from app.workflow.transition import Clock

_TICKS_A_MINUTE = 60_000_000


@dataclass(frozen=True, slots=True)
class Clocks:
    """`deadline_at` is what was promised; `due_at` equals it while the handling clock runs and is None while not.

    `warn_at` is when four fifths of the limit are used; `left` what a suspension 挂账 keeps, in ticks of the limit's
    unit; `stage_due_at` the deadline of the present stage; `triage_left` what remained of the triage timer when a
    verification 核查 paused it. Both may be negative: it was over already.
    """

    started_at: datetime | None = None
    deadline_at: datetime | None = None
    due_at: datetime | None = None
    warn_at: datetime | None = None
    left: int | None = None
    stage_due_at: datetime | None = None
    triage_left: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What the clocks of a case are computed by.

    `extended` is how much of the limit's unit was added in all, `added` how much of it by this very move;
    `stage_minutes` are those of the stage that begins, where the move itself says so. `hours` is the calendar of the
    unit that is to sign, where that is not the one of the area.
    """

    calendar: Calendar
    limit: Limit | None = None
    extended: int = 0
    added: int = 0
    urgent: bool = False
    dispatched_at: datetime | None = None
    stage_minutes: int | None = None
    hours: Calendar | None = None


def move(
    clocks: Clocks, effect: Clock, target: Status, now: datetime, terms: Terms, *, source: Status | None = None
) -> Clocks:
    """The clocks after a move from `source` to `target`."""
    return _stage(handling(clocks, effect, now, terms), target, now, terms, source)


def handling(clocks: Clocks, effect: Clock, now: datetime, terms: Terms) -> Clocks:
    """The handling clock after one of its named events.

    Without a limit, as in imported history, there is nothing to start: a suspension keeps the time that elapses, and a
    reopening leaves no deadline of a round that is over.
    """
    if effect in (Clock.PAUSE, Clock.STOP):
        return replace(clocks, due_at=None, left=None)
    if effect is Clock.CLEAR or (effect is Clock.RESTART and terms.limit is None):
        return Clocks(stage_due_at=clocks.stage_due_at, triage_left=clocks.triage_left)
    if effect is Clock.CONTINUE:
        return replace(clocks, due_at=clocks.deadline_at)
    if effect is Clock.SUSPEND:
        unit = terms.limit.unit if terms.limit else LimitUnit.URGENT_HOURS
        deadline = clocks.deadline_at
        left = None if deadline is None else terms.calendar.between(now, deadline, unit)
        return replace(clocks, due_at=None, left=left)
    if terms.limit is not None and effect is not Clock.NONE:
        return _dated(clocks, effect, now, terms, terms.limit)
    return _postponed(clocks, now) if effect is Clock.RESUME else clocks


def _postponed(clocks: Clocks, now: datetime) -> Clocks:
    """A deadline without a limit, after a suspension: later by as long as that lasted, and its warning with it."""
    if clocks.deadline_at is None or clocks.left is None:
        return clocks
    deadline = now + timedelta(microseconds=clocks.left)
    warn_at = clocks.warn_at and clocks.warn_at + (deadline - clocks.deadline_at)
    return replace(clocks, deadline_at=deadline, due_at=deadline, warn_at=warn_at, left=None)


def _dated(clocks: Clocks, effect: Clock, now: datetime, terms: Terms, limit: Limit) -> Clocks:
    """The events that give a new deadline: start, restart, resume, extend."""
    whole = ticks(Limit(limit.amount + terms.extended, limit.unit))
    started, amount = clocks.started_at or now, whole
    if effect is Clock.RESTART:
        started = now
    since = started
    if effect is Clock.RESUME:
        since, amount = now, clocks.left or 0
    if effect is Clock.EXTEND and clocks.deadline_at is not None:
        since, amount = clocks.deadline_at, ticks(Limit(terms.added, limit.unit))
    deadline = terms.calendar.shift(since, amount, limit.unit)
    unused = whole - whole * WARN_AT_PERCENT // 100
    warn_at = terms.calendar.shift(deadline, -unused, limit.unit)
    return Clocks(started, deadline, deadline, warn_at, None, clocks.stage_due_at, clocks.triage_left)


def stage_calendar(status: Status, calendar: Calendar, hours: Calendar) -> Calendar:
    """Whose hours a stage goes by: signing is the unit's, all else the offices' of the area."""
    return hours if status is Status.DISPATCHED else calendar


def stage_due(
    status: Status, since: datetime, calendar: Calendar, *, urgent: bool, minutes: int | None = None
) -> datetime | None:
    """The deadline of a stage that began at `since`; None where the status has no timer of its own."""
    limit = STAGE_LIMITS.get(status)
    if limit is None:
        return None
    if urgent and status is Status.DISPATCHED:
        limit = SIGN_URGENT
    unit = LimitUnit.URGENT_HOURS if urgent else limit.unit
    return calendar.shift(since, (minutes or limit.minutes) * _TICKS_A_MINUTE, unit)


def _stage(clocks: Clocks, target: Status, now: datetime, terms: Terms, source: Status | None) -> Clocks:
    if source is Status.VERIFYING and target is Status.REPORTED and clocks.triage_left is not None:
        return replace(clocks, stage_due_at=now + clocks.triage_left, triage_left=None)
    if target is Status.HANDLING:
        return replace(clocks, stage_due_at=clocks.due_at)
    left = None
    if target is Status.VERIFYING:
        left = clocks.stage_due_at - now if clocks.stage_due_at else TRIAGE_LIMIT
    # A refused return voids its pause: the time for signing has been running since the dispatch.
    voided = source is Status.RETURN_REVIEW and target is Status.DISPATCHED
    since = terms.dispatched_at if voided and terms.dispatched_at is not None else now
    calendar = stage_calendar(target, terms.calendar, terms.hours or terms.calendar)
    due = stage_due(target, since, calendar, urgent=terms.urgent, minutes=terms.stage_minutes)
    return replace(clocks, stage_due_at=due, triage_left=left)
