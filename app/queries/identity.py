"""Users signing in, and the rotating refresh tokens they hold."""

from sqlalchemy import DateTime, bindparam, cast, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import UUID, VARCHAR

from app.db.statement import Statement
from app.models.user import RefreshToken, User
from app.queries.tables import table

users = table(User)
tokens = table(RefreshToken)

_AT = bindparam("at", type_=DateTime(timezone=True))
_FAMILY = bindparam("family", type_=UUID())

USER_BY_NAME = Statement(
    select(users.c.id, users.c.password_hash).where(
        func.lower(users.c.username) == func.lower(bindparam("username", type_=VARCHAR())), users.c.is_active
    )
)

ISSUE = Statement(insert(tokens), columns=("token_hash", "family_id", "user_id", "created_at", "expires_at"))

FAMILY = Statement(select(tokens.c.family_id).where(tokens.c.token_hash == bindparam("hashed", type_=VARCHAR())))
LOCK_FAMILY = Statement(select(func.pg_advisory_xact_lock(func.hashtext(cast(_FAMILY, VARCHAR)))))
"""Held until the transaction ends: a family that is revoked gets no new token meanwhile."""

LOCK = Statement(
    select(tokens, users.c.is_active)
    .join(users, users.c.id == tokens.c.user_id)
    .where(tokens.c.token_hash == bindparam("hashed", type_=VARCHAR()))
    .with_for_update(of=tokens)
)
"""A refresh token, and whether its user may still come in."""

USE = Statement(
    update(tokens)
    .where(tokens.c.token_hash == bindparam("hashed", type_=VARCHAR()))
    .values({tokens.c.used_at: _AT, tokens.c.used_by: bindparam("attempt", type_=VARCHAR())})
)

REVOKE_FAMILY = Statement(
    update(tokens)
    .where(tokens.c.family_id == _FAMILY, tokens.c.revoked_at.is_(None))
    .values({tokens.c.revoked_at: _AT})
)

FORGET = Statement(delete(tokens).where(tokens.c.expires_at < bindparam("before", type_=DateTime(timezone=True))))
"""Takes away tokens that have been of no use for so long: no session can be gone on with, or stolen, by one."""
