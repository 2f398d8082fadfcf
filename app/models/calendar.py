"""The working calendar 工作日历 as data: weeks by the day they come into force, days that differ, years that are known.

`scope_path` is the path of the area they hold for with all below it; the empty one is the whole country.
"""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from app.models.columns import document, enum_check, enum_type, path_column
from app.workflow.timing.working_days import DayKind


class CalendarYear(SQLModel, table=True):
    """Whether the arrangement of a year's holidays is published; until then the year is provisional."""

    __tablename__ = "calendar_years"

    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    is_published: bool
    source: str = Field(max_length=32)  # `library`, or `administrator`: what they wrote is never seeded over


class CalendarDay(SQLModel, table=True):
    """A day that differs from its weekday: `windows` as [[start, end], …] in minutes, null for the usual ones."""

    __tablename__ = "calendar_days"
    __table_args__ = (enum_check("kind", DayKind),)

    scope_path: str = path_column(primary_key=True)
    day: date = Field(primary_key=True)
    kind: DayKind = Field(sa_type=enum_type(DayKind))
    name: str | None = Field(default=None, max_length=64)
    windows: list[list[int]] | None = document(nullable=True)


class WorkingWindow(SQLModel, table=True):
    """One window of a weekday (1 Monday to 7) in minutes of the day; a week is all windows of one `valid_from`."""

    __tablename__ = "working_windows"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 1 AND 7", name="weekday_known"),
        CheckConstraint("0 <= starts AND starts < ends AND ends <= 1440", name="within_a_day"),
    )

    scope_path: str = path_column(primary_key=True)
    valid_from: date = Field(primary_key=True)
    weekday: int = Field(primary_key=True)
    starts: int = Field(primary_key=True)
    ends: int


class UnitWeek(SQLModel, table=True):
    """The hours of a unit 单位工时 from a day on: by weekday ("1" Monday to "7") as [[start, end], …] in minutes."""

    __tablename__ = "unit_weeks"

    department_code: str = Field(primary_key=True, foreign_key="departments.code", max_length=32)
    valid_from: date = Field(primary_key=True)
    windows: dict[str, list[list[int]]] = document()
    keeps_holidays: bool  # false: it works on holidays as on any weekday
