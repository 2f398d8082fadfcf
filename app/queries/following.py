"""Following the stream of changes 变更流: how far a reader is, which cases come next, and saying how far it has come.

A reader has one row with `epoch`, `number` and `after`, whose lock makes it the only one of its kind.
"""

import uuid
from typing import TypedDict

from sqlalchemy import BigInteger, Integer, Table, bindparam, literal, select, update
from sqlalchemy.dialects.postgresql import UUID

from app.db.statement import Statement
from app.models.case import Case
from app.models.changes import Change, ChangeHead
from app.queries.rows import IdRow
from app.queries.tables import table

cases, changes, heads = table(Case), table(Change), table(ChangeHead)
_COUNT = bindparam("count", type_=Integer())


class Position(TypedDict):
    """How far the reading is, and how far the stream."""

    epoch: int
    number: int
    after: uuid.UUID | None
    stream_epoch: int
    stream_number: int
    forgotten: int


def take(reader: Table) -> Statement[Position]:
    """Held until the transaction ends; no row while another process holds it."""
    return Statement(
        select(
            reader.c.epoch,
            reader.c.number,
            reader.c.after,
            heads.c.epoch.label("stream_epoch"),
            heads.c.number.label("stream_number"),
            heads.c.forgotten,
        )
        .select_from(reader.join(heads, literal(1) == literal(1)))
        .with_for_update(of=reader, skip_locked=True),
        Position,
    )


def mark(reader: Table) -> Statement[object]:
    """How far it is now."""
    return Statement(
        update(reader).values(
            {
                reader.c.epoch: bindparam("to_epoch", type_=Integer()),
                reader.c.number: bindparam("to_number", type_=BigInteger()),
                reader.c.after: bindparam("to_case", type_=UUID()),
            }
        )
    )


NEXT_CASES = Statement(
    select(cases.c.id).where(cases.c.id > bindparam("after", type_=UUID())).order_by(cases.c.id).limit(_COUNT), IdRow
)


class ChangedCase(TypedDict):
    number: int
    case_id: uuid.UUID


NEXT_CHANGES = Statement(
    select(changes.c.number, changes.c.case_id)
    .where(changes.c.number > bindparam("after", type_=BigInteger()))
    .order_by(changes.c.number)
    .limit(_COUNT),
    ChangedCase,
)
