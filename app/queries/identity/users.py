"""Users by id and by name, and writes of their passwords."""

import uuid
from collections.abc import Mapping

from sqlalchemy import BindParameter, Column, DateTime, bindparam, column, func, literal, select, update
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR

from app.db.statement import Scalar, Statement
from app.models.user import LOCKED, User
from app.queries.tables import table

users = table(User)

_ID = bindparam("of_id", type_=UUID())

_IS = users.c.id == _ID
_MOMENT = DateTime(timezone=True)
_PASSWORD: Mapping[Column[object], BindParameter[object]] = {
    users.c.password_hash: bindparam("hashed", type_=users.c.password_hash.type),
    users.c.password_expires_at: bindparam("expires_at", type_=_MOMENT),
}
_NEW = (
    func.unnest(bindparam("ids", type_=ARRAY(UUID())), bindparam("hashes", type_=ARRAY(VARCHAR())))
    .table_valued(column("id", UUID()), column("hashed", VARCHAR()))
    .render_derived("new")
)

USER = Statement(select(users).where(_IS))
USER_CALLED = Statement(select(users).where(users.c.username == bindparam("of_username", type_=VARCHAR())))

SET_PASSWORD = Statement(
    update(users)
    .where(users.c.username == bindparam("of_username", type_=VARCHAR()))
    .values(_PASSWORD)
    .returning(users.c.id)
)
CHANGE_PASSWORD = Scalar(
    update(users)
    .where(_IS, users.c.password_hash == bindparam("as_of", type_=users.c.password_hash.type), users.c.is_active)
    .values(_PASSWORD)
    .returning(users.c.id),
    uuid.UUID,
)
"""Gives a user another password in place of one that was looked at; no row when somebody else has changed it."""

SET_PASSWORDS = Statement(
    update(users)
    .where(users.c.id == _NEW.c.id)
    .values({users.c.password_hash: _NEW.c.hashed, users.c.password_expires_at: bindparam("expires_at", type_=_MOMENT)})
)
"""Gives many one each, all until the same moment."""

WITHOUT_PASSWORD = Statement(
    select(users.c.id, users.c.username, users.c.display_name)
    .where(
        users.c.username == bindparam("usernames", type_=ARRAY(VARCHAR())).any_(),
        users.c.password_hash == literal(LOCKED),
        users.c.is_active,
    )
    .order_by(users.c.username)
)
SEVERAL = Statement(select(users).where(users.c.id == bindparam("ids", type_=ARRAY(UUID())).any_()))
