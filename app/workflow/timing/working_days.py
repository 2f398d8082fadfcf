"""What the working calendar says of each day: its windows 工作时段, and why it is worked or not."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

Window = tuple[int, int]  # minutes of the day: (510, 720) is 8:30 to 12:00
Week = Mapping[int, tuple[Window, ...]]  # ISO weekday 1 to 7


MIDNIGHT = 24 * 60


def minute_of(time: str) -> int:
    """The minute of the day of `08:30`, up to `24:00`.

    Raises:
        ValueError: there is no such time.
    """
    hour, colon, minute = time[:2], time[2:3], time[3:]
    if colon == ":" and len(time) == 5 and (hour + minute).isascii() and (hour + minute).isdigit():
        found = int(hour) * 60 + int(minute)
        if int(minute) < 60 and found <= MIDNIGHT:
            return found
    raise ValueError(f"{time!r} is not a time like 08:30")


def time_of(minute: int) -> str:
    """`08:30` of a minute of the day."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


class DayKind(StrEnum):
    HOLIDAY = "holiday"  # 放假
    WORKING = "working"  # 上班, on a weekend a make-up working day 调休


class Reason(StrEnum):
    WORKING = "working"
    MAKE_UP = "make_up"  # 调休上班
    LUNCH = "lunch"
    OFF_HOURS = "off_hours"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


_OFFICE: tuple[Window, ...] = ((510, 720), (840, 1050))
#: Monday to Friday, 8:30 to 12:00 and 14:00 to 17:30.
OFFICE_WEEK: Week = MappingProxyType(dict.fromkeys(range(1, 6), _OFFICE))


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A dated day that differs from its weekday. A working day without own windows has those of a usual one."""

    kind: DayKind
    name: str | None = None
    windows: tuple[Window, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """One day: worked in these windows, or not at all for this reason."""

    windows: tuple[Window, ...]
    reason: Reason
    name: str | None = None


class Days:
    """Every day by its date, from the week in force and the days that differ from it."""

    def __init__(self, weeks: Sequence[tuple[date, Week]], special: Mapping[date, SpecialDay]) -> None:
        """Takes weeks by the day they come into force, earliest first; before the first one office hours hold."""
        self._since = [since for since, _ in weeks]
        self._weeks = [OFFICE_WEEK, *(week for _, week in weeks)]
        self._special = special

    def windows_of(self, day: date) -> tuple[Window, ...]:
        """The windows of a day alone."""
        if day in self._special:
            return self.of(day).windows
        return self._weeks[bisect_right(self._since, day)].get(day.isoweekday(), ())

    def of(self, day: date) -> Day:
        """What is known of a day."""
        week = self._weeks[bisect_right(self._since, day)]
        windows = week.get(day.isoweekday(), ())
        special = self._special.get(day)
        if special is None:
            return Day(windows, Reason.WORKING if windows else Reason.WEEKEND)
        if special.kind is DayKind.HOLIDAY:
            return Day((), Reason.HOLIDAY, special.name)
        usual = next((windows for _, windows in sorted(week.items()) if windows), _OFFICE)
        reason = Reason.WORKING if windows else Reason.MAKE_UP
        return Day(special.windows or windows or usual, reason, special.name)
