"""Receipts: one row for each Idempotency-Key of a user."""

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import UUID, VARCHAR
from sqlalchemy.dialects.postgresql import insert as upsert

from app.db.statement import Statement
from app.models.lookup import Receipt
from app.queries.tables import table

receipts = table(Receipt)

_MINE = (
    receipts.c.user_id == bindparam("user", type_=UUID()),
    receipts.c.key == bindparam("of_key", type_=VARCHAR()),
)

CLAIM = Statement(
    upsert(receipts).on_conflict_do_nothing(index_elements=["user_id", "key"]).returning(receipts.c.key),
    columns=("user_id", "key", "request_hash", "status_code", "body", "created_at"),
)
"""Takes the key, waiting for a transaction that holds it; no row when it has been used."""

FIND = Statement(select(receipts).where(*_MINE))

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
