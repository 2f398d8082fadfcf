"""Users signing in, their sessions (families of refresh tokens), and the rotating tokens of each."""

import uuid
from datetime import datetime, timedelta
from typing import TypedDict

from sqlalchemy import DateTime, Float, bindparam, delete, func, insert, literal, or_, select, true, update
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR

from app.db.statement import Scalar, Statement
from app.models.user import RefreshToken, TokenFamily, User
from app.queries.tables import table

users = table(User)
families = table(TokenFamily)
tokens = table(RefreshToken)

_AT = bindparam("at", type_=DateTime(timezone=True))
_BEFORE = bindparam("before", type_=DateTime(timezone=True))
_EXPIRES = bindparam("until", type_=DateTime(timezone=True))
_FAMILY = bindparam("family", type_=UUID())
_AHEAD = bindparam("ahead", type_=Float())
_HASHED = bindparam("hashed", type_=VARCHAR())
_USER = bindparam("of_user", type_=UUID())
_NAME = func.lower(bindparam("username", type_=VARCHAR()))
_NETWORK = bindparam("network", type_=VARCHAR())
REMEMBERED = timedelta(days=30)


class AccountRow(TypedDict):
    """Nothing but the spelling where nobody is called so."""

    account: str
    id: uuid.UUID | None
    password_hash: str | None
    password_expires_at: datetime | None


ACCOUNT = Statement(
    select(_NAME.label("account"), users.c.id, users.c.password_hash, users.c.password_expires_at)
    .select_from(select(literal(1)).subquery("asked"))
    .outerjoin(users, (func.lower(users.c.username) == _NAME) & users.c.is_active),
    AccountRow,
)
"""Who a name means, and the one spelling of it that all spellings share, whether anybody is called so or not."""

KNOWN_HERE = Scalar(
    select(select(literal(1)).where(families.c.network == _NETWORK, families.c.used_at > _BEFORE).exists()), bool
)
"""Whether a user had a session from a network since; the mark of the network says whose it is."""

STILL = Scalar(
    select(users.c.id)
    .where(users.c.id == _USER, users.c.password_hash == bindparam("as_of", type_=VARCHAR()), users.c.is_active)
    .with_for_update(read=True),
    uuid.UUID,
)
"""The user, if they may still come in by that hash. Held: who changes it meanwhile finds the session and ends it."""

BEGIN = Statement(
    insert(families).values(
        id=_FAMILY, user_id=_USER, network=_NETWORK, created_at=_AT, used_at=_AT, expires_at=_EXPIRES
    )
)
GO_ON = Statement(
    update(families)
    .where(families.c.id == _FAMILY)
    .values({families.c.network: _NETWORK, families.c.used_at: _AT, families.c.expires_at: _EXPIRES})
)
ISSUE = Statement(insert(tokens), columns=("token_hash", "family_id", "created_at", "expires_at"))


class FamilyRow(TypedDict):
    """A session, and of its user whether they may come in."""

    id: uuid.UUID
    user_id: uuid.UUID
    ended_at: datetime | None
    is_active: bool
    password_expires_at: datetime | None


LOCK_FAMILY = Statement(
    select(families.c.id, families.c.user_id, families.c.ended_at, users.c.is_active, users.c.password_expires_at)
    .join(users, users.c.id == families.c.user_id)
    .where(families.c.id == select(tokens.c.family_id).where(tokens.c.token_hash == _HASHED).scalar_subquery())
    .with_for_update(of=families),
    FamilyRow,
)
"""The family of a refresh token, and whether its user may still come in. Held until the transaction ends."""


class TokenRow(TypedDict):
    token_hash: str
    family_id: uuid.UUID
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    used_by: str | None


TOKEN = Statement(select(tokens).where(tokens.c.token_hash == _HASHED), TokenRow)

USE = Statement(
    update(tokens)
    .where(tokens.c.token_hash == _HASHED)
    .values({tokens.c.used_at: _AT, tokens.c.used_by: bindparam("attempt", type_=VARCHAR())})
)

TELL_CLOCK = Statement(
    update(families)
    .where(families.c.id == _FAMILY, or_(families.c.clock_ahead_seconds.is_not(None), _AHEAD.is_not(None)))
    .values({families.c.clock_ahead_seconds: _AHEAD, families.c.clock_told_at: _AT})
)
"""How far the device of a session is ahead; nothing is written while it is right."""

CLOCK_OF = Scalar(
    select(families.c.clock_ahead_seconds).where(
        families.c.id == _FAMILY, families.c.clock_told_at >= bindparam("since", type_=DateTime(timezone=True))
    ),
    float,
)

_ENDING = update(families).where(families.c.ended_at.is_(None)).values({families.c.ended_at: _AT})
END = Statement(_ENDING.where(families.c.id == _FAMILY))
END_ALL_OF = Statement(_ENDING.where(families.c.user_id == _USER))
END_OTHERS_OF = Statement(_ENDING.where(families.c.user_id == _USER, families.c.id != _FAMILY))
END_ALL_OF_SEVERAL = Statement(_ENDING.where(families.c.user_id == bindparam("of_users", type_=ARRAY(UUID())).any_()))
END_OF_DEACTIVATED = Statement(
    _ENDING.where(
        families.c.user_id == bindparam("of_users", type_=ARRAY(UUID())).any_(),
        families.c.user_id == users.c.id,
        ~users.c.is_active,
    )
)
"""Of some users: whoever is activated again finds none of their old sessions open."""
END_ALL = Statement(_ENDING.where(true()))


class OpenRow(TypedDict):
    id: uuid.UUID
    created_at: datetime
    used_at: datetime
    expires_at: datetime


OPEN_OF = Statement(
    select(families.c.id, families.c.created_at, families.c.used_at, families.c.expires_at)
    .where(families.c.user_id == _USER, families.c.ended_at.is_(None), families.c.expires_at > _AT)
    .order_by(families.c.used_at.desc(), families.c.id)
    .limit(100),
    OpenRow,
)
"""Where somebody is signed in, last used first."""
END_ONE_OF = Scalar(
    _ENDING.where(families.c.id == _FAMILY, families.c.user_id == _USER, families.c.expires_at > _AT).returning(
        families.c.id
    ),
    uuid.UUID,
)
"""Ends one session of somebody; null where there is no such."""

FORGET_TOKENS = Statement(delete(tokens).where(tokens.c.expires_at < _BEFORE))
"""Takes away tokens that have been of no use for so long: no session can be gone on with, or stolen, by one."""
FORGET = Statement(delete(families).where(families.c.expires_at < _BEFORE))
"""Takes away sessions whose tokens are all gone."""
