from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from app.workflow.limits import Limit, LimitUnit
from app.workflow.states import Status
from app.workflow.timing.calendar import Calendar
from app.workflow.timing.clocks import Clocks, Terms, move
from app.workflow.transition import Clock

#: A Tuesday without holidays around it, 11:00 in Shanghai: an hour before lunch.
NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
LIMIT = Limit(4, LimitUnit.WORKING_HOURS)
TERMS = Terms(Calendar(), LIMIT)
HOUR = timedelta(hours=1)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=ZoneInfo("Asia/Shanghai"))


FILED = move(Clocks(), Clock.START, Status.FILED, NOW, TERMS)


def test_filing_starts_the_handling_clock_and_filing_again_keeps_its_start() -> None:
    again = move(FILED, Clock.START, Status.FILED, NOW + HOUR, TERMS)

    assert FILED.due_at == FILED.deadline_at == _at("24 17:00")
    assert again.due_at == FILED.due_at


def test_the_light_turns_yellow_when_four_fifths_are_used() -> None:
    assert FILED.warn_at == _at("24 16:12")


def test_a_return_pauses_provisionally_and_never_moves_the_deadline() -> None:
    paused = move(FILED, Clock.PAUSE, Status.RETURN_REVIEW, NOW + HOUR, TERMS)
    back = move(paused, Clock.CONTINUE, Status.FILED, NOW + 3 * HOUR, TERMS)

    assert paused.due_at is None
    assert back.due_at == FILED.due_at


def test_a_refused_return_voids_the_pause_of_the_time_for_signing() -> None:
    terms = Terms(Calendar(), LIMIT, dispatched_at=NOW)
    dispatched = move(FILED, Clock.NONE, Status.DISPATCHED, NOW, terms)
    paused = move(dispatched, Clock.PAUSE, Status.RETURN_REVIEW, NOW + HOUR, terms)
    later = NOW + 4 * HOUR
    back = move(paused, Clock.CONTINUE, Status.DISPATCHED, later, terms, source=Status.RETURN_REVIEW)
    anew = move(paused, Clock.NONE, Status.DISPATCHED, later, terms, source=Status.FILED)

    assert back.stage_due_at == dispatched.stage_due_at == _at("24 15:00")
    assert anew.stage_due_at == _at("24 17:00")


def test_verification_pauses_the_triage_timer() -> None:
    reported = Clocks(stage_due_at=NOW + timedelta(minutes=10))
    verifying = move(reported, Clock.NONE, Status.VERIFYING, NOW, TERMS)
    later = NOW + timedelta(minutes=25)
    back = move(verifying, Clock.NONE, Status.REPORTED, later, TERMS, source=Status.VERIFYING)

    assert verifying.stage_due_at == NOW + timedelta(minutes=30)
    assert back.stage_due_at == NOW + timedelta(minutes=35)


def test_reopening_counts_a_new_limit_from_now() -> None:
    reopened = move(FILED, Clock.RESTART, Status.HANDLING, _at("27 09:00"), TERMS)

    assert reopened.due_at == reopened.stage_due_at == _at("27 15:00")
    assert reopened.started_at == _at("27 09:00")


def test_reopening_what_has_no_limit_leaves_no_deadline_of_the_round_that_is_over() -> None:
    reopened = move(FILED, Clock.RESTART, Status.HANDLING, _at("27 09:00"), Terms(Calendar(), None))
    suspended = move(reopened, Clock.SUSPEND, Status.SUSPENDED, _at("27 10:00"), Terms(Calendar(), None))
    resumed = move(suspended, Clock.RESUME, Status.HANDLING, _at("27 11:00"), Terms(Calendar(), None))

    assert (reopened.deadline_at, reopened.due_at, resumed.due_at) == (None, None, None)


def test_an_urgent_case_must_be_signed_within_half_an_hour_of_any_day() -> None:
    night = _at("28 23:00")
    urgent = move(FILED, Clock.NONE, Status.DISPATCHED, night, Terms(Calendar(), LIMIT, urgent=True))
    usual = move(FILED, Clock.NONE, Status.DISPATCHED, night, TERMS)

    assert urgent.stage_due_at == night + timedelta(minutes=30)
    assert usual.stage_due_at == _at("30 10:30")


def test_the_centre_has_its_minutes_in_working_time_but_for_triage() -> None:
    evening = _at("27 17:25")

    assert move(FILED, Clock.NONE, Status.FILED, evening, TERMS).stage_due_at == _at("30 08:40")
    assert move(Clocks(), Clock.NONE, Status.REPORTED, evening, TERMS).stage_due_at == _at("27 17:40")


def test_a_suspension_keeps_what_is_left_and_resuming_counts_it_from_then() -> None:
    suspended = move(FILED, Clock.SUSPEND, Status.SUSPENDED, _at("24 14:30"), TERMS)
    resumed = move(suspended, Clock.RESUME, Status.HANDLING, _at("30 08:00"), TERMS)

    assert suspended.due_at is None
    assert suspended.stage_due_at is None
    assert resumed.due_at == _at("30 11:00")
    assert resumed.warn_at == _at("30 10:12")
    assert resumed.left is None


def test_a_case_that_was_overdue_when_suspended_is_as_overdue_when_resumed() -> None:
    suspended = move(FILED, Clock.SUSPEND, Status.SUSPENDED, _at("25 09:30"), TERMS)
    resumed = move(suspended, Clock.RESUME, Status.HANDLING, _at("30 10:00"), TERMS)

    assert resumed.due_at == _at("27 17:30")
    assert TERMS.calendar.between(resumed.due_at, _at("30 10:00"), LimitUnit.WORKING_HOURS) == 1.5 * 3_600_000_000


def test_an_extension_moves_the_deadline_by_what_was_granted() -> None:
    extended = move(FILED, Clock.EXTEND, Status.HANDLING, NOW + HOUR, Terms(Calendar(), LIMIT, extended=2, added=2))

    assert extended.due_at == extended.stage_due_at == _at("25 10:00")
    assert extended.started_at == FILED.started_at


def test_rework_keeps_the_deadline() -> None:
    done = move(FILED, Clock.STOP, Status.RESOLVED, NOW + HOUR, TERMS)
    again = move(done, Clock.CONTINUE, Status.HANDLING, NOW + 5 * HOUR, TERMS)

    assert done.due_at is None
    assert again.due_at == FILED.due_at


def test_a_case_reopened_before_triage_starts_anew_when_it_is_filed() -> None:
    reopened = move(FILED, Clock.CLEAR, Status.REPORTED, _at("27 09:00"), TERMS)
    filed = move(reopened, Clock.START, Status.FILED, _at("27 09:10"), TERMS)

    assert reopened.deadline_at is None
    assert filed.started_at == _at("27 09:10")
