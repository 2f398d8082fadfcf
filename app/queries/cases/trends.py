"""Day by day: what was reported, what was closed, what was overdue; and what became of orders 督办.

Reports and closings are counted over the days asked for alone. A case is overdue at the end of each day from the one
in which its deadline passed to the last before its clock stopped: both ends are counted by day, and summed up above.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import TypedDict

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    Text,
    and_,
    cast,
    distinct,
    func,
    literal_column,
    or_,
    select,
    union_all,
)

from app import clock
from app.db.statement import Statement
from app.queries.cases.filters import FILTERS
from app.queries.cases.lists import Listing, predicate
from app.queries.cases.past import ANSWERS, PROMISED, STOPPED, moment, open_or_closed_since, orders
from app.queries.cases.scope import cases
from app.queries.tables import constant
from app.workflow.supervision.answers import OrderAnswer


class TrendRow(TypedDict):
    """So many of a kind on a day: `reported`, `closed`, `late` (a deadline passed) or `stopped` (one is so no more)."""

    kind: str
    day: date
    count: int


def _day(at: ColumnElement[datetime]) -> ColumnElement[date]:
    return cast(func.timezone(literal_column(f"'{clock.LOCAL.key}'", Text()), at), Date)


def _by_day(kind: str, at: ColumnElement[datetime], *where: ColumnElement[bool]) -> "Select[str, date, int]":
    day = _day(at).label("day")
    of_kind = literal_column(f"'{kind}'", Text()).label("kind")
    return select(of_kind, day, func.count().label("count")).where(*where).group_by(day)


@lru_cache(maxsize=200)
def trend(listing: Listing) -> Statement[TrendRow]:
    """What happened to the cases of a list from `period_from` until before `period_to`, and what was late by `now`.

    What was late before the period counts with its first day, so that sums over days are true from there on.
    """
    seen = predicate(listing)
    promised, stopped = PROMISED.label("promised"), STOPPED.label("stopped")
    late = (
        select(func.greatest(promised, moment("period_from")).label("promised"), stopped)
        .where(
            *seen,
            open_or_closed_since(moment("period_from")),
            moment("now") > PROMISED,
            or_(STOPPED.is_(None), and_(moment("period_from") <= STOPPED, STOPPED > PROMISED)),
        )
        .cte("late")
    )
    return Statement(
        union_all(
            _by_day("reported", cases.c.reported_at, *seen, FILTERS["reported_within"]()),
            _by_day("closed", cases.c.closed_at, *seen, FILTERS["ended_within"]()),
            _by_day("late", late.c.promised),
            _by_day("stopped", late.c.stopped, late.c.stopped.is_not(None)),
        ),
        TrendRow,
    )


MOST_GROUPS = 1_000


class OrderRow(TypedDict):
    """Cases that were given orders, and how many of these ended how; of a group, or `is_all`."""

    key: str | None
    is_all: bool
    orders: int
    count: int
    in_time: int
    late: int
    waiting: int
    ended: int


_GROUPS: Mapping[str, ColumnElement[str]] = MappingProxyType(
    {"department": cases.c.lead_department_code, "level": cast(orders.c.level, Text)}
)
_COLUMNS: Mapping[OrderAnswer, str] = MappingProxyType(
    {answer: answer.value.replace("-", "_") for answer in OrderAnswer}
)


@lru_cache(maxsize=200)
def order_figures(listing: Listing, by: str) -> Statement[OrderRow]:
    """The orders of a period about the cases of a list by group, and in all: a case counts once in each figure."""
    each = select(
        _GROUPS.get(by, cases.c.lead_department_code).label("key"),
        orders.c.case_id,
        *(of.label(_COLUMNS[answer]) for answer, of in ANSWERS.items()),
    ).select_from(orders.join(cases, cases.c.id == orders.c.case_id))
    each = each.where(
        orders.c.issued_at >= moment("period_from"), orders.c.issued_at < moment("period_to"), *predicate(listing)
    )
    found = each.cte("found")
    case_id = distinct(found.c.case_id)
    counted = (func.count(case_id).filter(found.c[name]).label(name) for name in _COLUMNS.values())
    is_all = (func.grouping(found.c.key) == constant(1)).label("is_all")
    return Statement(
        select(
            found.c.key,
            is_all,
            cast(func.count(), Integer).label("orders"),
            func.count(case_id).label("count"),
            *counted,
        )
        .group_by(func.rollup(found.c.key))
        .order_by(is_all.desc(), func.count(case_id).desc(), found.c.key)
        .limit(constant(MOST_GROUPS + 1)),
        OrderRow,
    )
