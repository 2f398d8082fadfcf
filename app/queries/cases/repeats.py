"""Repeat demands 重复诉求: what came before a case, found by keyed look-ups and nothing else."""

import uuid
from datetime import date, datetime
from functools import cache
from typing import TypedDict

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    DateTime,
    Double,
    Integer,
    Select,
    Subquery,
    Table,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR
from sqlalchemy.dialects.postgresql import insert as upsert

from app.db.statement import Statement
from app.models.caller import CaseCaller
from app.models.repeats import CaseMark, CaseRepeat, RepeatRule
from app.queries.cases.scope import Shape, cases, visible
from app.queries.rows import IdRow
from app.queries.tables import among, constant, table
from app.workflow.repeats import RepeatKind
from app.workflow.states import Status

callers, marks, repeats, rules = table(CaseCaller), table(CaseMark), table(CaseRepeat), table(RepeatRule)
_CASE_ID = bindparam("case_id", type_=UUID())
_LAT: BindParameter[float] = bindparam("lat", type_=Double())
_LON: BindParameter[float] = bindparam("lon", type_=Double())
_CATEGORY = bindparam("category", type_=VARCHAR())
_CELLS = bindparam("cells", type_=ARRAY(VARCHAR))
MOST = 1_000  # of a kind: nobody counts further on a report
NEAR = 0.0003  # degrees, some 30 m: what people call the same place
#: What was told by mistake, is told elsewhere, or is part of another report, is no demand of its own.
_NOT_ONE = (Status.CANCELLED.value, Status.MERGED.value)


UNCOUNTED = Statement(
    select(cases.c.id)
    .where(cases.c.repeat_count.is_(None))
    .order_by(cases.c.id)
    .limit(bindparam("count", type_=Integer())),
    IdRow,
)
MARK = Statement(upsert(marks).on_conflict_do_nothing(), columns=("case_id", "kind", "mark"))
KEEP = Statement(upsert(repeats).on_conflict_do_nothing(), columns=("case_id", "kind", "count", "since"))


def _newest(of: Table) -> tuple[ColumnElement[object], ...]:
    """In the order of the index of marks: by the id alone the planner would walk all cases for a mark that few bear."""
    return of.c.mark.desc(), of.c.case_id.desc()


def _of_caller() -> Select[uuid.UUID, str]:
    mine = func.array(select(callers.c.mark).where(callers.c.case_id == _CASE_ID).scalar_subquery())
    newest = select(callers.c.case_id).where(callers.c.mark == func.any(mine)).order_by(*_newest(callers))
    return _of(newest.limit(constant(MOST)).subquery("of_caller"), RepeatKind.CALLER)


def _of_household() -> Select[uuid.UUID, str]:
    its = select(marks.c.mark).where(marks.c.case_id == _CASE_ID, marks.c.kind == literal(RepeatKind.HOUSEHOLD.value))
    newest = select(marks.c.case_id).where(marks.c.mark == func.any(func.array(its.scalar_subquery())))
    return _of(newest.order_by(*_newest(marks)).limit(constant(MOST)).subquery("of_household"), RepeatKind.HOUSEHOLD)


def _of_place(kind: RepeatKind) -> Select[uuid.UUID, str]:
    near = and_(
        cases.c.lat.between(_LAT - NEAR, _LAT + NEAR),
        cases.c.lon.between(_LON - NEAR, _LON + NEAR),
        *((cases.c.category_code == _CATEGORY,) if kind is RepeatKind.MATTER else ()),
    )
    around = select(marks.c.case_id).where(marks.c.mark == _CELLS.any_()).order_by(*_newest(marks))
    newest = around.limit(constant(MOST * 9)).subquery(f"of_{kind.value}")
    return _of(newest, kind).select_from(newest.join(cases, newest.c.case_id == cases.c.id)).where(near)


def _of(newest: Subquery, kind: RepeatKind) -> Select[uuid.UUID, str]:
    """As rows of the kind; what is looked at is bounded before: ids are in the order of time (UUIDv7)."""
    return select(newest.c.case_id, literal(kind.value, VARCHAR()).label("kind"))


def _found() -> CompoundSelect[uuid.UUID, str]:
    """Whatever has something in common with the case, by kind; itself is among them."""
    return union_all(_of_caller(), _of_household(), _of_place(RepeatKind.PLACE), _of_place(RepeatKind.MATTER))


_MINE = tuple_(bindparam("reported_at", type_=DateTime(timezone=True)), _CASE_ID)
_BEFORE = and_(
    tuple_(cases.c.reported_at, cases.c.id) < _MINE,
    ~among(cases.c.status, _NOT_ONE),
    cases.c.parent_id.is_(None),
)


class RepeatRow(TypedDict):
    """How many of a kind, and since when."""

    kind: str
    count: int
    since: datetime


_found_once = _found().subquery("found")
_windows = func.unnest(
    bindparam("kinds", type_=ARRAY(VARCHAR)), bindparam("since", type_=ARRAY(DateTime(timezone=True)))
)
_window = _windows.table_valued("kind", "since").render_derived("windows")
COUNT = Statement(
    select(
        _found_once.c.kind,
        func.least(func.count(_found_once.c.case_id.distinct()), constant(MOST)).label("count"),
        func.min(cases.c.reported_at).label("since"),
    )
    .select_from(
        _found_once.join(cases, cases.c.id == _found_once.c.case_id).join(_window, _window.c.kind == _found_once.c.kind)
    )
    .where(_BEFORE, cases.c.reported_at >= _window.c.since)
    .group_by(_found_once.c.kind),
    RepeatRow,
)
"""What came before the case by kind, each `since` a moment of its own."""

REPEATS_OF = Statement(
    select(repeats.c.kind, repeats.c.count, repeats.c.since)
    .where(repeats.c.case_id == _CASE_ID)
    .order_by(repeats.c.kind),
    RepeatRow,
)


class EarlierCase(TypedDict):
    """A case that came before, how it is one of several, and what became of it."""

    id: uuid.UUID
    reported_at: datetime
    kinds: list[str]
    reply: str | None
    result: str | None
    rating: int | None


@cache
def before(shape: Shape, count: int, *, first: bool) -> Statement[EarlierCase]:
    """A page of what came before the case, newest first, in a scope and of `kinds` alone."""
    allowed = _found_once.c.kind == bindparam("kinds", type_=ARRAY(VARCHAR)).any_()
    found = (
        select(_found_once.c.case_id, func.array_agg(_found_once.c.kind.distinct()).label("kinds"))
        .where(allowed)
        .group_by(_found_once.c.case_id)
        .subquery("by_case")
    )
    key = tuple_(cases.c.reported_at, cases.c.id)
    after = tuple_(bindparam("after_value", type_=DateTime(timezone=True)), bindparam("after_id", type_=UUID()))
    return Statement(
        select(cases.c.id, cases.c.reported_at, found.c.kinds, cases.c.reply, cases.c.result, cases.c.rating)
        .select_from(found.join(cases, cases.c.id == found.c.case_id))
        .where(_BEFORE, visible(shape), *(() if first else (key < after,)))
        .order_by(cases.c.reported_at.desc(), cases.c.id.desc())
        .limit(constant(count)),
        EarlierCase,
    )


class RuleRow(TypedDict):
    """What an area says of a kind."""

    scope_path: str
    kind: str
    times: int
    window_days: int
    raises: bool
    valid_from: date | None
    valid_to: date | None


RULES = Statement(select(rules).order_by(rules.c.scope_path, rules.c.kind), RuleRow)
DROP_RULES = Statement(delete(rules).where(rules.c.scope_path == bindparam("scope", type_=VARCHAR())))
ADD_RULE = Statement(
    insert(rules), columns=("scope_path", "kind", "times", "window_days", "raises", "valid_from", "valid_to")
)
