"""What residents without an account report and follow."""

from sqlalchemy import DateTime, bindparam, delete, insert, select
from sqlalchemy.dialects.postgresql import VARCHAR

from app.db.statement import Statement
from app.models.area import Area
from app.models.lookup import FollowLink
from app.queries.tables import table

links = table(FollowLink)
areas = table(Area)

_BEFORE = bindparam("before", type_=DateTime(timezone=True))

ISSUE = Statement(insert(links), columns=("token_hash", "case_id", "created_at", "expires_at"))
FIND = Statement(
    select(links.c.case_id, links.c.expires_at).where(links.c.token_hash == bindparam("hashed", type_=VARCHAR()))
)
FORGET = Statement(delete(links).where(links.c.expires_at < _BEFORE))

FIRST_COUNTY = Statement(
    select(areas.c.path).where(areas.c.level == "county", areas.c.is_active).order_by(areas.c.code).limit(1)
)
"""Whose centre gets what no grid holds."""
