"""Reading what was found: lists of a scope or of whom it concerns, one with its file, and what is excluded."""

import uuid
from datetime import datetime
from functools import cache
from typing import TypedDict

from sqlalchemy import (
    Boolean,
    ColumnElement,
    DateTime,
    Integer,
    Uuid,
    bindparam,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR

from app.db.statement import Scalar, Statement
from app.queries.cases.scope import Shape, cases, visible
from app.queries.irregularities.keeping import entries, irregularities, of_cases

_ID = bindparam("of_id", type_=UUID())
_MOMENT = DateTime(timezone=True)
_TEXTS = ARRAY(VARCHAR)


class IrregularityRow(TypedDict):
    """One as it is kept."""

    id: uuid.UUID
    kind: str
    state: str
    person_id: uuid.UUID | None
    department_code: str | None
    area_path: str
    happened_at: datetime
    found_at: datetime
    figures: dict[str, object]
    judged_at: datetime | None
    judged_by: uuid.UUID | None


ONE = Statement(select(irregularities).where(irregularities.c.id == _ID), IrregularityRow)
LOCK = Statement(select(irregularities).where(irregularities.c.id == _ID).with_for_update(), IrregularityRow)
"""The same, held until the transaction ends: judged by one at a time, and not changed by a look meanwhile."""


def _optional(name: str, column: ColumnElement[object]) -> ColumnElement[bool]:
    given = bindparam(name, type_=UUID() if isinstance(column.type, Uuid) else VARCHAR())
    return or_(given.is_(None), column == given)


_MINE = func.unnest(bindparam("paths", type_=_TEXTS)).table_valued("path").render_derived("mine")
_IN_SCOPE = select(literal(1)).select_from(_MINE).where(func.starts_with(irregularities.c.area_path, _MINE.c.path))
_CONCERNS = or_(
    irregularities.c.person_id == bindparam("me", type_=UUID()),
    irregularities.c.department_code == bindparam("units", type_=_TEXTS).any_(),
)
_AFTER = tuple_(bindparam("after_value", type_=_MOMENT), bindparam("after_id", type_=UUID()))


@cache
def page(*, mine: bool, first: bool) -> Statement[IrregularityRow]:
    """The newest first: those within some areas, or those that concern somebody and their units."""
    key = tuple_(irregularities.c.happened_at, irregularities.c.id)
    since, until = bindparam("since", type_=_MOMENT), bindparam("until", type_=_MOMENT)
    wanted = [
        _CONCERNS if mine else _IN_SCOPE.exists(),
        irregularities.c.happened_at >= since,
        irregularities.c.happened_at < until,
        _optional("kind", irregularities.c.kind),
        _optional("state", irregularities.c.state),
        _optional("person", irregularities.c.person_id),
        _optional("unit", irregularities.c.department_code),
        func.starts_with(irregularities.c.area_path, bindparam("within", type_=VARCHAR())),
    ]
    return Statement(
        select(irregularities)
        .where(*wanted, *(() if first else (key < _AFTER,)))
        .order_by(irregularities.c.happened_at.desc(), irregularities.c.id.desc())
        .limit(bindparam("count", type_=Integer())),
        IrregularityRow,
    )


class CaseOfOne(TypedDict):
    """A case of an irregularity, and whether the reader sees it."""

    irregularity_id: uuid.UUID
    id: uuid.UUID
    is_subject: bool
    serial: int
    status: str
    reported_at: datetime
    is_seen: bool


@cache
def cases_of(shape: Shape) -> Statement[CaseOfOne]:
    """The cases of some of them; of what the reader does not see they are told that there is one, and no more."""
    told = (cases.c.serial, cases.c.status, cases.c.reported_at)
    return Statement(
        select(
            of_cases.c.irregularity_id,
            cases.c.id,
            of_cases.c.is_subject,
            *told,
            func.coalesce(visible(shape), literal(False, Boolean())).label("is_seen"),
        )
        .select_from(of_cases.join(cases, cases.c.id == of_cases.c.case_id))
        .where(of_cases.c.irregularity_id == bindparam("ids", type_=ARRAY(UUID())).any_())
        .order_by(of_cases.c.irregularity_id, of_cases.c.is_subject.desc(), cases.c.reported_at, cases.c.id),
        CaseOfOne,
    )


HAS_A_HAND = Scalar(
    select(func.count())
    .select_from(of_cases.join(cases, cases.c.id == of_cases.c.case_id))
    .where(
        of_cases.c.irregularity_id == _ID,
        or_(*(cases.c[who] == bindparam("me", type_=UUID()) for who in ("reporter_id", "handler_id", "checker_id"))),
    ),
    int,
)
"""In how many of its cases somebody has a hand themselves."""


class EntryRow(TypedDict):
    """An entry of its file."""

    id: uuid.UUID
    kind: str
    said_by: uuid.UUID | None
    note: str | None
    created_at: datetime


FILE = Statement(
    select(entries.c.id, entries.c.kind, entries.c.said_by, entries.c.note, entries.c.created_at)
    .where(entries.c.irregularity_id == _ID)
    .order_by(entries.c.id),
    EntryRow,
)


class OddCase(TypedDict):
    """A case that is odd itself."""

    case_id: uuid.UUID


class ConfirmedCase(TypedDict):
    """A case, and in which ways it is odd."""

    case_id: uuid.UUID
    kinds: list[str]


CONFIRMED_AMONG = Statement(
    select(of_cases.c.case_id, func.array_agg(irregularities.c.kind.distinct(), type_=_TEXTS).label("kinds"))
    .select_from(irregularities.join(of_cases, of_cases.c.irregularity_id == irregularities.c.id))
    .where(
        of_cases.c.case_id == bindparam("case_ids", type_=ARRAY(UUID())).any_(),
        irregularities.c.state == bindparam("confirmed", type_=VARCHAR()),
        of_cases.c.is_subject,
    )
    .group_by(of_cases.c.case_id),
    ConfirmedCase,
)
"""Of some cases those that are confirmed to be irregular."""

SUBJECTS_OF = Statement(
    select(of_cases.c.case_id).where(of_cases.c.irregularity_id == _ID, of_cases.c.is_subject), OddCase
)
"""The cases of one irregularity that are odd themselves."""
