"""People who may be named as inspectors of a quarter 考评员: staff with a post today, by a part of their name."""

import uuid
from typing import TypedDict

from sqlalchemy import Date, Integer, bindparam, func, or_, select
from sqlalchemy.dialects.postgresql import VARCHAR, distinct_on

from app.db.statement import Statement
from app.models.user import Appointment, User
from app.queries.tables import table

appointments, users = table(Appointment), table(User)
_TODAY = bindparam("today", type_=Date())


class CalledRow(TypedDict):
    """Somebody, by one of their posts."""

    inspector_id: uuid.UUID
    post: str
    area_code: str | None
    department_code: str | None


CALLED = Statement(
    select(
        users.c.id.label("inspector_id"), appointments.c.post, appointments.c.area_code, appointments.c.department_code
    )
    .ext(distinct_on(users.c.id))
    .select_from(users.join(appointments, appointments.c.user_id == users.c.id))
    .where(
        users.c.is_active,
        func.strpos(users.c.display_name, bindparam("q", type_=VARCHAR())) > 0,
        appointments.c.valid_from <= _TODAY,
        or_(appointments.c.valid_to.is_(None), appointments.c.valid_to >= _TODAY),
    )
    .order_by(users.c.id, appointments.c.id)
    .limit(bindparam("count", type_=Integer())),
    CalledRow,
)
"""Each person once, by their first post."""
