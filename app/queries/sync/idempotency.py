"""Receipts: one row for each Idempotency-Key of a user."""

import uuid
from datetime import datetime
from typing import TypedDict

from sqlalchemy import Boolean, ColumnElement, DateTime, bindparam, cast, column, delete, func, literal, select, update
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR
from sqlalchemy.dialects.postgresql import insert as upsert

from app.db.statement import Statement
from app.models.lookup import IdempotencyRecord
from app.queries.tables import table

receipts = table(IdempotencyRecord)

_MINE = (
    receipts.c.user_id == bindparam("user", type_=UUID()),
    receipts.c.key == bindparam("of_key", type_=VARCHAR()),
)

_CLAIMED = ("user_id", "key", "request_hash", "status_code", "body", "created_at")
_NEW = {name: bindparam(name, type_=receipts.c[name].type) for name in _CLAIMED}


def _is_free(key: ColumnElement[str]) -> ColumnElement[bool]:
    """Takes the lock of a user's key until the transaction ends, where nobody has it."""
    return func.pg_try_advisory_xact_lock(
        func.hashtextextended(func.concat(cast(_NEW["user_id"], VARCHAR), " ", key), 0), type_=Boolean()
    )


class KeyRow(TypedDict):
    key: str


CLAIM = Statement(
    upsert(receipts)
    .from_select(_CLAIMED, select(*_NEW.values()).where(_is_free(_NEW["key"])))
    .on_conflict_do_nothing(index_elements=["user_id", "key"])
    .returning(receipts.c.key),
    KeyRow,
)
"""Takes the key; no row when it has been used, or another transaction holds it at this moment."""


_SEVERAL = (
    func.unnest(bindparam("keys", type_=ARRAY(VARCHAR())), bindparam("hashes", type_=ARRAY(VARCHAR())))
    .table_valued(column("key", VARCHAR()), column("request_hash", VARCHAR()))
    .render_derived("several")
)
CLAIM_SEVERAL = Statement(
    upsert(receipts)
    .from_select(
        _CLAIMED,
        select(
            _NEW["user_id"],
            _SEVERAL.c.key,
            _SEVERAL.c.request_hash,
            literal(0),
            literal("", VARCHAR()),
            _NEW["created_at"],
        ).where(_is_free(_SEVERAL.c.key)),
    )
    .on_conflict_do_nothing(index_elements=["user_id", "key"])
    .returning(receipts.c.key),
    KeyRow,
)
"""The same of several keys at once: those that were taken."""


class ReceiptRow(TypedDict):
    """The answer that was given."""

    user_id: uuid.UUID
    key: str
    request_hash: str
    status_code: int
    body: str
    etag: str | None
    created_at: datetime


FIND = Statement(select(receipts).where(*_MINE), ReceiptRow)

KEEP = Statement(
    update(receipts)
    .where(*_MINE)
    .values(
        {
            receipts.c.status_code: bindparam("status", type_=receipts.c.status_code.type),
            receipts.c.body: bindparam("answer", type_=receipts.c.body.type),
            receipts.c.etag: bindparam("tag", type_=receipts.c.etag.type),
        }
    )
)


_ANSWERED = (
    func.unnest(bindparam("keys", type_=ARRAY(VARCHAR())), bindparam("bodies", type_=ARRAY(VARCHAR())))
    .table_valued(column("key", VARCHAR()), column("body", VARCHAR()))
    .render_derived("answered")
)
KEEP_SEVERAL = Statement(
    update(receipts)
    .where(receipts.c.user_id == bindparam("user", type_=UUID()), receipts.c.key == _ANSWERED.c.key)
    .values({receipts.c.status_code: literal(200), receipts.c.body: _ANSWERED.c.body})
)
"""What several keys were answered, of what was done."""


class KeptBody(TypedDict):
    key: str
    body: str


FIND_SEVERAL = Statement(
    select(receipts.c.key, receipts.c.body).where(
        receipts.c.user_id == bindparam("user", type_=UUID()),
        receipts.c.key == bindparam("keys", type_=ARRAY(VARCHAR)).any_(),
    ),
    KeptBody,
)

FORGET = Statement(delete(receipts).where(receipts.c.created_at < bindparam("before", type_=DateTime(timezone=True))))
"""Takes away what nobody sends again any more."""
