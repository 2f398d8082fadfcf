from datetime import UTC, datetime, timedelta

from app.workflow.deadlines import Clocks, move
from app.workflow.limits import Limit, LimitUnit
from app.workflow.states import Status
from app.workflow.transitions import Clock

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
LIMIT = Limit(4, LimitUnit.WORKING_HOURS)


def test_filing_starts_the_handling_clock_and_filing_again_keeps_its_start() -> None:
    first = move(Clocks(), Clock.START, Status.FILED, NOW, limit=LIMIT)
    again = move(first, Clock.START, Status.FILED, NOW + timedelta(hours=1), started_at=NOW, limit=LIMIT)

    assert first.due_at == first.deadline_at == NOW + timedelta(hours=4)
    assert again.due_at == first.due_at


def test_a_return_pauses_provisionally_and_never_moves_the_deadline() -> None:
    running = move(Clocks(), Clock.START, Status.FILED, NOW, limit=LIMIT)
    paused = move(running, Clock.PAUSE, Status.RETURN_REVIEW, NOW + timedelta(hours=1))
    back = move(paused, Clock.CONTINUE, Status.FILED, NOW + timedelta(hours=3))

    assert paused.due_at is None
    assert back.due_at == running.due_at


def test_verification_pauses_the_triage_timer() -> None:
    reported = Clocks(stage_due_at=NOW + timedelta(minutes=10))
    verifying = move(reported, Clock.NONE, Status.VERIFYING, NOW)
    back = move(verifying, Clock.NONE, Status.REPORTED, NOW + timedelta(minutes=25), source=Status.VERIFYING)

    assert verifying.stage_due_at == NOW + timedelta(minutes=30)
    assert back.stage_due_at == NOW + timedelta(minutes=35)


def test_reopening_counts_a_new_limit_from_now() -> None:
    later = NOW + timedelta(days=3)
    reopened = move(Clocks(deadline_at=NOW), Clock.RESTART, Status.HANDLING, later, started_at=NOW, limit=LIMIT)

    assert reopened.due_at == later + timedelta(hours=4)
    assert reopened.stage_due_at == reopened.due_at


def test_an_urgent_case_must_be_signed_within_half_an_hour() -> None:
    urgent = move(Clocks(), Clock.NONE, Status.DISPATCHED, NOW, urgent=True)
    usual = move(Clocks(), Clock.NONE, Status.DISPATCHED, NOW)

    assert urgent.stage_due_at == NOW + timedelta(minutes=30)
    assert usual.stage_due_at == NOW + timedelta(hours=2)
