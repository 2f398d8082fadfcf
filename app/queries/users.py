"""Users by id and by name, and writes of their passwords and sessions."""

from sqlalchemy import DateTime, bindparam, select, update
from sqlalchemy.dialects.postgresql import UUID, VARCHAR

from app.db.statement import Statement
from app.models.user import RefreshToken, User
from app.queries.tables import table

users = table(User)
tokens = table(RefreshToken)

_ID = bindparam("of_id", type_=UUID())

USER = Statement(select(users).where(users.c.id == _ID))
USER_CALLED = Statement(select(users).where(users.c.username == bindparam("of_username", type_=VARCHAR())))

SET_PASSWORD = Statement(
    update(users)
    .where(users.c.username == bindparam("of_username", type_=VARCHAR()))
    .values({users.c.password_hash: bindparam("hashed", type_=users.c.password_hash.type)})
    .returning(users.c.id)
)

REVOKE_TOKENS = Statement(
    update(tokens)
    .where(tokens.c.user_id == _ID, tokens.c.revoked_at.is_(None))
    .values({tokens.c.revoked_at: bindparam("at", type_=DateTime(timezone=True))})
)
"""Ends every session of a user."""
