"""Which timers 定时 a case has: a function of its facts, so that the rows in the database are never a second truth."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.workflow.limits import RATING_WINDOW
from app.workflow.states import Status
from app.workflow.timing.calendar import Calendar
from app.workflow.timing.ladder import Escalation


class TimerKind(StrEnum):
    VERIFICATION = "verification"  # 核查时限: back to triage
    POOL = "pool"  # 亮单到期: to the fallback unit, or back to the dispatcher
    SIGNING = "signing"  # 签收时限: signed by the system, counts as late
    RATING_WINDOW = "rating_window"  # 评价期: archived
    RESUMPTION = "resumption"  # 挂账到期: the clock runs again
    WARNING = "warning"  # 临期预警: four fifths of the limit are used
    REMINDER = "reminder"  # 超期提醒: the deadline has passed
    LADDER = "ladder"  # 超期升级: the next rung
    ASSIST = "assist"  # 协办时限: the first of the assists with a time of their own is overdue
    RESPONSE = "response"  # 报到时限: who has not answered a whistle has missed it
    WHISTLE = "whistle"  # 吹哨期满: it ends by itself
    SUPERVISION = "supervision"  # 督办回复期: the next level


@dataclass(frozen=True, slots=True)
class TimerFacts:
    """What the timers of a case follow from; the names are those of its columns."""

    status: Status
    urgent: bool
    deadline_at: datetime | None
    due_at: datetime | None
    warn_at: datetime | None
    stage_due_at: datetime | None
    resume_at: datetime | None
    closed_at: datetime | None
    order_due_at: datetime | None
    warned_for: datetime | None
    reminded_for: datetime | None
    ladder_step: int
    assist_due_at: datetime | None = None
    whistle_due_at: datetime | None = None
    whistle_ends_at: datetime | None = None


def timers_of(case: TimerFacts, calendar: Calendar, escalation: Escalation) -> dict[TimerKind, datetime]:
    """Every timer the case has now, with its moment (which may have passed: then it fires at once).

    `calendar` and `escalation` are what holds at its place.
    """
    wanted: dict[TimerKind, datetime | None] = {}
    if case.status is Status.VERIFYING:
        wanted[TimerKind.VERIFICATION] = case.stage_due_at
    if case.status is Status.POOLED:
        wanted[TimerKind.POOL] = case.stage_due_at
    if case.status is Status.DISPATCHED:
        wanted[TimerKind.SIGNING] = case.stage_due_at
    if case.status is Status.CLOSED and case.closed_at is not None:
        wanted[TimerKind.RATING_WINDOW] = case.closed_at + RATING_WINDOW
    if case.status is Status.SUSPENDED:
        wanted[TimerKind.RESUMPTION] = case.resume_at
    if case.due_at is not None:
        wanted |= _of_deadline(case, case.due_at, calendar, escalation)
    if case.status in (Status.DISPATCHED, Status.HANDLING):
        wanted[TimerKind.ASSIST] = case.assist_due_at  # elsewhere no assist can do anything
    wanted[TimerKind.RESPONSE] = case.whistle_due_at
    wanted[TimerKind.WHISTLE] = case.whistle_ends_at
    wanted[TimerKind.SUPERVISION] = case.order_due_at
    return {kind: moment for kind, moment in wanted.items() if moment is not None}


def _of_deadline(
    case: TimerFacts, due_at: datetime, calendar: Calendar, escalation: Escalation
) -> dict[TimerKind, datetime | None]:
    """The warning, the reminder and the next rung, each once for each deadline."""
    if case.reminded_for == due_at:
        return {TimerKind.LADDER: escalation.rung_at(case.ladder_step, due_at, calendar, urgent=case.urgent)}
    warning = case.warn_at if case.warned_for != due_at else None
    return {TimerKind.WARNING: warning, TimerKind.REMINDER: due_at}
