"""Uploads: created once a key, moved forward by one writer at a time, settled, expired and forgotten."""

import uuid
from datetime import datetime
from typing import TypedDict

from sqlalchemy import (
    ColumnElement,
    DateTime,
    bindparam,
    delete,
    func,
    insert,
    literal,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID
from sqlalchemy.dialects.postgresql import insert as upsert

from app.db.statement import Scalar, Statement
from app.models.case import Case
from app.models.upload import Upload, UploadPart, UploadState
from app.models.upload_row import UploadRow
from app.queries.rows import IdRow
from app.queries.tables import among, table

uploads = table(Upload)
parts = table(UploadPart)
cases = table(Case)

_AT = bindparam("at", type_=DateTime(timezone=True))
_AGAIN_AT = bindparam("again_at", type_=DateTime(timezone=True))
_EXPIRES_AT = bindparam("to_expire_at", type_=DateTime(timezone=True))
_THIS = uploads.c.id == bindparam("upload_id", type_=UUID())
_OPEN = among(uploads.c.state, (UploadState.RECEIVING, UploadState.WAITING))
_RECEIVING = uploads.c.state == UploadState.RECEIVING
_WAITING = uploads.c.state == UploadState.WAITING
_USER = bindparam("user_id", type_=UUID())

CREATE = Statement(
    upsert(uploads).on_conflict_do_nothing(index_elements=["user_id", "key"]).returning(uploads),
    UploadRow,
    columns=(
        "id",
        "user_id",
        "key",
        "case_id",
        "purpose",
        "told",
        "filename",
        "taken_at",
        "lat",
        "lon",
        "clock_ahead_seconds",
        "size_bytes",
        "try_at",
        "created_at",
        "expires_at",
    ),
)
"""A new upload; no row when the key has one."""

BY_KEY = Statement(
    select(uploads).where(uploads.c.user_id == _USER, uploads.c.key == bindparam("of_key", type_=uploads.c.key.type)),
    UploadRow,
)
OPEN_COUNT = Scalar(select(func.count()).select_from(uploads).where(uploads.c.user_id == _USER, _OPEN), int)
MINE = Statement(select(uploads).where(_THIS, uploads.c.user_id == _USER), UploadRow)

BEGIN = Scalar(
    update(uploads)
    .where(_THIS, uploads.c.user_id == _USER, _RECEIVING, uploads.c.received == bindparam("offset"))
    .values({uploads.c.writer: uploads.c.writer + 1})
    .returning(uploads.c.writer),
    int,
)
"""The newest writer at this offset: whoever wrote before it can no longer move the upload."""

_start = bindparam("start", type_=uploads.c.received.type)
_count = bindparam("count", type_=uploads.c.received.type)
_writer = bindparam("by_writer", type_=uploads.c.writer.type)
_moved = (
    update(uploads)
    .where(_THIS, _RECEIVING, uploads.c.received == _start, uploads.c.writer == _writer)
    .values({uploads.c.received: uploads.c.received + _count, uploads.c.expires_at: _EXPIRES_AT, uploads.c.try_at: _AT})
    .returning(uploads.c.id)
    .cte("moved")
)
ADVANCE = Scalar(
    insert(parts)
    .from_select(
        ["upload_id", "start", "size_bytes", "writer"],
        select(_moved.c.id, _start.label("start"), _count.label("size_bytes"), _writer.label("writer")),
    )
    .returning(parts.c.start),
    int,
)
"""The offset moves over a piece that is stored, and the piece is recorded; no row for a writer that is not the newest.

`at` is when the worker may look after the upload, should it be whole and this process gone.
"""


class PartRow(TypedDict):
    """A stored piece of an upload."""

    start: int
    size_bytes: int
    writer: int


PARTS = Statement(
    select(parts.c.start, parts.c.size_bytes, parts.c.writer)
    .where(parts.c.upload_id == bindparam("upload_id", type_=UUID()))
    .order_by(parts.c.start),
    PartRow,
)

WHOLE = Statement(
    update(uploads)
    .where(_THIS, _RECEIVING, uploads.c.received == uploads.c.size_bytes)
    .values(
        {
            uploads.c.state: UploadState.WAITING,
            uploads.c.sha256: bindparam("new_sha256", type_=uploads.c.sha256.type),
            uploads.c.try_at: _AT,
        }
    )
)
"""Looked at and stored: it waits for its case."""

LOCK_WAITING = Statement(select(uploads).where(_THIS, _WAITING).with_for_update(), UploadRow)

ATTACHED = Statement(
    update(uploads)
    .where(_THIS)
    .values({uploads.c.state: UploadState.ATTACHED, uploads.c.attachment_id: bindparam("as_id", type_=UUID())})
)

REFUSE = Statement(
    update(uploads)
    .where(_THIS, _OPEN)
    .values({uploads.c.state: UploadState.REFUSED, uploads.c.refusal: bindparam("code", type_=uploads.c.refusal.type)})
)

END = Scalar(
    delete(uploads)
    .where(_THIS, uploads.c.user_id == _USER, uploads.c.state != UploadState.ATTACHED)
    .returning(uploads.c.id),
    uuid.UUID,
)

_PENDING = (
    uploads.c.case_id == bindparam("case_ids", type_=ARRAY(UUID())).any_(),
    _OPEN,
    uploads.c.expires_at > _AT,
)


class UploaderRow(TypedDict):
    user_id: uuid.UUID


UPLOADERS_OF = Statement(select(uploads.c.user_id).where(*_PENDING).group_by(uploads.c.user_id).limit(500), UploaderRow)

PENDING_OF = Statement(
    select(uploads)
    .where(*_PENDING, uploads.c.user_id == bindparam("user_ids", type_=ARRAY(UUID())).any_())
    .order_by(uploads.c.created_at, uploads.c.id)
    .limit(100),
    UploadRow,
)

_left_whole = (_RECEIVING, uploads.c.received == uploads.c.size_bytes)
_has_case = (_WAITING, select(literal(1)).where(cases.c.id == uploads.c.case_id).exists())


def _claim(*condition: object, again_at: ColumnElement[datetime]) -> Statement[UploadRow]:
    due = (
        select(uploads.c.id)
        .where(*condition, uploads.c.try_at <= _AT)  # type: ignore[arg-type]  # column expressions
        .order_by(uploads.c.try_at)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    return Statement(
        update(uploads)
        .where(uploads.c.id == due)
        .values({uploads.c.attempts: uploads.c.attempts + 1, uploads.c.try_at: again_at})
        .returning(uploads),
        UploadRow,
    )


CLAIM_WHOLE = _claim(*_left_whole, again_at=_AGAIN_AT)
"""One that has all its bytes and whose process did not come to look at them."""

_minutes = func.least(func.power(2, func.least(uploads.c.attempts, 6)), 60)
CLAIM_WAITING = _claim(*_has_case, again_at=_AT + literal_column("INTERVAL '1 minute'") * _minutes)
"""One whose case is there by now; looked at again after a minute, and ever more seldom: it may be out of sight."""

GIVE_BACK = Statement(
    update(uploads).where(_THIS).values({uploads.c.attempts: uploads.c.attempts - 1, uploads.c.try_at: _AGAIN_AT})
)
"""This try does not count: it was not the upload that failed."""

EXPIRE = Statement(
    update(uploads).where(_OPEN, uploads.c.expires_at <= _AT).values({uploads.c.state: UploadState.EXPIRED})
)

FORGET = Statement(
    delete(uploads).where(~_OPEN, uploads.c.expires_at < bindparam("before", type_=DateTime(timezone=True)))
)

RECEIVING_AMONG = Statement(
    select(uploads.c.id).where(uploads.c.id == bindparam("ids", type_=ARRAY(UUID())).any_(), _RECEIVING), IdRow
)
"""Those of the ids whose pieces are still needed."""
