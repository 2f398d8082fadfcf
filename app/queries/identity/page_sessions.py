"""Sessions of pages, and the accounts of the demo that a page offers."""

import uuid
from datetime import datetime
from typing import TypedDict

from sqlalchemy import DateTime, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import UUID, VARCHAR

from app.db.statement import Statement
from app.models.user import Appointment, DemoAccount, PageSession
from app.queries.identity.sessions import families, users
from app.queries.tables import table

pages = table(PageSession)
demo_accounts = table(DemoAccount)
appointments = table(Appointment)

_AT = bindparam("at", type_=DateTime(timezone=True))
_FAMILY = bindparam("family", type_=UUID())
_HASHED = bindparam("hashed", type_=VARCHAR())

BEGIN = Statement(insert(pages), columns=("secret_hash", "family_id", "idle_seconds", "ends_at"))


class PageRow(TypedDict):
    """A session of a page, and what its family says of it."""

    user_id: uuid.UUID
    family_id: uuid.UUID
    used_at: datetime
    expires_at: datetime
    idle_seconds: int
    ends_at: datetime


FIND = Statement(
    select(
        families.c.user_id,
        pages.c.family_id,
        families.c.used_at,
        families.c.expires_at,
        pages.c.idle_seconds,
        pages.c.ends_at,
    )
    .join(families, families.c.id == pages.c.family_id)
    .where(pages.c.secret_hash == _HASHED, families.c.ended_at.is_(None), families.c.expires_at > _AT),
    PageRow,
)

USE = Statement(
    update(families)
    .where(families.c.id == _FAMILY, families.c.ended_at.is_(None))
    .values({families.c.used_at: _AT, families.c.expires_at: bindparam("until", type_=DateTime(timezone=True))})
)

END = Statement(
    update(families)
    .where(
        families.c.ended_at.is_(None),
        families.c.id == select(pages.c.family_id).where(pages.c.secret_hash == _HASHED).scalar_subquery(),
    )
    .values({families.c.ended_at: _AT})
)


class SessionRow(TypedDict):
    """A session of a page, and whether its user came in by a one-time password."""

    id: uuid.UUID
    created_at: datetime
    used_at: datetime
    expires_at: datetime
    ends_at: datetime
    password_expires_at: datetime | None


SESSION = Statement(
    select(
        families.c.id,
        families.c.created_at,
        families.c.used_at,
        families.c.expires_at,
        pages.c.ends_at,
        users.c.password_expires_at,
    )
    .select_from(families.join(users, users.c.id == families.c.user_id).join(pages, pages.c.family_id == families.c.id))
    .where(families.c.id == _FAMILY),
    SessionRow,
)


class DemoRow(TypedDict):
    """An account of the demo with the posts of its people, ended ones too."""

    username: str
    display_name: str
    password: str
    posts: list[str]


_POSTS = (
    select(func.array_agg(appointments.c.post)).where(appointments.c.user_id == users.c.id).correlate(users)
).scalar_subquery()

DEMO_ACCOUNTS = Statement(
    select(users.c.username, users.c.display_name, demo_accounts.c.password, _POSTS.label("posts"))
    .select_from(demo_accounts.join(users, users.c.id == demo_accounts.c.user_id))
    .where(users.c.is_active, users.c.password_hash == demo_accounts.c.password_hash)
    .order_by(users.c.created_at, users.c.id),
    DemoRow,
)
"""Those whose password nobody has changed since the demo was filled in."""

OFFER = Statement(insert(demo_accounts), columns=("user_id", "password", "password_hash"))

_BEFORE = bindparam("before", type_=DateTime(timezone=True))
FORGET = Statement(delete(pages).where(pages.c.family_id == families.c.id, families.c.expires_at < _BEFORE))
"""Takes away those of families that are about to go."""
