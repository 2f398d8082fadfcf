"""Reads of assists 协办: those of a case, and the list of open ones in their own order."""

import uuid
from datetime import datetime
from functools import lru_cache
from typing import TypedDict, cast

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    null,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR

from app.db.statement import Scalar, Statement
from app.models.case import OPEN_CASES
from app.queries.cases.assists import IS_OPEN, assignments, excuses
from app.queries.cases.scope import Shape, cases, visible
from app.queries.tables import among, constant
from app.workflow.states import Status

_CASE_ID = bindparam("case_id", type_=UUID())
_AT = bindparam("at", type_=DateTime(timezone=True))


class AssistRow(TypedDict):
    """An assist with its excuse, and what of its case its time and its reader's sight depend on."""

    case_id: uuid.UUID
    id: uuid.UUID
    department_code: str
    assigned_at: datetime
    done_at: datetime | None
    ended_at: datetime | None
    late: bool
    limit_amount: int | None
    limit_unit: str | None
    counts_from: datetime | None
    ticks_left: int | None
    own_due_at: datetime | None
    due_at: datetime | None
    warn_at: datetime | None
    excuse_reason_code: str | None
    excuse_note: str | None
    excuse_asked_at: datetime | None
    excuse_approved: bool | None
    excuse_decision_note: str | None
    status: str
    area_path: str
    serial: int
    title: str | None
    description: str
    case_due_at: datetime | None


#: When an assist is due: by its own time; without one with the case, while that runs.
_DUE = func.coalesce(assignments.c.due_at, cases.c.due_at)
_WARN = case((assignments.c.due_at.is_not(None), assignments.c.warn_at), else_=cases.c.warn_at)
_TOLD = (
    assignments.c.case_id, assignments.c.id, assignments.c.department_code, assignments.c.assigned_at,
    assignments.c.done_at, assignments.c.ended_at, assignments.c.late, assignments.c.limit_amount,
    assignments.c.limit_unit, assignments.c.counts_from, assignments.c.ticks_left,
    assignments.c.due_at.label("own_due_at"), _DUE.label("due_at"), _WARN.label("warn_at"),
    excuses.c.reason_code.label("excuse_reason_code"), excuses.c.note.label("excuse_note"),
    excuses.c.asked_at.label("excuse_asked_at"), excuses.c.approved.label("excuse_approved"),
    excuses.c.decision_note.label("excuse_decision_note"), cases.c.status, cases.c.area_path, cases.c.serial,
    cases.c.title, cases.c.description, cases.c.due_at.label("case_due_at"),
)  # fmt: skip
_NULLABLE_BESIDES = and_(excuses.c.case_id == assignments.c.case_id, excuses.c.assignment_id == assignments.c.id)
_FROM = assignments.join(cases, cases.c.id == assignments.c.case_id).outerjoin(excuses, _NULLABLE_BESIDES)
OF_CASE = Statement(
    select(*_TOLD)
    .select_from(_FROM)
    .where(assignments.c.case_id == _CASE_ID, assignments.c.role == literal_column("'assist'"))
    .order_by(assignments.c.assigned_at, assignments.c.department_code, assignments.c.id),
    AssistRow,
)
"""Every assist a case has had, oldest first."""

#: Whose time is over; of a case that stands still nobody's runs.
_OVERDUE = and_(_DUE < _AT, among(cases.c.status, (Status.DISPATCHED, Status.HANDLING)))
MOST_COUNTED = 10_000


def _listed(shape: Shape, *, mine: bool, overdue: bool) -> list[ColumnElement[bool]]:
    own = assignments.c.department_code == bindparam("units", type_=ARRAY(VARCHAR)).any_()
    is_open = cast(ColumnElement[bool], OPEN_CASES)
    return [IS_OPEN, is_open, visible(shape), own if mine else true(), _OVERDUE if overdue else true()]


@lru_cache(maxsize=500)
def listed(shape: Shape, count: int, *, mine: bool, overdue: bool, begun: bool) -> Statement[AssistRow]:
    """A page of the open assists in scope, most pressing first; those without any deadline come last.

    `begun`: after a row, takes its `after_value`, which may be null, and `after_id`.
    """
    rows = select(*_TOLD).select_from(_FROM).where(*_listed(shape, mine=mine, overdue=overdue))
    if begun:
        rows = rows.where(_after())
    return Statement(rows.order_by(_DUE.nulls_last(), assignments.c.id).limit(constant(count)), AssistRow)


def _after() -> ColumnElement[bool]:
    value, row_id = bindparam("after_value", type_=DateTime(timezone=True)), bindparam("after_id", type_=UUID())
    undated = and_(_DUE.is_(None), or_(value.is_not(None), assignments.c.id > row_id))
    return or_(tuple_(_DUE, assignments.c.id) > tuple_(value, row_id), undated)


@lru_cache(maxsize=500)
def counted(shape: Shape, *, mine: bool, overdue: bool) -> Scalar[int]:
    """How many there are, up to 10,000."""
    found: Select[*tuple[object, ...]] = (
        select(null()).select_from(_FROM).where(*_listed(shape, mine=mine, overdue=overdue))
    )
    return Scalar(select(func.count()).select_from(found.limit(constant(MOST_COUNTED)).subquery()), int)
