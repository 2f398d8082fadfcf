"""Writes of users and their posts."""

from sqlalchemy import bindparam, insert, update
from sqlalchemy.dialects.postgresql import VARCHAR

from app.db.statement import Statement
from app.models.user import Appointment, User
from app.queries.tables import table

users = table(User)

ADD = Statement(insert(users), columns=("id", "username", "display_name", "phone", "password_hash", "created_at"))

SET_PASSWORD = Statement(
    update(users)
    .where(users.c.username == bindparam("of_username", type_=VARCHAR()))
    .values({users.c.password_hash: bindparam("hashed", type_=users.c.password_hash.type)})
    .returning(users.c.id)
)

APPOINT = Statement(
    insert(table(Appointment)),
    columns=("id", "user_id", "post", "area_code", "department_code", "valid_from", "valid_to"),
)
