"""How often somebody tried something."""

from datetime import datetime
from typing import TypedDict

from sqlalchemy import DateTime, bindparam, case, delete, select
from sqlalchemy.dialects.postgresql import VARCHAR
from sqlalchemy.dialects.postgresql import insert as upsert

from app.db.statement import Statement
from app.models.lookup import Attempt
from app.queries.tables import table

attempts = table(Attempt)

_BEFORE = bindparam("before", type_=DateTime(timezone=True))
_new = upsert(attempts)
_over = attempts.c.began_at <= _BEFORE


class TriedRow(TypedDict):
    """How often somebody has tried, and since when."""

    count: int
    began_at: datetime


COUNT = Statement(
    _new.values(key=bindparam("key", type_=VARCHAR()), began_at=bindparam("at", type_=DateTime(timezone=True)), count=1)
    .on_conflict_do_update(
        index_elements=["key"],
        set_={
            "count": case((_over, 1), else_=attempts.c.count + 1),
            "began_at": case((_over, _new.excluded.began_at), else_=attempts.c.began_at),
        },
    )
    .returning(attempts.c.count, attempts.c.began_at),
    TriedRow,
)
"""One more attempt; those that began before `before` count no longer."""

_KEY = bindparam("key", type_=VARCHAR())
TRIED = Statement(
    select(attempts.c.count, attempts.c.began_at).where(attempts.c.key == _KEY, attempts.c.began_at > _BEFORE), TriedRow
)
BEGIN_ANEW = Statement(delete(attempts).where(attempts.c.key == _KEY))

FORGET = Statement(delete(attempts).where(attempts.c.began_at < _BEFORE))
