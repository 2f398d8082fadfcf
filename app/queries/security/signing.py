"""Which signing key the database goes with."""

from sqlalchemy import DateTime, bindparam, select
from sqlalchemy.dialects.postgresql import VARCHAR
from sqlalchemy.dialects.postgresql import insert as upsert

from app.db.statement import Scalar, Statement
from app.models.operations import SigningKey
from app.queries.tables import table

known = table(SigningKey)

_new = upsert(known).values(
    id=1,
    fingerprint=bindparam("told", type_=VARCHAR()),
    known_since=bindparam("at", type_=DateTime(timezone=True)),
)

FINGERPRINT = Scalar(select(known.c.fingerprint), str)
CLAIM = Statement(_new.on_conflict_do_nothing())
REPLACE = Statement(
    _new.on_conflict_do_update(
        index_elements=["id"],
        set_={"fingerprint": _new.excluded.fingerprint, "known_since": _new.excluded.known_since},
    )
)
