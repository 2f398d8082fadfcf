"""Reads and writes of the working calendar."""

from datetime import date
from typing import TypedDict

from sqlalchemy import Date, DateTime, and_, bindparam, delete, exists, func, insert, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, VARCHAR
from sqlalchemy.dialects.postgresql import insert as upsert

from app.db.statement import Scalar, Statement
from app.models.calendar import CalendarDay, CalendarYear, WorkingWindow
from app.models.case import CLOCKED_CASES, Case
from app.models.case_row import CaseRow
from app.queries.cases.scope import FACTS
from app.queries.tables import table

years = table(CalendarYear)
days = table(CalendarDay)
windows = table(WorkingWindow)
cases = table(Case)

_SCOPE = bindparam("scope", type_=VARCHAR())


class YearRow(TypedDict):
    year: int
    is_published: bool
    source: str


YEARS = Statement(select(years).order_by(years.c.year), YearRow)


class DayRow(TypedDict):
    """A day that differs from its weekday; `windows` in minutes of the day."""

    scope_path: str
    day: date
    kind: str
    name: str | None
    windows: list[list[int]] | None


DAYS = Statement(select(days).order_by(days.c.scope_path, days.c.day), DayRow)


class WindowRow(TypedDict):
    """One window of a weekday, in minutes of the day."""

    scope_path: str
    valid_from: date
    weekday: int
    starts: int
    ends: int


WINDOWS = Statement(
    select(windows).order_by(windows.c.scope_path, windows.c.valid_from, windows.c.weekday, windows.c.starts), WindowRow
)

_year = upsert(years)
PUT_YEAR = Statement(
    _year.on_conflict_do_update(
        index_elements=["year"], set_={"is_published": _year.excluded.is_published, "source": _year.excluded.source}
    ),
    columns=("year", "is_published", "source"),
)

_day = upsert(days)
PUT_DAY = Statement(
    _day.on_conflict_do_update(
        index_elements=["scope_path", "day"],
        set_={"kind": _day.excluded.kind, "name": _day.excluded.name, "windows": _day.excluded.windows},
    ),
    columns=("scope_path", "day", "kind", "name", "windows"),
)

DROP_DAYS = Statement(
    delete(days).where(days.c.scope_path == _SCOPE, days.c.day == bindparam("days", type_=ARRAY(Date())).any_())
)

DROP_WEEK = Statement(
    delete(windows).where(windows.c.scope_path == _SCOPE, windows.c.valid_from == bindparam("since", type_=Date()))
)
ADD_WINDOW = Statement(insert(windows), columns=("scope_path", "valid_from", "weekday", "starts", "ends"))

_CLOSED_IN = and_(
    cases.c.area_path >= bindparam("area_from", type_=VARCHAR()),
    cases.c.area_path < bindparam("area_to", type_=VARCHAR()),
    cases.c.clock_started_at < bindparam("until", type_=DateTime(timezone=True)),
    cases.c.closed_at >= bindparam("since", type_=DateTime(timezone=True)),
    cases.c.rule.is_not(None),  # the deadlines of imported history were never computed here
)

CLOSED_IN = Scalar(select(exists(select(cases.c.id).where(_CLOSED_IN))), bool)
"""Whether the clock of a closed case of the area ran between two moments: its computing must not change any more."""

_TOUCHED_FROM = func.greatest(cases.c.due_at, cases.c.stage_due_at, cases.c.deadline_at)


def _open_in(*, first: bool) -> Statement[CaseRow]:
    after = () if first else (cases.c.id > bindparam("after", type_=cases.c.id.type),)
    return Statement(
        select(*FACTS)
        .where(
            CLOCKED_CASES,
            cases.c.rule.is_not(None),  # as above
            cases.c.area_path >= bindparam("area_from", type_=VARCHAR()),
            cases.c.area_path < bindparam("area_to", type_=VARCHAR()),
            or_(cases.c.due_at.is_(None), bindparam("since", type_=DateTime(timezone=True)) <= _TOUCHED_FROM),
            *after,
        )
        .order_by(cases.c.id)
        .limit(bindparam("count")),
        CaseRow,
    )


OPEN_IN, OPEN_IN_AFTER = _open_in(first=True), _open_in(first=False)
"""The open cases of an area, whole, whose deadline lies after a moment or stands still; then those after an id."""
