"""The trail of administration 操作记录: written, and read newest first within a reach."""

from datetime import datetime
from typing import TypedDict

from sqlalchemy import Boolean, ColumnElement, DateTime, bindparam, func, insert, literal, or_, select, tuple_
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR

from app.db.statement import Statement
from app.models.audit import AuditEntry, Deed
from app.queries.tables import table

entries = table(AuditEntry)

ADD = Statement(insert(entries), columns=tuple(column.name for column in entries.columns))


class RevokedRow(TypedDict):
    """The entry that tells of a post that was revoked."""

    target: str
    data: dict[str, object]
    created_at: datetime


REVOKED = Statement(
    select(entries.c.target, entries.c.data, entries.c.created_at)
    .where(
        entries.c.target == bindparam("targets", type_=ARRAY(VARCHAR)).any_(),
        entries.c.action == literal(Deed.APPOINTMENT_REVOKED.value),
    )
    .order_by(entries.c.created_at),
    RevokedRow,
)
"""The posts of some users that were revoked, those too that were taken away because they began the same day."""

_MINE = func.unnest(bindparam("paths", type_=ARRAY(VARCHAR))).table_valued("path").render_derived("mine")
_IN_REACH = select(literal(1)).select_from(_MINE).where(func.starts_with(entries.c.area_path, _MINE.c.path)).exists()


def _is(name: str, column_name: str) -> ColumnElement[bool]:
    column = entries.c[column_name]
    told = bindparam(name, type_=column.type)
    return or_(told.is_(None), column == told)


_AFTER, _SINCE, _UNTIL = (bindparam(name, type_=DateTime(timezone=True)) for name in ("after", "since", "until"))

PAGE = Statement(
    select(entries)
    .where(
        or_(bindparam("everywhere", type_=Boolean()), _IN_REACH),
        _is("actor", "actor_id"),
        _is("action", "action"),
        _is("target", "target"),
        or_(_SINCE.is_(None), entries.c.created_at >= _SINCE),
        or_(_UNTIL.is_(None), entries.c.created_at < _UNTIL),
        tuple_(entries.c.created_at, entries.c.id) < tuple_(_AFTER, bindparam("after_id", type_=UUID())),
    )
    .order_by(entries.c.created_at.desc(), entries.c.id.desc())
    .limit(bindparam("count"))
)
"""A page after an entry, newest first."""
