"""What a worker reported on a day, by their own clock where it told one."""

import uuid
from datetime import datetime
from typing import TypedDict

from sqlalchemy import ColumnElement, DateTime, Text, and_, bindparam, cast, func, literal, select, true
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from app.db.statement import Statement
from app.models.case import Channel
from app.models.case_event import CaseEvent
from app.queries.cases.scope import cases
from app.queries.tables import constant, table

events = table(CaseEvent)

_IDS = bindparam("case_ids", type_=ARRAY(UUID())).any_()
_MOMENT = DateTime(timezone=True)
_LATE = func.make_interval(constant(0), constant(0), constant(0), constant(7))  # days that a phone may be silent
_MOST_OF_A_DAY = 400


class DayRow(TypedDict):
    """A report of a worker: where, when by their own clock, and what is odd about that clock."""

    person: uuid.UUID
    day: datetime
    id: uuid.UUID
    at: datetime
    told_at: datetime | None
    lat: float | None
    lon: float | None
    accuracy_m: float | None
    category_code: str | None
    area_path: str
    self_handled: bool
    remarks: str | None


_AT = func.coalesce(cases.c.device_time, cases.c.reported_at)
_BY_WORKER = and_(
    cases.c.channel == literal(Channel.WORKER.value), cases.c.reporter_id.is_not(None), cases.c.lat.is_not(None)
)


class WorkerDay(TypedDict):
    person: uuid.UUID
    at: datetime


DAYS_OF = Statement(
    select(cases.c.reporter_id.label("person"), _AT.label("at")).where(cases.c.id == _IDS, _BY_WORKER),
    WorkerDay,
)
"""Whose days the cases of a batch lie in."""


def _of_days() -> Statement[DayRow]:
    wanted = (
        func.unnest(bindparam("people", type_=ARRAY(UUID())), bindparam("days", type_=ARRAY(_MOMENT)))
        .table_valued("person", "day")
        .render_derived("wanted")
    )
    start: ColumnElement[datetime] = wanted.c.day
    end = start + func.make_interval(constant(0), constant(0), constant(0), constant(1))
    reported = (
        select(
            cases.c.id,
            _AT.label("at"),
            cases.c.device_time.label("told_at"),
            cases.c.lat,
            cases.c.lon,
            cases.c.accuracy_m,
            cases.c.category_code,
            cases.c.area_path,
            cases.c.self_handled,
        )
        .where(
            cases.c.reporter_id == wanted.c.person,
            cases.c.reported_at >= start,
            cases.c.reported_at < end + _LATE,
            _BY_WORKER,
            start <= _AT,
            end > _AT,
        )
        .order_by(cases.c.reported_at, cases.c.id)
        .limit(constant(_MOST_OF_A_DAY))
        .lateral("reported")
    )
    told = events.alias("told")
    remarks = cast(told.c.data["device"], Text).label("remarks")
    return Statement(
        select(wanted.c.person, wanted.c.day, *reported.c, remarks).select_from(
            wanted.join(reported, true()).outerjoin(
                told, and_(told.c.case_id == reported.c.id, told.c.seq == literal(1))
            )
        ),
        DayRow,
    )


OF_DAYS = _of_days()
"""What each of some people reported on each of some days, by their own clock where it told one."""
