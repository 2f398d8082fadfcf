"""One year of working time, laid out: every window in one sorted list with the working time before it."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import date, timedelta

from app.workflow.timing.working_days import Days

DAY = 86_400_000_000  # ticks, which are microseconds of the measure
_MINUTE = 60_000_000
_ONE_DAY = timedelta(days=1)


class YearLaidOut:
    """The windows of a year in ticks since the epoch, and how much of the measure lies before each.

    Positions count from the beginning of the year: `worked` in ticks of working time, `days` in ticks of working days.
    """

    def __init__(self, year: int, days: Days, at: Callable[[date, int], int]) -> None:
        """Takes the days, and what tells the tick of a minute of a day."""
        self._starts, self._ends = array("q"), array("q")
        self._before = array("q")  # working time before each window
        self._of_day = array("q")  # working time of its day before each window
        self._whole = array("q")  # working time of its whole day
        self._number = array("q")  # working days before its day
        self._first = array("q")  # the first window of each working day
        self.worked = 0
        day, end = date(year, 1, 1), date(year + 1, 1, 1)
        while day < end:
            week = min((end - day).days, 7)
            midnight = at(day, 0)
            is_even = at(day + timedelta(days=week), 0) - midnight == week * DAY
            for _ in range(week):
                windows = days.windows_of(day)
                if windows and is_even:
                    self._add([(midnight + a * _MINUTE, midnight + b * _MINUTE) for a, b in windows])
                elif windows:  # a week in which the clocks were put forward or back
                    self._add([(at(day, a), at(day, b)) for a, b in windows])
                day, midnight = day + _ONE_DAY, midnight + DAY

    def _add(self, edges: list[tuple[int, int]]) -> None:
        number, whole, of_day = len(self._first), sum(b - a for a, b in edges), 0
        self._first.append(len(self._starts))
        for opens, closes in edges:
            self._starts.append(opens)
            self._ends.append(closes)
            self._before.append(self.worked + of_day)
            self._of_day.append(of_day)
            self._whole.append(whole)
            self._number.append(number)
            of_day += closes - opens
        self.worked += whole

    @property
    def days(self) -> int:
        """How many days of it are worked."""
        return len(self._first)

    def hours_at(self, at: int) -> int:
        """The working time from the beginning of the year to a tick of it."""
        index = bisect_right(self._starts, at) - 1
        if index < 0:
            return 0
        return self._before[index] + min(at, self._ends[index]) - self._starts[index]

    def days_at(self, at: int) -> int:
        """The same in ticks of working days, each spread evenly over its windows."""
        index = bisect_right(self._starts, at) - 1
        if index < 0:
            return 0
        worked = self._of_day[index] + min(at, self._ends[index]) - self._starts[index]
        return self._number[index] * DAY + worked * DAY // self._whole[index]

    def at_hours(self, position: int) -> int:
        """The tick at which so much of the year is worked, more than nothing and no more than all of it."""
        index = bisect_left(self._before, position) - 1
        return self._starts[index] + position - self._before[index]

    def at_days(self, position: int) -> int:
        """The same in ticks of working days."""
        number = (position - 1) // DAY
        index = self._first[number]
        worked = -(-(position - number * DAY) * self._whole[index] // DAY)  # rounded up, as `days_at` rounds down
        while worked > self._of_day[index] + self._ends[index] - self._starts[index]:
            index += 1
        return self._starts[index] + worked - self._of_day[index]

    def next_at(self, at: int) -> int | None:
        """The tick itself within a window, else the start of the next one of the year, if there is one."""
        index = bisect_right(self._starts, at) - 1
        if index >= 0 and at < self._ends[index]:
            return at
        return self._starts[index + 1] if index + 1 < len(self._starts) else None
