"""Assists 协办 with times of their own, and those that ask to be excused 免办."""

import uuid
from datetime import datetime
from typing import TypedDict

from sqlalchemy import (
    DateTime,
    and_,
    bindparam,
    false,
    func,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR
from sqlalchemy.dialects.postgresql import insert as upsert

from app.db.statement import Statement
from app.models.case_parts import Assignment, AssignmentRole, AssistExcuse
from app.queries.tables import table

assignments = table(Assignment)
excuses = table(AssistExcuse)

_CASE_ID = bindparam("case_id", type_=UUID())
_AT = bindparam("at", type_=DateTime(timezone=True))
_CODES = bindparam("codes", type_=ARRAY(VARCHAR))
IS_OPEN = and_(
    assignments.c.role == literal_column(f"'{AssignmentRole.ASSIST.value}'"),
    assignments.c.ended_at.is_(None),
    assignments.c.done_at.is_(None),
)
_OWN_TIME = and_(assignments.c.case_id == _CASE_ID, IS_OPEN, assignments.c.due_at.is_not(None))


ASSISTS_DONE = Statement(
    update(assignments)
    .where(assignments.c.case_id == _CASE_ID, IS_OPEN, assignments.c.department_code == _CODES.any_())
    .values(
        {
            assignments.c.done_at: _AT,
            assignments.c.late: func.coalesce(
                func.coalesce(assignments.c.due_at, bindparam("case_due_at", type_=assignments.c.due_at.type)) < _AT,
                false(),
            ),
        }
    )
)
"""Late is whoever ends after their own time, or without one after the case's."""

RELEASE = Statement(
    update(assignments)
    .where(
        assignments.c.case_id == _CASE_ID,
        IS_OPEN,
        assignments.c.department_code == bindparam("unit", type_=VARCHAR()),
    )
    .values({assignments.c.ended_at: _AT})
)
"""Takes an assist off the case."""


class TimedAssist(TypedDict):
    """An open assist with a time of its own."""

    id: uuid.UUID
    department_code: str
    limit_unit: str | None
    counts_from: datetime | None
    ticks_left: int | None
    warn_at: datetime | None
    due_at: datetime
    reminded_for: datetime | None


_TIMED = tuple(assignments.c[name] for name in TimedAssist.__annotations__)
TIMED = Statement(select(*_TIMED).where(_OWN_TIME), TimedAssist, never_null=("due_at",))
"""The open assists of a case that have a time of their own."""

MOVE = Statement(
    update(assignments)
    .where(assignments.c.case_id == _CASE_ID, assignments.c.id == bindparam("assignment_id", type_=UUID()))
    .values(
        {
            name: bindparam(f"to_{name}", type_=assignments.c[name].type)
            for name in ("counts_from", "ticks_left", "warn_at", "due_at")
        }
    ),
)
"""Gives an assist another deadline: the calendar has changed, or the case was suspended."""

REMIND = Statement(
    update(assignments)
    .where(_OWN_TIME, assignments.c.due_at <= _AT, assignments.c.reminded_for.is_distinct_from(assignments.c.due_at))
    .values({assignments.c.reminded_for: assignments.c.due_at})
    .returning(*_TIMED),
    TimedAssist,
    never_null=("due_at",),
)
"""Those whose time is over by now and who were not reminded of it: each once for each deadline."""


class AskedExcuse(TypedDict):
    department_code: str


ASK_EXCUSE = Statement(
    upsert(excuses)
    .from_select(
        ["case_id", "assignment_id", "area_path", "department_code", "reason_code", "note", "asked_by", "asked_at"],
        select(
            assignments.c.case_id,
            assignments.c.id,
            assignments.c.area_path,
            assignments.c.department_code,
            bindparam("reason_code", type_=excuses.c.reason_code.type).label("reason_code"),
            bindparam("because", type_=excuses.c.note.type).label("note"),
            bindparam("asked_by", type_=UUID()).label("asked_by"),
            _AT.label("asked_at"),
        ).where(assignments.c.case_id == _CASE_ID, IS_OPEN, assignments.c.department_code == _CODES.any_()),
    )
    .on_conflict_do_nothing(index_elements=["case_id", "assignment_id"])
    .returning(excuses.c.department_code),
    AskedExcuse,
)
"""The open assists of some units ask to be excused; those that asked before are not among the rows."""

DECIDE_EXCUSE = Statement(
    update(excuses)
    .where(
        excuses.c.case_id == _CASE_ID,
        excuses.c.approved.is_(None),
        excuses.c.department_code == bindparam("unit", type_=VARCHAR()),
        excuses.c.assignment_id.in_(select(assignments.c.id).where(assignments.c.case_id == _CASE_ID, IS_OPEN)),
    )
    .values(
        {
            excuses.c.approved: bindparam("decision", type_=excuses.c.approved.type),
            excuses.c.decided_by: bindparam("by", type_=UUID()),
            excuses.c.decided_at: _AT,
            excuses.c.decision_note: bindparam("because", type_=excuses.c.decision_note.type),
        }
    )
)
