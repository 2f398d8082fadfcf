"""Working time: a table worked out by hand, the properties any calendar has, and two libraries day by day."""

from datetime import date, datetime, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.services.calendar.seeding import national_year
from app.workflow.limits import Limit, LimitUnit
from app.workflow.timing.calendar import DAY, HOUR, Calendar, OutsideCalendar
from app.workflow.timing.working_days import DayKind, Days, Reason, SpecialDay, minute_of, time_of

ZONE = ZoneInfo("Asia/Shanghai")
YEARS = range(2004, 2027)
NATIONAL = {day: special for year in YEARS for day, special in national_year(year)[1].items()}
CALENDAR = Calendar(special=NATIONAL, published=frozenset(YEARS))

H, D = LimitUnit.WORKING_HOURS, LimitUnit.WORKING_DAYS
URGENT, NATURAL = LimitUnit.URGENT_HOURS, LimitUnit.CALENDAR_DAYS


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


# Office hours are 8:30–12:00 and 14:00–17:30: seven hours a day.
# 2022: 1–7 October are holidays, Saturday the 8th and Sunday the 9th are worked.
# 2026: 15–23 February are holidays, Saturday the 14th and Saturday the 28th are worked;
#       1–7 October are holidays, Sunday 20 September and Saturday 10 October are worked.
@pytest.mark.parametrize(
    ("start", "amount", "unit", "end"),
    [
        # one minute is left on Friday, 59 are used on the make-up Saturday after the holidays
        ("2022-09-30 17:29", 1, H, "2022-10-08 09:29"),
        ("2026-09-30 17:29", 1, H, "2026-10-08 09:29"),
        # across a make-up Sunday: an hour on Friday, an hour on Sunday, Saturday is free
        ("2026-09-18 16:30", 2, H, "2026-09-20 09:30"),
        ("2026-10-09 16:30", 2, H, "2026-10-10 09:30"),
        # through lunch, to the second
        ("2026-03-17 11:00", 2, H, "2026-03-17 15:00"),
        ("2026-03-17 11:59:30", 1, H, "2026-03-17 14:59:30"),
        # begun outside hours, it begins to run when the next window opens
        ("2026-03-17 07:00", 1, H, "2026-03-17 09:30"),
        ("2026-03-17 12:30", 1, H, "2026-03-17 15:00"),
        ("2026-03-17 20:00", 1, H, "2026-03-18 09:30"),
        ("2026-03-14 10:00", 1, H, "2026-03-16 09:30"),
        # used up as a window ends, it is over then
        ("2026-03-17 16:30", 1, H, "2026-03-17 17:30"),
        ("2026-03-17 10:00", 2, H, "2026-03-17 12:00"),
        ("2026-03-17 18:00", 7, H, "2026-03-18 17:30"),
        # working days are seven hours here, counted on from the moment
        ("2026-03-17 10:00", 1, D, "2026-03-18 10:00"),
        ("2026-03-20 10:00", 1, D, "2026-03-23 10:00"),
        ("2026-02-13 16:00", 1, D, "2026-02-14 16:00"),
        ("2026-02-13 16:00", 2, D, "2026-02-24 16:00"),
        ("2026-02-17 10:00", 1, D, "2026-02-24 17:30"),
        # the year 2026 has 261 weekdays, 19 of them holidays, and 6 make-up days: 248 working days of 7 hours
        ("2026-01-01 00:00", 248, D, "2026-12-31 17:30"),
        ("2026-01-01 00:00", 1736, H, "2026-12-31 17:30"),
        # round the clock
        ("2026-02-14 17:29", 2, URGENT, "2026-02-14 19:29"),
        ("2026-02-14 17:29", 10, NATURAL, "2026-02-24 17:29"),
        ("2026-01-01 00:00", 365, NATURAL, "2027-01-01 00:00"),
    ],
)
def test_limits_worked_out_by_hand(start: str, amount: int, unit: LimitUnit, end: str) -> None:
    assert CALENDAR.after(at(start), Limit(amount, unit)) == at(end)


@pytest.mark.parametrize("unit", LimitUnit)
@pytest.mark.parametrize("start", ["2026-03-17 10:00", "2026-03-17 12:30", "2026-10-03 10:00"])
def test_no_time_at_all_is_over_at_once(unit: LimitUnit, start: str) -> None:
    assert CALENDAR.shift(at(start), 0, unit) == at(start)


# 1–3 January 2026 are holidays, Sunday the 4th is worked; 2025 has 248 working days too, of 7 hours.
@pytest.mark.parametrize(
    ("end", "amount", "unit", "start"),
    [
        ("2026-01-05 10:00", 2 * DAY, D, "2025-12-31 10:00"),
        ("2026-01-05 10:00", 14 * HOUR, H, "2025-12-31 10:00"),
        ("2026-01-05 10:00", 250 * DAY, D, "2024-12-31 10:00"),
        ("2026-01-05 10:00", 1750 * HOUR, H, "2024-12-31 10:00"),
        # just all of the new year: the last moment of the old one
        ("2026-01-05 08:30", 1 * DAY, D, "2025-12-31 17:30"),
        ("2026-01-05 08:30", 7 * HOUR, H, "2025-12-31 17:30"),
    ],
)
def test_what_was_overdue_counts_back_over_new_year(end: str, amount: int, unit: LimitUnit, start: str) -> None:
    """On a calendar that nobody asked before: the year of the start is the first that it lays out."""
    calendar = Calendar(special=NATIONAL, published=frozenset(YEARS))

    assert calendar.shift(at(end), -amount, unit) == at(start)


def test_a_station_has_its_own_hours_from_the_day_they_come_into_force() -> None:
    early = dict.fromkeys(range(1, 7), ((480, 720),))  # 8:00–12:00, also on Saturdays
    calendar = Calendar([(date(2026, 3, 20), early)], NATIONAL, frozenset(YEARS))
    assert calendar.after(at("2026-03-18 16:30"), Limit(5, H)) == at("2026-03-19 14:30")
    assert calendar.after(at("2026-03-19 16:30"), Limit(5, H)) == at("2026-03-20 12:00")
    assert calendar.after(at("2026-03-20 11:00"), Limit(2, H)) == at("2026-03-21 09:00")


def test_a_local_day_says_the_last_word() -> None:
    local = NATIONAL | {
        date(2026, 3, 17): SpecialDay(DayKind.HOLIDAY, "台风"),
        date(2026, 3, 21): SpecialDay(DayKind.WORKING, "补班", ((540, 600),)),
    }
    calendar = Calendar(special=local, published=frozenset(YEARS))
    assert calendar.after(at("2026-03-16 17:00"), Limit(1, H)) == at("2026-03-18 09:00")
    assert calendar.after(at("2026-03-20 17:00"), Limit(1, H)) == at("2026-03-21 09:30")


def test_explained_is_every_stretch_with_its_reason() -> None:
    said = [
        (part.since.astimezone(ZONE), part.counts, part.reason, part.name)
        for part in CALENDAR.explain(at("2026-09-18 17:00"), at("2026-09-20 15:00"))
    ]
    assert said == [
        (at("2026-09-18 17:00"), True, Reason.WORKING, None),
        (at("2026-09-18 17:30"), False, Reason.OFF_HOURS, None),
        (at("2026-09-19 00:00"), False, Reason.WEEKEND, None),
        (at("2026-09-20 00:00"), False, Reason.OFF_HOURS, None),
        (at("2026-09-20 08:30"), True, Reason.MAKE_UP, "调休上班"),
        (at("2026-09-20 12:00"), False, Reason.LUNCH, None),
        (at("2026-09-20 14:00"), True, Reason.MAKE_UP, "调休上班"),
    ]


def test_what_touches_a_year_that_is_not_published_is_provisional() -> None:
    assert not CALENDAR.is_provisional(at("2026-12-01 09:00"), at("2026-12-31 23:59"))
    assert CALENDAR.is_provisional(at("2026-12-31 09:00"), at("2027-01-01 00:00"))
    parts = CALENDAR.explain(at("2026-12-31 17:00"), at("2027-01-04 09:00"))
    assert [part.provisional for part in parts] == [False, False, *[True] * (len(parts) - 2)]


def test_an_unpublished_year_has_the_statutory_days_alone() -> None:
    published, days = national_year(2031)
    assert not published
    assert days[date(2031, 10, 1)].kind is DayKind.HOLIDAY
    assert all(special.kind is DayKind.HOLIDAY for special in days.values())
    assert date(2031, 10, 5) not in days


def test_beyond_its_years_a_calendar_refuses_rather_than_guesses() -> None:
    with pytest.raises(OutsideCalendar):
        CALENDAR.after(at("2060-12-31 17:00"), Limit(8, H))


# 2005-12-31 was a Saturday: worked for New Year 2006 by the notice of the State Council, which one library leaves out.
@pytest.mark.parametrize("year", YEARS)
def test_both_libraries_know_the_same_working_days(year: int) -> None:
    days = Days((), NATIONAL)
    differing = []
    day = date(year, 1, 1)
    while day.year == year:
        if bool(days.of(day).windows) != chinese_calendar.is_workday(day):
            differing.append(day)
        day += timedelta(days=1)
    assert differing == ([date(2005, 12, 31)] if year == 2005 else [])


# --- properties, of any calendar -------------------------------------------------------------------------------------

_moments = st.datetimes(datetime(2025, 12, 1), datetime(2027, 2, 1), timezones=st.just(ZONE))  # noqa: DTZ001
_units = st.sampled_from(LimitUnit)
_amounts = st.integers(1, 60 * DAY)


@cache
def calendars() -> list[Calendar]:
    """The real one and twelve of chance, the same each time: laying out sixty years for each example takes too long."""
    chance = Random(20261125)  # noqa: S311  (no secrets, only variety)

    def windows() -> tuple[tuple[int, int], ...]:
        edges = sorted(chance.sample(range(1441), 2 * chance.randint(1, 3)))
        return tuple(zip(edges[::2], edges[1::2], strict=True))

    made = [CALENDAR]
    for _ in range(12):
        week = {day: windows() for day in chance.sample(range(1, 8), chance.randint(1, 7))}
        special = {}
        for _ in range(chance.randint(0, 40)):
            kind = chance.choice(list(DayKind))
            day = date(2026, 1, 1) + timedelta(days=chance.randrange(365))
            special[day] = SpecialDay(kind, "", windows() if kind is DayKind.WORKING else ())
        made.append(Calendar([(date(2026, chance.randint(1, 12), 1), week)], special))
    return made


_calendars = st.integers(0, 12).map(lambda number: calendars()[number])


@cache
def grain(calendar: Calendar) -> tuple[int, int]:
    """How exact the measure of days is in a calendar: in ticks of it, and in microseconds of working time.

    A working day has more ticks than microseconds, `86,400,000,000 / whole` to each; a moment is a whole microsecond,
    the first at which a limit is used up. So each shift passes its position by less than the ticks of one microsecond
    of the shortest day. Two shifts in either order end as far apart as that, which in microseconds of the longest day
    is no more than so much, and one more where both are rounded up.
    """
    every = (calendar.days.of(date(2025, 12, 1) + timedelta(days=number)) for number in range(5 * 365))
    whole = [sum(end - start for start, end in day.windows) * 60_000_000 for day in every if day.windows]
    in_ticks = -(-DAY // min(whole)) - 1
    return in_ticks, in_ticks * max(whole) // DAY + 1


@given(_calendars, _moments, _moments, _amounts, _units)
def test_who_starts_later_is_never_due_earlier(
    calendar: Calendar, one: datetime, other: datetime, amount: int, unit: LimitUnit
) -> None:
    first, second = sorted((one, other))
    assert calendar.shift(first, amount, unit) <= calendar.shift(second, amount, unit)


@given(_calendars, _moments, _amounts, _amounts, _units)
def test_a_longer_limit_is_never_due_earlier(
    calendar: Calendar, start: datetime, one: int, other: int, unit: LimitUnit
) -> None:
    shorter, longer = sorted((one, other))
    assert calendar.shift(start, shorter, unit) <= calendar.shift(start, longer, unit)


@given(_calendars, _moments, _amounts, _amounts, _units)
def test_two_limits_one_after_the_other_are_their_sum(
    calendar: Calendar, start: datetime, one: int, other: int, unit: LimitUnit
) -> None:
    apart = calendar.shift(calendar.shift(start, one, unit), other, unit)
    together = calendar.shift(start, one + other, unit)
    if unit is D:
        assert 0 <= calendar.between(together, apart, H) <= grain(calendar)[1]
    else:
        assert apart == together


@given(_calendars, _moments, _amounts, _units)
def test_the_time_until_a_deadline_is_the_limit(
    calendar: Calendar, start: datetime, amount: int, unit: LimitUnit
) -> None:
    found = calendar.between(start, calendar.shift(start, amount, unit), unit)
    assert amount <= found <= amount + (grain(calendar)[0] if unit is D else 0)


@given(_calendars, _moments, _amounts, _amounts, _units)
@example(calendars()[0], datetime(2026, 11, 25, 9, tzinfo=ZONE), 1, 52_798_165_851, D)
def test_pauses_commute(calendar: Calendar, start: datetime, one: int, other: int, unit: LimitUnit) -> None:
    due = calendar.shift(start, 3 * HOUR, unit)
    this = calendar.shift(calendar.shift(due, one, unit), other, unit)
    that = calendar.shift(calendar.shift(due, other, unit), one, unit)
    assert abs(calendar.between(this, that, H)) <= (grain(calendar)[1] if unit is D else 0)


@given(_calendars, _moments, st.timedeltas(timedelta(), timedelta(days=90)), _units)
def test_what_is_explained_tiles_the_time_and_sums_to_it(
    calendar: Calendar, since: datetime, length: timedelta, unit: LimitUnit
) -> None:
    until = since + length
    parts = calendar.explain(since, until)
    assert sum(calendar.between(part.since, part.until, unit) for part in parts) == calendar.between(since, until, unit)
    assert all(part.counts == (calendar.between(part.since, part.until, H) > 0) for part in parts)
    assert [part.until for part in parts[:-1]] == [part.since for part in parts[1:]]
    assert not parts or (parts[0].since, parts[-1].until) == (since, until)


@given(_calendars, _moments)
def test_the_next_working_moment_is_one_and_nothing_is_worked_before_it(calendar: Calendar, moment: datetime) -> None:
    found = calendar.next_working(moment)
    assert found >= moment
    assert calendar.next_working(found) == found
    assert calendar.between(moment, found, H) == 0


@given(st.integers(0, 1440))
def test_a_time_reads_as_it_is_written(minute: int) -> None:
    assert minute_of(time_of(minute)) == minute


@pytest.mark.parametrize("told", ["", "8:30", "08.30", "08:60", "24:01", "-1:30", "08:3０", "08:30:00", "下午三点"])
def test_what_is_no_time_is_refused(told: str) -> None:
    with pytest.raises(ValueError, match="is not a time like 08:30"):
        minute_of(told)
