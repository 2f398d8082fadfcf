"""The parts of a report that was split 拆分."""

import uuid
from datetime import datetime
from functools import cache
from typing import TypedDict

from sqlalchemy import Boolean, Integer, bindparam, func, insert, select, update
from sqlalchemy.dialects.postgresql import UUID

from app.db.statement import Scalar, Statement
from app.models.case_parts import SplitPart
from app.queries.cases.scope import Shape, cases, visible
from app.queries.rows import IdRow
from app.queries.tables import table

parts = table(SplitPart)
_CASE_ID = bindparam("case_id", type_=UUID())

ADD = Statement(insert(parts), columns=("case_id", "number", "part_id", "area_path"))

_SAID = {parts.c.ended_at: bindparam("at", type_=parts.c.ended_at.type), parts.c.changed: True}
TELL = Statement(update(parts).where(parts.c.part_id == bindparam("part_id", type_=UUID())).values(_SAID))
"""The part has ended `at`, or is open again."""

CHANGED = Statement(
    select(parts.c.case_id.label("id")).where(parts.c.changed).distinct().limit(bindparam("count", type_=Integer())),
    IdRow,
)
"""The reports of which a part has ended or was opened again."""

_FREE = (
    select(parts.c.part_id)
    .where(parts.c.case_id == _CASE_ID, parts.c.changed)
    .with_for_update(skip_locked=True)
    .cte("free")
)
TAKE = Statement(
    update(parts)
    .where(parts.c.part_id == _FREE.c.part_id)
    .values({parts.c.changed: False})
    .returning(parts.c.part_id.label("id")),
    IdRow,
)
"""To be looked at now. A row that somebody holds is about to change again, and left until it has: nobody waits."""


class PartRow(TypedDict):
    """A part as its report shows it; `is_seen`: the reader sees the case that it is, too."""

    number: int
    id: uuid.UUID
    serial: int
    status: str
    is_open: bool
    title: str | None
    description: str
    closed_at: datetime | None
    reply: str | None
    is_seen: bool


_TOLD = tuple(
    cases.c[name] for name in ("id", "serial", "status", "is_open", "title", "description", "closed_at", "reply")
)
_JOINED = parts.join(cases, cases.c.id == parts.c.part_id)


@cache
def parts_of(shape: Shape | None) -> Statement[PartRow]:
    """The parts of a report in their order, as whoever has this scope may see them; None: all."""
    seen = bindparam("all", True, type_=Boolean()) if shape is None else visible(shape)
    told = select(parts.c.number, *_TOLD, seen.label("is_seen")).select_from(_JOINED)
    return Statement(told.where(parts.c.case_id == _CASE_ID).order_by(parts.c.number), PartRow)


LAST_NUMBER = Scalar(select(func.max(parts.c.number)).where(parts.c.case_id == _CASE_ID), int)
