"""Which timers a case has, by examples: each status has its own, and the deadline has one after the other."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from app.workflow.states import Status
from app.workflow.timing.calendar import Calendar
from app.workflow.timing.ladder import ESCALATION
from app.workflow.timing.timers import TimerFacts, TimerKind, timers_of
from tests.times import at

STAGE, WARN, DUE, ORDER = at("17 09:15"), at("17 14:00"), at("17 15:00"), at("18 09:00")
PLAIN = TimerFacts(
    status=Status.REPORTED,
    urgent=False,
    deadline_at=None,
    due_at=None,
    warn_at=None,
    stage_due_at=STAGE,
    resume_at=None,
    closed_at=None,
    order_due_at=None,
    warned_for=None,
    reminded_for=None,
    ladder_step=0,
)
RUNNING = {"status": Status.HANDLING, "deadline_at": DUE, "due_at": DUE, "warn_at": WARN}
LATE = RUNNING | {"warned_for": DUE, "reminded_for": DUE}


@pytest.mark.parametrize(
    ("facts", "timers"),
    [
        ({}, {}),
        ({"status": Status.VERIFYING}, {TimerKind.VERIFICATION: STAGE}),
        ({"status": Status.DISPATCHED}, {TimerKind.SIGNING: STAGE}),
        ({"status": Status.RESOLVED}, {}),
        ({"status": Status.SUSPENDED, "resume_at": at("20 09:00")}, {TimerKind.RESUMPTION: at("20 09:00")}),
        ({"status": Status.HANDLING, "resume_at": at("20 09:00")}, {}),
        ({"status": Status.CLOSED, "closed_at": at("02 10:00")}, {TimerKind.RATING_WINDOW: at("16 10:00")}),
        ({"status": Status.ARCHIVED, "closed_at": at("02 10:00")}, {}),
        ({"order_due_at": ORDER}, {TimerKind.SUPERVISION: ORDER}),
        (RUNNING, {TimerKind.WARNING: WARN, TimerKind.REMINDER: DUE}),
        (RUNNING | {"warned_for": DUE}, {TimerKind.REMINDER: DUE}),
        (RUNNING | {"warned_for": WARN}, {TimerKind.WARNING: WARN, TimerKind.REMINDER: DUE}),  # of an older deadline
        (LATE, {TimerKind.LADDER: at("18 10:00")}),  # four working hours later the head of the unit hears of it
        (LATE | {"ladder_step": 1}, {TimerKind.LADDER: at("18 16:00")}),
        (LATE | {"ladder_step": 3}, {}),
        (LATE | {"urgent": True}, {TimerKind.LADDER: at("17 19:00")}),
    ],
)
def test_a_case_has_just_these_timers(facts: dict[str, Any], timers: dict[TimerKind, datetime]) -> None:
    assert timers_of(replace(PLAIN, **facts), Calendar(), ESCALATION) == timers
