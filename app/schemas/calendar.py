"""The working calendar on the wire: times as `08:30`, days as `2026-10-01`."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from app import clock
from app.schemas.base import Code, Day, Input, OneLine, Output, example
from app.schemas.examples.case import CALENDAR_CHANGE, DAYS, WRITTEN
from app.schemas.examples.organisation import UNIT_CHANGE
from app.workflow.timing.working_days import DayKind, SpecialDay, Week, Window, minute_of

MOST_DAYS = 366
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


Time = Annotated[str, StringConstraints(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"), Field(examples=["08:30"])]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64), OneLine]


class WindowIn(Input):
    """A window 工作时段, from one time to a later one of the same day."""

    starts: Time
    ends: Time

    def minutes(self) -> Window:
        """In minutes of the day."""
        return minute_of(self.starts), minute_of(self.ends)


Windows = Annotated[list[WindowIn], Field(max_length=24)]


class WeekIn(Input):
    """The windows of each weekday; a day that is not named is not worked."""

    model_config = example(
        monday=[{"starts": "08:30", "ends": "12:00"}, {"starts": "14:00", "ends": "17:30"}],
        saturday=[{"starts": "09:00", "ends": "12:00"}],
    )
    monday: Windows = []
    tuesday: Windows = []
    wednesday: Windows = []
    thursday: Windows = []
    friday: Windows = []
    saturday: Windows = []
    sunday: Windows = []

    def week(self) -> Week:
        """By ISO weekday, without the days that are not worked."""
        days = (self.monday, self.tuesday, self.wednesday, self.thursday, self.friday, self.saturday, self.sunday)
        windows = ((number, tuple(window.minutes() for window in day)) for number, day in enumerate(days, start=1))
        return {number: day for number, day in windows if day}


class UnitWeekIn(WeekIn):
    """The windows of each weekday of a unit; a day that is not named is not worked."""

    model_config = example(
        **{day: [{"starts": "00:00", "ends": "24:00"}] for day in WEEKDAYS},
        keeps_holidays=False,
    )
    keeps_holidays: bool = Field(
        default=True,
        description="false: it works on holidays 节假日 as on any weekday, and knows no make-up days 调休",
    )


class DayIn(Input):
    """A day that differs; a working day without windows has those of a usual one."""

    model_config = example(kind="working", name="台风后补班", windows=[{"starts": "09:00", "ends": "12:00"}])
    kind: DayKind
    name: Name | None = None
    windows: Windows = []

    def special(self) -> SpecialDay:
        """As the calendar knows it."""
        return SpecialDay(self.kind, self.name, tuple(window.minutes() for window in self.windows))


class NationalDay(Input):
    day: Day
    kind: DayKind
    name: Name | None = None


class YearIn(Input):
    """The arrangement of a whole year as the State Council publishes it: every holiday and make-up working day 调休."""

    model_config = example(
        days=[
            {"day": "2027-01-01", "kind": "holiday", "name": "元旦"},
            {"day": "2027-05-01", "kind": "holiday", "name": "劳动节"},
            {"day": "2027-10-01", "kind": "holiday", "name": "国庆节"},
            {"day": "2027-10-09", "kind": "working", "name": "国庆节调休"},
        ]
    )
    days: list[NationalDay] = Field(min_length=1, max_length=MOST_DAYS)

    def entries(self) -> list[tuple[date, SpecialDay]]:
        """As the calendar knows them, in the order given."""
        return [(each.day, SpecialDay(each.kind, each.name)) for each in self.days]


class DaysQuery(Input):
    """Which days to explain: by default a month from today, at most a year."""

    area: Code = Field(description="Code of the area")
    since: Day | None = None
    days: int = Field(default=31, ge=1, le=MOST_DAYS)

    def first(self) -> date:
        """The first of them."""
        return self.since or clock.today()


class MovedDeadline(Output):
    number: str
    due_at_before: datetime | None
    due_at: datetime | None


class ChangeOut(Output):
    """What a change does, or would do, to the open cases; the worker moves their deadlines soon after."""

    applied: bool = Field(description="false: a preview, or it is so already")
    calendar_version: int
    examined: int = Field(description="Open cases whose deadline lies after the first day that differs, up to 5,000")
    moving: int = Field(description="How many of these deadlines move")
    is_complete: bool = Field(description="false: there are more cases than were examined")
    examples: list[MovedDeadline] = Field(description="The first 20")
    model_config = example(**CALENDAR_CHANGE)


class MovedSigning(Output):
    number: str
    stage_due_at_before: datetime | None
    stage_due_at: datetime | None


class UnitChangeOut(Output):
    """What a change does, or would do, to what the unit and those below it have to sign."""

    applied: bool = Field(description="false: a preview, or it is so already")
    calendar_version: int
    examined: int = Field(description="Cases they have to sign, up to 5,000")
    moving: int = Field(description="How many of these times for signing 签收时限 move")
    is_complete: bool = Field(description="false: there are more cases than were examined")
    examples: list[MovedSigning] = Field(description="The first 20")
    model_config = example(**UNIT_CHANGE)


class WindowOut(Output):
    starts: str
    ends: str


class DayOut(Output):
    day: date
    is_working: bool
    reason: str = Field(description="working, make_up, weekend or holiday")
    name: str | None
    windows: list[WindowOut]
    is_provisional: bool = Field(description="The holidays of its year are not published yet")


class DaysOut(Output):
    area_code: str
    calendar_version: int
    days: list[DayOut]
    model_config = example(**DAYS)


class WrittenWeek(Output):
    valid_from: date
    windows: dict[str, list[WindowOut]] = Field(description="By weekday, `monday` to `sunday`")


class UnitWeekView(WrittenWeek):
    keeps_holidays: bool


class WrittenDay(Output):
    day: date
    kind: DayKind
    name: str | None
    windows: list[WindowOut]


class WrittenYear(Output):
    year: int
    is_published: bool


class Written(Output):
    """What was written for one place itself; what lies above it holds too."""

    place: str
    calendar_version: int
    year: WrittenYear
    weeks: list[WrittenWeek]
    days: list[WrittenDay] = Field(description="Of the year that was asked for")
    model_config = example(**WRITTEN)
