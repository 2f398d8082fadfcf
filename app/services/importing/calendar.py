"""Days and windows of the working calendar, by the changes an administrator makes one by one."""

from collections import defaultdict
from datetime import date

from app.db.session import Session
from app.services.calendar.changes import Change, DayChange, WeekChange, YearChange
from app.services.calendar.changing import begin, finish, refuse
from app.services.calendar.snapshot import NATIONAL, Snapshot
from app.services.importing import values as read
from app.services.importing.collection import Collection, Record, Told, field, kind
from app.services.importing.loading import Count
from app.services.importing.problems import Problems, Unfit
from app.services.importing.shapes import TREE, Areas
from app.workflow.timing.working_days import DayKind, SpecialDay, Window, minute_of


def read_time(value: str) -> int:
    """A time as 08:30, up to 24:00, in minutes of the day."""
    try:
        return minute_of(value)
    except ValueError:
        raise Unfit("不是 08:30 这样的时刻", "is not a time like 08:30", value) from None


def read_windows(value: str) -> tuple[Window, ...]:
    """Windows as `08:30-12:00 14:00-17:30`."""
    parts = (part.partition("-") for part in value.split())
    return tuple((read_time(starts), read_time(ends)) for starts, _, ends in parts)


def read_weekday(value: str) -> int:
    """1 Monday to 7 Sunday."""
    if value not in tuple("1234567"):
        raise Unfit("不是 1（周一）到 7（周日）", "is not 1 (Monday) to 7 (Sunday)", value)
    return int(value)


@kind
class DayValues:
    """A day of the calendar that is not as its weekday; without an area it is of the country."""

    area_code: str | None = field(read.code, empty=None, key=True)
    day: date = field(read.day, key=True)
    kind: DayKind = field(read.one_of(DayKind))
    name: str | None = field(read.text(64), empty=None)
    windows: tuple[Window, ...] = field(read_windows, empty=())


@kind
class WindowValues:
    """One window of a weekday; its times are minutes of the day."""

    area_code: str | None = field(read.code, empty=None, key=True)
    valid_from: date = field(read.day, key=True)
    weekday: int = field(read_weekday, key=True)
    starts: int = field(read_time, key=True)
    ends: int = field(read_time)


CALENDAR_DAYS = Collection("calendar_days", DayValues)
WORKING_WINDOWS = Collection("working_windows", WindowValues)
DAYS, WINDOWS = CALENDAR_DAYS.name, WORKING_WINDOWS.name


class CalendarImport:
    """Days and windows, checked and written together."""

    def __init__(self, told: Told, problems: Problems) -> None:
        """Takes what is told; `check` holds it against what is known."""
        self._problems = problems
        self._days = told.of(CALENDAR_DAYS)
        self._windows = told.of(WORKING_WINDOWS)
        self._steps: list[tuple[Change, Snapshot]] = []
        self._counts = {"weeks": [0, 0, 0], "days": [0, 0, 0], "years": [0, 0, 0]}

    @property
    def area_codes(self) -> set[str]:
        """The areas they speak of."""
        return self._days.told(lambda day: day.area_code) | self._windows.told(lambda window: window.area_code)

    async def check(self, session: Session, areas: Areas) -> None:
        """Every change must be one that an administrator could make."""
        if not self._days.all and not self._windows.all:
            return
        snapshot = await begin(session)
        for collection, index, change in (*self._weeks(areas), *self._single_days(areas), *self._years()):
            refusal = await refuse(session, snapshot, change)
            if refusal is not None:
                self._problems.add(collection, index, refusal.zh, refusal.en)
            elif change.span(snapshot) is None:
                self._count(change)[2] += 1
            else:
                self._count(change)[1 if change.stored(snapshot) else 0] += 1
                self._steps.append((change, snapshot))
                snapshot = change.applied(snapshot)

    def _count(self, change: Change) -> list[int]:
        kind = {WeekChange: "weeks", DayChange: "days", YearChange: "years"}[type(change)]
        return self._counts[kind]

    def _weeks(self, areas: Areas) -> list[tuple[str, int, Change]]:
        """All windows of one day of coming into force are one week."""
        weeks: dict[tuple[str, date], dict[int, list[Window]]] = {}
        first: dict[tuple[str, date], int] = {}
        for record in self._windows.all:
            scope = self._scope(WINDOWS, record.index, record.values.area_code, areas)
            if scope is None:
                continue
            values, key = record.values, (scope, record.values.valid_from)
            first.setdefault(key, record.index)
            week = weeks.setdefault(key, {})
            week.setdefault(values.weekday, []).append((values.starts, values.ends))
        return [
            (WINDOWS, first[key], WeekChange(*key, {number: tuple(sorted(found)) for number, found in week.items()}))
            for key, week in sorted(weeks.items())
        ]

    def _single_days(self, areas: Areas) -> list[tuple[str, int, Change]]:
        found: list[tuple[str, int, Change]] = []
        for record in self._days.all:
            if record.values.area_code is None:
                continue
            scope = self._scope(DAYS, record.index, record.values.area_code, areas)
            if scope is not None:
                found.append((DAYS, record.index, DayChange(scope, record.values.day, _special(record.values))))
        return found

    def _years(self) -> list[tuple[str, int, Change]]:
        """The days without an area are the arrangement of their whole year."""
        years: dict[int, list[Record[DayValues]]] = defaultdict(list)
        for record in self._days.all:
            if record.values.area_code is None:
                years[record.values.day.year].append(record)
        return [
            (
                DAYS,
                records[0].index,
                YearChange(year, {record.values.day: _special(record.values) for record in records}),
            )
            for year, records in sorted(years.items())
        ]

    def _scope(self, collection: str, index: int, code: str | None, areas: Areas) -> str | None:
        if code is None:
            return NATIONAL
        if code not in areas:
            self._problems.unknown(TREE, code, collection, index, "area_code")
            return None
        return areas[code].path

    async def write(self, session: Session) -> dict[str, Count]:
        """Makes the changes; the open deadlines are moved afterwards, by the worker or the command."""
        for change, before in self._steps:
            await change.write(session, before)
        if self._steps:
            await finish(session)
        return {f"calendar_{kind}": Count(*counts) for kind, counts in self._counts.items() if any(counts)}


def _special(values: DayValues) -> SpecialDay:
    return SpecialDay(values.kind, values.name, values.windows)
