"""Which units are on a case: put on it, taken off, and one in the place of another."""

from sqlalchemy import ColumnElement, bindparam, insert, literal, select, update
from sqlalchemy.dialects.postgresql import UUID, VARCHAR

from app.db.statement import Statement
from app.models.case_parts import Assignment
from app.queries.tables import table

assignments = table(Assignment)

_CASE_ID = bindparam("case_id", type_=UUID())

ASSIGN = Statement(
    insert(assignments),
    columns=(
        "case_id",
        "id",
        "role",
        "department_code",
        "area_path",
        "assigned_at",
        "assigned_by",
        "limit_amount",
        "limit_unit",
        "counts_from",
        "ticks_left",
        "warn_at",
        "due_at",
    ),
)

END_ASSIGNMENTS = Statement(
    update(assignments)
    .where(assignments.c.case_id == _CASE_ID, assignments.c.ended_at.is_(None))
    .values({assignments.c.ended_at: bindparam("at", type_=assignments.c.ended_at.type)})
)
"""Takes every unit off the case."""

_ONE = (
    update(assignments)
    .where(
        assignments.c.case_id == _CASE_ID,
        assignments.c.ended_at.is_(None),
        assignments.c.department_code == bindparam("unit", type_=VARCHAR()),
    )
    .values({assignments.c.ended_at: bindparam("at", type_=assignments.c.ended_at.type)})
)

END_ASSIGNMENT = Statement(_ONE)
"""Takes one unit off the case."""

_ENDED = _ONE.returning(assignments).cte("ended")
_INSTEAD: dict[str, ColumnElement[object]] = {
    "id": bindparam("id", type_=UUID()),
    "department_code": bindparam("to_unit", type_=VARCHAR()),
    "assigned_at": bindparam("at", type_=assignments.c.assigned_at.type),
    "assigned_by": bindparam("by", type_=UUID()),
    "ended_at": literal(None, assignments.c.ended_at.type),
}
_TAKEN_OVER: list[ColumnElement[object]] = [_INSTEAD.get(column.name, column) for column in _ENDED.c]

REPLACE_UNIT = Statement(insert(assignments).from_select(list(assignments.c.keys()), select(*_TAKEN_OVER)))
"""Another unit takes the place of one: what was asked of that, and by when, is asked of it."""
