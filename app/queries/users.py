"""Users by id and by name, and writes of their passwords."""

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import UUID, VARCHAR

from app.db.statement import Statement
from app.models.user import User
from app.queries.tables import table

users = table(User)

_ID = bindparam("of_id", type_=UUID())

USER = Statement(select(users).where(users.c.id == _ID))
USER_CALLED = Statement(select(users).where(users.c.username == bindparam("of_username", type_=VARCHAR())))

SET_PASSWORD = Statement(
    update(users)
    .where(users.c.username == bindparam("of_username", type_=VARCHAR()))
    .values({users.c.password_hash: bindparam("hashed", type_=users.c.password_hash.type)})
    .returning(users.c.id)
)
