"""The time of an assist 协办 by the calendar, over a suspension, and as a moment."""

from datetime import timedelta

from app.workflow.limits import Limit, LimitUnit
from app.workflow.timing import assist_times
from app.workflow.timing.calendar import Calendar
from tests.times import at

CALENDAR = Calendar()
TWO_HOURS = Limit(2, LimitUnit.WORKING_HOURS)


def test_a_limit_counts_in_working_time_and_warns_when_four_fifths_are_used() -> None:
    time = assist_times.of_limit(TWO_HOURS, at("17 17:00"), CALENDAR)

    assert (time.due_at, time.warn_at) == (at("18 10:00"), at("18 09:36"))
    assert assist_times.by(time, CALENDAR) == time, "by the same calendar nothing moves"


def test_a_moment_is_moved_by_nothing() -> None:
    time = assist_times.of_moment(at("17 19:00"), at("17 09:00"))

    assert time.warn_at == at("17 17:00")
    assert assist_times.by(time, CALENDAR) == time
    assert assist_times.resumed(time, at("17 10:00"), at("19 10:00"), CALENDAR) == time


def test_a_suspension_keeps_what_was_left_and_gives_nothing_back_of_what_was_over() -> None:
    time = assist_times.of_limit(TWO_HOURS, at("17 09:00"), CALENDAR)
    resumed = assist_times.resumed(time, at("17 10:00"), at("18 10:00"), CALENDAR)
    again = assist_times.resumed(resumed, at("18 10:30"), at("19 09:00"), CALENDAR)

    assert (time.due_at, resumed.due_at, again.due_at) == (at("17 11:00"), at("18 11:00"), at("19 09:30"))
    assert assist_times.resumed(time, at("17 11:00"), at("18 10:00"), CALENDAR) == time
    assert assist_times.resumed(time, time.due_at + timedelta(hours=1), at("18 10:00"), CALENDAR) == time
