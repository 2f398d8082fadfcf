"""Whose hours hold: a unit's own from its first week on, those of the units above it, and the area's until then."""

from datetime import UTC, date, datetime, timedelta

from app.workflow.limits import RETURN_WINDOW
from app.workflow.timing.calendar import Calendar
from app.workflow.timing.unit_hours import UnitWeek, UnitWeeks, in_force, inherited, within
from app.workflow.timing.working_days import DayKind, SpecialDay, Week

ALWAYS: Week = dict.fromkeys(range(1, 8), ((0, 1440),))
MORNINGS: Week = dict.fromkeys(range(1, 6), ((480, 720),))
FIRST, LATER = date(2026, 3, 1), date(2026, 6, 1)
HOLIDAY = {date(2026, 3, 18): SpecialDay(DayKind.HOLIDAY, "停工")}
MAKE_UP = {date(2026, 3, 21): SpecialDay(DayKind.WORKING, "调休")}  # a Saturday


def calendar(own: UnitWeeks, days: dict[date, SpecialDay] | None = None) -> Calendar:
    weeks, kept = within((), days or {}, own)
    return Calendar(weeks, kept, frozenset({2026}))


def at(day: int, hour: int, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC) - timedelta(hours=8)


def test_a_unit_that_never_closes_counts_the_night() -> None:
    hours = calendar(((FIRST, UnitWeek("A", ALWAYS, keeps_holidays=False)),))
    assert hours.after(at(21, 23), RETURN_WINDOW) == at(22, 1)
    assert Calendar().after(at(21, 23), RETURN_WINDOW) == datetime(2026, 3, 23, 2, 30, tzinfo=UTC)


def test_holidays_hold_for_who_keeps_them() -> None:
    kept = calendar(((FIRST, UnitWeek("A", ALWAYS)),), HOLIDAY)
    assert kept.after(at(17, 23), RETURN_WINDOW) == at(19, 1)
    free = calendar(((FIRST, UnitWeek("A", ALWAYS, keeps_holidays=False)),), HOLIDAY)
    assert free.after(at(17, 23), RETURN_WINDOW) == at(18, 1)


def test_a_make_up_day_is_worked_by_who_keeps_holidays() -> None:
    assert calendar(((FIRST, UnitWeek("A", MORNINGS)),), MAKE_UP).after(at(21, 9), RETURN_WINDOW) == at(21, 11)
    free = calendar(((FIRST, UnitWeek("A", MORNINGS, keeps_holidays=False)),), MAKE_UP)
    assert free.after(at(21, 9), RETURN_WINDOW) == at(23, 10)


def test_until_its_first_week_a_unit_has_the_hours_of_its_area_and_its_holidays() -> None:
    hours = calendar(((LATER, UnitWeek("A", ALWAYS, keeps_holidays=False)),), HOLIDAY)
    assert hours.after(at(17, 17), RETURN_WINDOW) == at(19, 10)
    assert hours.after(at(6, 23, month=6), RETURN_WINDOW) == at(7, 1, month=6)


def test_a_unit_goes_by_those_above_it_until_its_own_first_week() -> None:
    above = ((FIRST, UnitWeek("A", ALWAYS)),)
    own = ((LATER, UnitWeek("A-1", MORNINGS)),)
    chain = inherited([above, own])
    assert [week.unit for _, week in chain] == ["A", "A-1"]
    assert inherited([above, ()]) == above
    known = [in_force(chain, day) for day in (date(2026, 2, 1), date(2026, 4, 1), date(2026, 7, 1))]
    assert [week and week.unit for week in known] == [None, "A", "A-1"]


def test_what_a_unit_above_says_later_does_not_go_before_ones_own() -> None:
    chain = inherited([((LATER, UnitWeek("A", ALWAYS)),), ((FIRST, UnitWeek("A-1", MORNINGS)),)])
    assert [week.unit for _, week in chain] == ["A-1"]
