"""What residents without an account report and follow, and how often they try."""

from sqlalchemy import DateTime, bindparam, case, delete, insert, select
from sqlalchemy.dialects.postgresql import VARCHAR
from sqlalchemy.dialects.postgresql import insert as upsert

from app.db.statement import Statement
from app.models.area import Area
from app.models.lookup import Attempt, FollowLink
from app.queries.tables import table

links = table(FollowLink)
attempts = table(Attempt)
areas = table(Area)

_BEFORE = bindparam("before", type_=DateTime(timezone=True))

ISSUE = Statement(insert(links), columns=("token_hash", "case_id", "created_at", "expires_at"))
FIND = Statement(
    select(links.c.case_id, links.c.expires_at).where(links.c.token_hash == bindparam("hashed", type_=VARCHAR()))
)
FORGET = Statement(delete(links).where(links.c.expires_at < _BEFORE))

_new = upsert(attempts)
_over = attempts.c.began_at <= _BEFORE
COUNT = Statement(
    _new.values(key=bindparam("key", type_=VARCHAR()), began_at=bindparam("at", type_=DateTime(timezone=True)), count=1)
    .on_conflict_do_update(
        index_elements=["key"],
        set_={
            "count": case((_over, 1), else_=attempts.c.count + 1),
            "began_at": case((_over, _new.excluded.began_at), else_=attempts.c.began_at),
        },
    )
    .returning(attempts.c.count, attempts.c.began_at)
)
"""One more attempt; those that began before `before` count no longer."""

FORGET_ATTEMPTS = Statement(delete(attempts).where(attempts.c.began_at < _BEFORE))

FIRST_COUNTY = Statement(
    select(areas.c.path).where(areas.c.level == "county", areas.c.is_active).order_by(areas.c.code).limit(1)
)
"""Whose centre gets what no grid holds."""
