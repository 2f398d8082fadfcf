"""Filters of lists by what has been, and by how long ago: closed, overdue at a moment, under an order, of some age.

Each asks of open cases, or of a stretch of time that an index has: history is never read whole.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import cast

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Integer,
    Text,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
)
from sqlalchemy import cast as sql_cast

from app import clock
from app.models.case import OPEN_CASES
from app.models.supervision import SupervisionOrder
from app.queries.cases.events import events
from app.queries.cases.scope import cases
from app.queries.tables import table
from app.workflow.actions import Action
from app.workflow.supervision.ages import LATE, AgeBand, name_of
from app.workflow.supervision.answers import OrderAnswer

orders = table(SupervisionOrder)
_MOMENT = DateTime(timezone=True)


def moment(name: str) -> ColumnElement[datetime]:
    """A parameter that is a moment."""
    return bindparam(name, type_=_MOMENT)


def _within(column: ColumnElement[datetime]) -> ColumnElement[bool]:
    return and_(column >= moment("period_from"), column < moment("period_to"))


#: The deadline that a case had: the running one, or the last that was promised.
PROMISED = func.coalesce(cases.c.due_at, cases.c.deadline_at)
#: When the clock of that deadline stopped for the last time; null while it runs.
STOPPED = case(
    (and_(cases.c.is_open, cases.c.due_at.is_not(None)), null()),
    else_=func.least(cases.c.resolved_at, cases.c.closed_at, cases.c.status_since),
)


def open_or_closed_since(since: ColumnElement[datetime]) -> ColumnElement[bool]:
    """Open today, or closed from a moment on: both of which an index has."""
    return or_(cast(ColumnElement[bool], OPEN_CASES), cases.c.closed_at >= since)


def _was_overdue() -> ColumnElement[bool]:
    at = moment("at")
    return and_(open_or_closed_since(at), at > PROMISED, or_(STOPPED.is_(None), at <= STOPPED))


_RAISED = exists(
    select(literal(1)).where(
        events.c.case_id == orders.c.case_id,
        events.c.action == literal(Action.RAISE_SUPERVISION.value),
        events.c.created_at >= orders.c.issued_at,
        or_(orders.c.ended_at.is_(None), events.c.created_at <= orders.c.ended_at),
    )
)
_ANSWERED = orders.c.answered_at.is_not(None)
_IN_TIME = and_(orders.c.answered_at <= orders.c.reply_due_at, ~_RAISED)
#: What became of an order.
ANSWERS: Mapping[OrderAnswer, ColumnElement[bool]] = MappingProxyType(
    {
        OrderAnswer.IN_TIME: and_(_ANSWERED, _IN_TIME),
        OrderAnswer.LATE: and_(_ANSWERED, ~_IN_TIME),
        OrderAnswer.WAITING: orders.c.ended_at.is_(None),
        OrderAnswer.ENDED: and_(orders.c.ended_at.is_not(None), ~_ANSWERED),
    }
)


def _under_an_order(*those: ColumnElement[bool]) -> ColumnElement[bool]:
    level = bindparam("order_level", type_=Integer())
    of_level = or_(level.is_(None), orders.c.level == level)
    return cases.c.id.in_(select(orders.c.case_id).where(_within(orders.c.issued_at), of_level, *those))


def _of_age(band: AgeBand) -> ColumnElement[bool]:
    bands = list(AgeBand)
    younger = bands[bands.index(band) - 1] if band is not bands[0] else None
    since = cases.c.reported_at >= moment(name_of(band))
    return since if younger is None else and_(since, cases.c.reported_at < moment(name_of(younger)))


def age() -> ColumnElement[str]:
    """The band of age a case is in."""
    *bands, oldest = AgeBand
    of = ((cases.c.reported_at >= moment(name_of(band)), _said(band)) for band in bands)
    return case(*of, else_=_said(oldest))


def _late_by(band: AgeBand) -> ColumnElement[bool]:
    bands = list(AgeBand)
    younger = name_of(bands[bands.index(band) - 1]) if band is not bands[0] else LATE
    return and_(cases.c.due_at >= moment(name_of(band)), cases.c.due_at < moment(younger))


def _in_time() -> ColumnElement[bool]:
    return or_(cases.c.due_at.is_(None), cases.c.due_at >= moment(LATE))


def lateness() -> ColumnElement[str]:
    """The band of days since the deadline of a case passed; null where it has not."""
    *bands, oldest = AgeBand
    of = ((cases.c.due_at >= moment(name_of(band)), _said(band)) for band in bands)
    return case((_in_time(), null()), *of, else_=_said(oldest))


def _said(band: AgeBand) -> ColumnElement[str]:
    return literal_column(f"'{band.value}'", Text())


def area_of_level() -> ColumnElement[str]:
    """The code of the area above a case that lies `depth` deep; empty where it lies higher up."""
    return func.split_part(cases.c.area_path, "/", bindparam("depth", type_=Integer()))


def hour_of(at: ColumnElement[datetime]) -> ColumnElement[int]:
    """The hour of the day, in the time of the place."""
    local = func.timezone(literal_column(f"'{clock.LOCAL.key}'", Text()), at)
    return sql_cast(func.extract("hour", local), Integer)


FILTERS: Mapping[str, Callable[[], ColumnElement[bool]]] = MappingProxyType(
    {
        "ended_within": lambda: _within(cases.c.closed_at),
        "was_overdue": _was_overdue,
        "above_level": lambda: area_of_level() == literal(""),
        "ordered_within": _under_an_order,
        **{f"order_{answer.value}": partial(_under_an_order, of) for answer, of in ANSWERS.items()},
        **{f"age_{band.value}": partial(_of_age, band) for band in AgeBand},
        **{f"lateness_{band.value}": partial(_late_by, band) for band in AgeBand},
        "without_lateness": _in_time,
        "hour": lambda: hour_of(cases.c.reported_at) == bindparam("hour", type_=Integer()),
    }
)
