"""What a bulletin counts: of an area, in a period, in all and by unit, by the areas right below it and by category.

History is not read whole: what came in and what was closed within a period an index has, and what was overdue at its
end is open today or was closed later.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import TypedDict

from sqlalchemy import (
    CTE,
    Boolean,
    ColumnElement,
    Date,
    Integer,
    Select,
    Text,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
)

from app import clock
from app.db.statement import Statement
from app.queries.cases.past import ANSWERS, PROMISED, STOPPED, area_of_level, moment, open_or_closed_since, orders
from app.queries.cases.scope import cases, within
from app.queries.tables import constant
from app.workflow.supervision.answers import OrderAnswer
from app.workflow.timing.timeliness import Timeliness


class CountRow(TypedDict):
    """So many, of a group by one thing or in all; `by` says by what, `key` is empty for who has none."""

    by: str
    key: str
    reported: int
    filed: int
    closed: int
    timed: int
    on_time: int
    overdue: int


_NO, _YES = false(), literal_column("true", Boolean())
_KEPT = case(
    (cases.c.stated_timeliness.is_not(None), cases.c.stated_timeliness == literal(Timeliness.IN_TIME.value)),
    else_=STOPPED <= PROMISED,
)
#: Closed with a deadline, as kept here or as its history says.
_TIMED = or_(PROMISED.is_not(None), cases.c.stated_timeliness.is_not(None))


def _in(wide: bool) -> ColumnElement[bool]:
    return within("area_from", "area_to", wide=wide)


def _period(column: ColumnElement[datetime]) -> ColumnElement[bool]:
    return and_(column >= moment("period_from"), column < moment("period_to"))


@lru_cache(maxsize=2)
def counts(wide: bool) -> Statement[CountRow]:
    """Of the area from `area_from` to `area_to`; those below it lie `depth` deep; `at` is when its overdue are asked.

    Whoever was not closed yet at `at` and past the deadline was overdue then, by the deadlines as they stand now.
    """
    shared = (
        func.coalesce(cases.c.lead_department_code, literal("")).label("unit"),
        area_of_level().label("area"),
        func.coalesce(cases.c.category_code, literal("")).label("category"),
    )
    at = moment("at")
    each = union_all(
        select(*shared, _YES.label("reported"), cases.c.filed_at.is_not(None).label("filed"), _NO.label("closed"),
               _NO.label("timed"), _NO.label("on_time"), _NO.label("overdue"))
        .where(_in(wide), _period(cases.c.reported_at)),
        select(*shared, _NO, _NO, _YES, _TIMED, and_(_TIMED, func.coalesce(_KEPT, false())), _NO)
        .where(_in(wide), _period(cases.c.closed_at)),
        select(*shared, _NO, _NO, _NO, _NO, _NO, _YES)
        .where(_in(wide), open_or_closed_since(at), at > PROMISED, or_(STOPPED.is_(None), at <= STOPPED)),
    ).cte("each_case")  # fmt: skip
    return Statement(_grouped(each), CountRow)


def _grouped(each: CTE) -> Select[*tuple[object, ...]]:
    groups = {"unit": each.c.unit, "area": each.c.area, "category": each.c.category}
    by = case(
        *(
            (func.grouping(column) == constant(0), literal_column(f"'{name}'", Text()))
            for name, column in groups.items()
        ),
        else_=literal_column("'all'", Text()),
    )
    counted = (
        cast(func.count().filter(each.c[name]), Integer).label(name)
        for name in ("reported", "filed", "closed", "timed", "on_time", "overdue")
    )
    key = func.coalesce(*groups.values(), literal(""))
    sets = func.grouping_sets(tuple_(), *(tuple_(column) for column in groups.values()))
    return select(by.label("by"), key.label("key"), *counted).select_from(each).group_by(sets)


class DayRow(TypedDict):
    """So many of a kind, `reported` or `closed`, on a day of the place."""

    kind: str
    day: date
    count: int


def _by_day(kind: str, at: ColumnElement[datetime], wide: bool) -> Select[*tuple[object, ...]]:
    day = cast(func.timezone(literal_column(f"'{clock.LOCAL.key}'", Text()), at), Date).label("day")
    of_kind = literal_column(f"'{kind}'", Text()).label("kind")
    return select(of_kind, day, cast(func.count(), Integer).label("count")).where(_in(wide), _period(at)).group_by(day)


@lru_cache(maxsize=2)
def days(wide: bool) -> Statement[DayRow]:
    """What came in and what was closed on each day of the period; days without any are not there."""
    return Statement(
        union_all(_by_day("reported", cases.c.reported_at, wide), _by_day("closed", cases.c.closed_at, wide)), DayRow
    )


class OrderCountRow(TypedDict):
    """Orders 督办 of a unit, or in all, by what became of them."""

    key: str | None
    is_all: bool
    orders: int
    in_time: int
    late: int
    waiting: int
    ended: int


_COLUMNS: Mapping[OrderAnswer, str] = MappingProxyType(
    {answer: answer.value.replace("-", "_") for answer in OrderAnswer}
)


@lru_cache(maxsize=2)
def order_counts(wide: bool) -> Statement[OrderCountRow]:
    """The orders issued in the period about cases of the area, by the unit that has the case now, and in all."""
    of = orders.join(cases, cases.c.id == orders.c.case_id)
    key = cases.c.lead_department_code
    counted = (cast(func.count().filter(answer), Integer).label(_COLUMNS[kind]) for kind, answer in ANSWERS.items())
    is_all = (func.grouping(key) == constant(1)).label("is_all")
    return Statement(
        select(key.label("key"), is_all, cast(func.count(), Integer).label("orders"), *counted)
        .select_from(of)
        .where(_in(wide), _period(orders.c.issued_at))
        .group_by(func.rollup(key))
        .order_by(is_all.desc(), func.count().desc(), key),
        OrderCountRow,
    )


class OrderLineRow(TypedDict):
    """One order: about which case, at which level, and what became of it."""

    serial: int
    unit: str | None
    level: int
    issued_at: datetime
    reply_due_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    in_time: bool


MOST_ORDERS = 30


@lru_cache(maxsize=2)
def order_lines(wide: bool) -> Statement[OrderLineRow]:
    """The orders of the period, those first that wait for an answer, then the highest and the latest."""
    in_time = func.coalesce(ANSWERS[OrderAnswer.IN_TIME], false()).label("in_time")
    waiting = orders.c.ended_at.is_(None)
    return Statement(
        select(
            cases.c.serial, cases.c.lead_department_code.label("unit"), orders.c.level, orders.c.issued_at,
            orders.c.reply_due_at, orders.c.answered_at, orders.c.ended_at, in_time,
        )
        .select_from(orders.join(cases, cases.c.id == orders.c.case_id))
        .where(_in(wide), _period(orders.c.issued_at))
        .order_by(waiting.desc(), orders.c.level.desc(), orders.c.issued_at.desc(), cases.c.serial)
        .limit(constant(MOST_ORDERS)),
        OrderLineRow,
    )  # fmt: skip
