"""The time of an assist 协办 that has one of its own: a limit by the working calendar, or a moment that stays."""

from dataclasses import dataclass
from datetime import datetime

from app.workflow.limits import WARN_AT_PERCENT, Limit, LimitUnit
from app.workflow.timing.calendar import Calendar, ticks


@dataclass(frozen=True, slots=True)
class AssistTime:
    """`left` ticks of `unit` from `since` on; without a unit `due_at` is a moment that no calendar moves."""

    since: datetime
    unit: LimitUnit | None
    left: int | None
    warn_at: datetime
    due_at: datetime


def of_limit(limit: Limit, since: datetime, calendar: Calendar) -> AssistTime:
    """A limit that counts from a moment on."""
    whole = ticks(limit)
    return _counted(since, whole, whole * WARN_AT_PERCENT // 100, limit.unit, calendar)


def of_moment(due_at: datetime, since: datetime) -> AssistTime:
    """A moment as it was told."""
    return AssistTime(since, None, None, since + (due_at - since) * WARN_AT_PERCENT / 100, due_at)


def by(time: AssistTime, calendar: Calendar) -> AssistTime:
    """The same time by another calendar."""
    if time.unit is None or time.left is None:
        return time
    return _counted(time.since, time.left, time.left * WARN_AT_PERCENT // 100, time.unit, calendar)


def resumed(time: AssistTime, stopped_at: datetime, now: datetime, calendar: Calendar) -> AssistTime:
    """What was left when the case was suspended 挂账 counts from now; a moment stays."""
    if time.unit is None:
        return time
    left = calendar.between(stopped_at, time.due_at, time.unit)
    if left <= 0:  # it was over before
        return time
    return _counted(now, left, left * WARN_AT_PERCENT // 100, time.unit, calendar)


def _counted(since: datetime, left: int, warn_after: int, unit: LimitUnit, calendar: Calendar) -> AssistTime:
    warn_at, due_at = calendar.shift(since, warn_after, unit), calendar.shift(since, left, unit)
    return AssistTime(since, unit, left, warn_at, due_at)
