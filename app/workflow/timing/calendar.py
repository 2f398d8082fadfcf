"""The working calendar 工作日历: moves along working time, measures it to the microsecond, and explains itself.

Years are laid out when something first touches them: a question is then a binary search, and a calendar that nobody
asks about 2040 costs nothing of 2040. A working day counts as one, spread evenly over its windows: the measure of days
is as continuous as that of hours, and pauses, extensions and the time left add up in both.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from app.workflow.limits import Limit, LimitUnit
from app.workflow.timing.laid_out import DAY, YearLaidOut
from app.workflow.timing.working_days import MIDNIGHT, Days, Reason, SpecialDay, Week

HOUR = 3_600_000_000  # ticks, which are microseconds of the measure
FIRST_YEAR, LAST_YEAR = 2000, 2060

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class OutsideCalendar(ValueError):
    """A moment outside of the years that the calendar knows."""


def ticks(limit: Limit) -> int:
    """A limit in ticks of its unit: 3,600,000,000 an hour, 86,400,000,000 a day of either kind."""
    unit = limit.unit
    return limit.amount * (HOUR if unit is LimitUnit.WORKING_HOURS or unit is LimitUnit.URGENT_HOURS else DAY)


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of time that counts as working time or does not, and why."""

    since: datetime
    until: datetime
    counts: bool
    reason: Reason
    name: str | None
    provisional: bool


class Calendar:
    """One area's working time between 2000 and 2060. A year that is not `published` is provisional."""

    def __init__(
        self,
        weeks: Sequence[tuple[date, Week]] = (),
        special: Mapping[date, SpecialDay] | None = None,
        published: frozenset[int] = frozenset(),
        *,
        version: int = 0,
        zone: ZoneInfo | None = None,
    ) -> None:
        """Takes the weeks by the day they come into force, the days that differ, and the years that are published."""
        self.version = version
        self.origin = object()
        self.days = Days(weeks, special or {})
        self._published = published
        self._zone = zone or ZoneInfo("Asia/Shanghai")
        self._years: dict[int, YearLaidOut] = {}
        self._before: dict[int, tuple[int, int]] = {}  # working time and days before a year, from the first one asked

    def lay_out(self, year: int) -> None:
        """Lays out a year before it is asked about: for whoever will ask about many, and can rest in between."""
        if FIRST_YEAR <= year <= LAST_YEAR:
            self._laid_out(year)

    def after(self, start: datetime, limit: Limit) -> datetime:
        """The moment at which a limit is used up that began to run at `start`."""
        return self.shift(start, ticks(limit), limit.unit)

    def shift(self, start: datetime, amount: int, unit: LimitUnit) -> datetime:
        """The moment `amount` ticks after `start` (before it when negative); none at all is `start` itself.

        A limit used up just as a window ends is over then, not when the next one begins.

        Raises:
            OutsideCalendar: that lies outside 2000 to 2060.
        """
        if amount == 0:
            return start.astimezone(UTC)
        at = _since_epoch(start)
        if unit is LimitUnit.WORKING_HOURS:
            return _moment(self._at_hours(self._year_of(at), self._hours(at) + amount))
        if unit is LimitUnit.WORKING_DAYS:
            return _moment(self._at_days(self._year_of(at), self._days(at) + amount))
        return _moment(at + amount)

    def between(self, since: datetime, until: datetime, unit: LimitUnit) -> int:
        """Ticks from one moment to the other, negative when `until` is earlier."""
        first, last = _since_epoch(since), _since_epoch(until)
        if unit is LimitUnit.WORKING_HOURS:
            return self._hours(last) - self._hours(first)
        if unit is LimitUnit.WORKING_DAYS:
            return self._days(last) - self._days(first)
        return last - first

    def worked(self, until: datetime) -> int:
        """Ticks of working time from some moment of this calendar on: two of one `origin` tell what lies between."""
        return self._hours(_since_epoch(until))

    def next_working(self, moment: datetime) -> datetime:
        """The moment itself within a window, else the start of the next one."""
        at = _since_epoch(moment)
        for year in range(self._year_of(at), LAST_YEAR + 1):
            found = self._laid_out(year).next_at(at)
            if found is not None:
                return _moment(found)
        raise OutsideCalendar

    def is_provisional(self, since: datetime, until: datetime) -> bool:
        """Whether a year is touched whose holidays are not published yet."""
        first, last = since.astimezone(self._zone).year, until.astimezone(self._zone).year
        return any(year not in self._published for year in range(first, last + 1))

    def explain(self, since: datetime, until: datetime) -> list[Interval]:
        """Every stretch from `since` to `until` in order, neighbours of one kind joined."""
        found: list[Interval] = []
        for part in self._parts(since.astimezone(UTC), until.astimezone(UTC)):
            last = found[-1] if found else None
            if last is not None and _kind(last) == _kind(part):
                found[-1] = Interval(last.since, part.until, *_kind(part))
            else:
                found.append(part)
        return found

    def _parts(self, since: datetime, until: datetime) -> Iterator[Interval]:
        day = since.astimezone(self._zone).date()
        while self._at(day, 0) < until:
            known = self.days.of(day)
            provisional = day.year not in self._published
            edge, midnight = self._at(day, 0), self._at(day, MIDNIGHT)
            if not known.windows:
                yield from _clip(edge, midnight, since, until, (False, known.reason, known.name, provisional))
            for number, (start, end) in enumerate(known.windows):
                gap = Reason.LUNCH if number else Reason.OFF_HOURS
                opens, closes = self._at(day, start), self._at(day, end)
                yield from _clip(edge, opens, since, until, (False, gap, None, provisional))
                yield from _clip(opens, closes, since, until, (True, known.reason, known.name, provisional))
                edge = closes
            if known.windows:
                yield from _clip(edge, midnight, since, until, (False, Reason.OFF_HOURS, None, provisional))
            day += timedelta(days=1)

    def _at(self, day: date, minute: int) -> datetime:
        """A minute of a day as a moment, 24:00 included."""
        days, left = divmod(minute, MIDNIGHT)
        there = datetime(day.year, day.month, day.day, left // 60, left % 60, tzinfo=self._zone) + timedelta(days=days)
        return there.astimezone(UTC)

    def _tick(self, day: date, minute: int) -> int:
        return _since_epoch(self._at(day, minute))

    def _year_of(self, at: int) -> int:
        """The year of a tick; the first or last there is for those beyond."""
        return FIRST_YEAR + bisect_right(_later_years(self._zone), at)

    def _laid_out(self, year: int) -> YearLaidOut:
        found = self._years.get(year)
        if found is None:
            found = self._years[year] = YearLaidOut(year, self.days, self._tick)
        return found

    def _before_year(self, year: int) -> tuple[int, int]:
        """Working time and working days before a year; less than nothing before the year that was first asked for."""
        known = self._before.get(year)
        if known is not None:
            return known
        if not self._before:
            self._before[year] = (0, 0)
        first, last = min(self._before), max(self._before)
        for each in range(last, year):
            worked, days = self._before[each]
            self._before[each + 1] = worked + self._laid_out(each).worked, days + self._laid_out(each).days
        for each in range(first - 1, year - 1, -1):
            worked, days = self._before[each + 1]
            self._before[each] = worked - self._laid_out(each).worked, days - self._laid_out(each).days
        return self._before[year]

    def _hours(self, at: int) -> int:
        year = self._year_of(at)
        return self._before_year(year)[0] + self._laid_out(year).hours_at(at)

    def _days(self, at: int) -> int:
        year = self._year_of(at)
        return self._before_year(year)[1] * DAY + self._laid_out(year).days_at(at)

    def _at_hours(self, year: int, position: int) -> int:
        while position > self._before_year(year)[0] + self._laid_out(year).worked:
            year = _known(year + 1)
        while position <= self._before_year(year)[0]:
            year = _known(year - 1)
        return self._laid_out(year).at_hours(position - self._before_year(year)[0])

    def _at_days(self, year: int, position: int) -> int:
        while position > (self._before_year(year)[1] + self._laid_out(year).days) * DAY:
            year = _known(year + 1)
        while position <= self._before_year(year)[1] * DAY:
            year = _known(year - 1)
        return self._laid_out(year).at_days(position - self._before_year(year)[1] * DAY)


@cache
def _later_years(zone: ZoneInfo) -> list[int]:
    """When each year after the first begins somewhere, in ticks."""
    return [_since_epoch(datetime(year, 1, 1, tzinfo=zone)) for year in range(FIRST_YEAR + 1, LAST_YEAR + 1)]


def _known(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise OutsideCalendar
    return year


_Kind = tuple[bool, Reason, str | None, bool]


def _kind(interval: Interval) -> _Kind:
    return interval.counts, interval.reason, interval.name, interval.provisional


def _clip(start: datetime, end: datetime, since: datetime, until: datetime, kind: _Kind) -> Iterator[Interval]:
    start, end = max(start, since), min(end, until)
    if start < end:
        yield Interval(start, end, *kind)


def _since_epoch(moment: datetime) -> int:
    since = moment - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def _moment(at: int) -> datetime:
    return _EPOCH + timedelta(microseconds=at)
