"""The working calendar 工作日历: moves along working time, measures it to the microsecond, and explains itself.

Every window of the calendar lies in one sorted list with the working time before it, so that a question is a binary
search however long the limit. A working day counts as one, spread evenly over its windows: the measure of days is as
continuous as that of hours, and pauses, extensions and the time left add up in both.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.workflow.limits import Limit, LimitUnit
from app.workflow.working_days import Days, Reason, SpecialDay, Week

HOUR, DAY = 3_600_000_000, 86_400_000_000  # ticks, which are microseconds of the measure
FIRST_YEAR, LAST_YEAR = 2000, 2060

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MIDNIGHT = 24 * 60  # minutes


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
        self.days = Days(weeks, special or {})
        self._published = published
        self._zone = zone or ZoneInfo("Asia/Shanghai")
        self._starts, self._ends = array("q"), array("q")
        self._before = array("q")  # working time before each window
        self._of_day = array("q")  # working time of its day before each window
        self._whole = array("q")  # working time of its whole day
        self._number = array("q")  # working days before its day
        self._first = array("q")  # the first window of each working day
        self._lay_out()

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
            return _moment(self._at_hours(self._hours(at) + amount))
        if unit is LimitUnit.WORKING_DAYS:
            return _moment(self._at_days(self._days(at) + amount))
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
        """Ticks of working time from the first day of the calendar on: two of them tell what lies between."""
        return self._hours(_since_epoch(until))

    def next_working(self, moment: datetime) -> datetime:
        """The moment itself within a window, else the start of the next one."""
        at = _since_epoch(moment)
        index = bisect_right(self._starts, at) - 1
        if index >= 0 and at < self._ends[index]:
            return moment.astimezone(UTC)
        return _moment(self._starts[self._known(index + 1)])

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
            edge, midnight = self._at(day, 0), self._at(day, _MIDNIGHT)
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
        days, left = divmod(minute, _MIDNIGHT)
        there = datetime(day.year, day.month, day.day, left // 60, left % 60, tzinfo=self._zone) + timedelta(days=days)
        return there.astimezone(UTC)

    def _lay_out(self) -> None:
        total = number = 0
        day, end = date(FIRST_YEAR, 1, 1), date(LAST_YEAR + 1, 1, 1)
        while day < end:
            windows = self.days.of(day).windows
            if windows:
                edges = [(_since_epoch(self._at(day, a)), _since_epoch(self._at(day, b))) for a, b in windows]
                whole, of_day = sum(b - a for a, b in edges), 0
                self._first.append(len(self._starts))
                for opens, closes in edges:
                    self._starts.append(opens)
                    self._ends.append(closes)
                    self._before.append(total + of_day)
                    self._of_day.append(of_day)
                    self._whole.append(whole)
                    self._number.append(number)
                    of_day += closes - opens
                total += whole
                number += 1
            day += timedelta(days=1)

    def _hours(self, at: int) -> int:
        index = bisect_right(self._starts, at) - 1
        if index < 0:
            return 0
        return self._before[index] + min(at, self._ends[index]) - self._starts[index]

    def _at_hours(self, position: int) -> int:
        index = self._known(bisect_left(self._before, position) - 1)
        return self._within(index, position - self._before[index])

    def _days(self, at: int) -> int:
        index = bisect_right(self._starts, at) - 1
        if index < 0:
            return 0
        worked = self._of_day[index] + min(at, self._ends[index]) - self._starts[index]
        return self._number[index] * DAY + worked * DAY // self._whole[index]

    def _at_days(self, position: int) -> int:
        number = (position - 1) // DAY
        if not 0 <= number < len(self._first):
            raise OutsideCalendar
        index = self._first[number]
        worked = -(-(position - number * DAY) * self._whole[index] // DAY)  # rounded up, as `_days` rounds down
        while worked > self._of_day[index] + self._ends[index] - self._starts[index]:
            index += 1
        return self._within(index, worked - self._of_day[index])

    def _within(self, index: int, worked: int) -> int:
        at = self._starts[index] + worked
        if at > self._ends[index]:
            raise OutsideCalendar
        return at

    def _known(self, index: int) -> int:
        if not 0 <= index < len(self._starts):
            raise OutsideCalendar
        return index


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
