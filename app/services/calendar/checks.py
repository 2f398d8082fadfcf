"""What the calendar refuses, from whichever side it comes: a reason in Chinese and English, or None."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from app.errors import Invalid
from app.services.calendar.seeding import FIRST_YEAR, LAST_YEAR
from app.workflow.timing.calendar import LAST_YEAR as LAST_KNOWN
from app.workflow.timing.calendar import OutsideCalendar
from app.workflow.timing.working_days import DayKind, SpecialDay, Week, Window, time_of

Wrong = tuple[str, str] | None

MOST_WINDOWS = 6  # of a day
_FIXED = ((1, 1), (5, 1), (10, 1))  # a holiday in every arrangement there has been: 元旦、劳动节、国庆节


@contextmanager
def within_its_years() -> Iterator[None]:
    """What is computed here stays within the years of the calendar.

    Raises:
        Invalid: it does not.
    """
    try:
        yield
    except OutsideCalendar:
        zh = f"时限将超出工作日历所及的年份（至 {LAST_KNOWN} 年）"
        raise Invalid(zh=zh, en=f"A deadline would lie beyond {LAST_KNOWN}, where the calendar ends") from None


def wrong_windows(windows: Iterable[Window]) -> Wrong:
    """Windows of one day end after they start, lie within it, follow each other, and do not overlap."""
    known = list(windows)
    if len(known) > MOST_WINDOWS:
        return f"一天最多 {MOST_WINDOWS} 个时段", f"a day has at most {MOST_WINDOWS} windows"
    ended = 0
    for start, end in known:
        said = f"{time_of(start)}–{time_of(end)}"
        if end <= start:
            return f"时段 {said} 的结束早于开始", f"the window {said} ends before it starts"
        if start < ended:
            return f"时段 {said} 与前一时段重叠", f"the window {said} overlaps the one before"
        ended = end
    return None


def wrong_date(day: date) -> Wrong:
    """The calendar knows the years from 2004 to 2050."""
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    return f"{day} 不在 {FIRST_YEAR}–{LAST_YEAR} 年之内", f"{day} is not within {FIRST_YEAR} to {LAST_YEAR}"


def wrong_week(since: date, week: Week) -> Wrong:
    """A week has working time, and every day of it good windows."""
    if not any(week.values()):
        return "一周没有任何工作时段", "a week without working time would never let a deadline end"
    return wrong_date(since) or next(filter(None, map(wrong_windows, week.values())), None)


def wrong_day(day: date, special: SpecialDay) -> Wrong:
    """A holiday has no windows, a working day good ones or those of a usual day."""
    if special.kind is DayKind.HOLIDAY and special.windows:
        return f"{day} 既是假日又有工作时段", f"{day} cannot be both a holiday and worked"
    return wrong_date(day) or wrong_windows(special.windows)


def arrangement(entries: Iterable[tuple[date, SpecialDay]]) -> dict[date, SpecialDay]:
    """Days by their date.

    Raises:
        Invalid: a day is there twice, perhaps both as a holiday and as worked.
    """
    days: dict[date, SpecialDay] = {}
    for day, special in entries:
        if day in days:
            raise Invalid(zh=f"{day} 出现了两次", en=f"{day} is there twice")
        days[day] = special
    return days


def wrong_year(year: int, days: Mapping[date, SpecialDay]) -> Wrong:
    """An arrangement is a whole year: its days lie in it, and those the law has always fixed are holidays."""
    for day, special in sorted(days.items()):
        if day.year != year:
            return f"{day} 不属于 {year} 年", f"{day} is not a day of {year}"
        if special.windows:
            return f"{day} 为全国安排，不能带时段", f"{day} is a national day and takes no windows"
        if found := wrong_day(day, special):
            return found
    fixed = [date(year, month, day) for month, day in _FIXED]
    missing = [day for day in fixed if day not in days or days[day].kind is not DayKind.HOLIDAY]
    if missing:
        return f"{year} 年的安排缺少法定假日 {missing[0]}", f"the arrangement of {year} lacks the holiday {missing[0]}"
    return None
