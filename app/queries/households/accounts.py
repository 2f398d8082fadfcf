"""Which users have to do with a village by their posts, and which villages somebody's posts reach."""

import uuid
from typing import TypedDict

from sqlalchemy import Date, Integer, and_, bindparam, case, cast, collate, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR, distinct_on

from app.authz import Post
from app.db.statement import Statement
from app.models.area import Area
from app.models.department import Jurisdiction
from app.models.user import Appointment, User
from app.queries.rows import CodeRow, IdRow
from app.queries.tables import table

areas, users = table(Area), table(User)
appointments, jurisdictions = table(Appointment), table(Jurisdiction)
_TODAY = bindparam("today", type_=Date())
_PATH = bindparam("village_path", type_=VARCHAR())
_served = areas.alias("served")
_IS_WITHIN = func.starts_with(areas.c.path, _PATH)
#: Of a post: at the village, in it or around it; or in a unit that serves a part of that.
_IS_NEAR = or_(
    _IS_WITHIN,
    func.starts_with(_PATH, areas.c.path),
    appointments.c.department_code.in_(
        select(jurisdictions.c.department_code)
        .select_from(jurisdictions.join(_served, _served.c.code == jurisdictions.c.area_code))
        .where(or_(func.starts_with(_served.c.path, _PATH), func.starts_with(_PATH, _served.c.path)))
    ),
)
_IN_FORCE = and_(
    appointments.c.valid_from <= _TODAY, or_(appointments.c.valid_to.is_(None), appointments.c.valid_to >= _TODAY)
)
OF_USER = Statement(
    select(users.c.id)
    .where(
        or_(
            users.c.id == bindparam("user_id", type_=UUID()), users.c.username == bindparam("username", type_=VARCHAR())
        ),
        users.c.is_active,
        select(literal(1))
        .select_from(appointments.outerjoin(areas, areas.c.code == appointments.c.area_code))
        .where(appointments.c.user_id == users.c.id, _IN_FORCE, _IS_NEAR)
        .exists(),
    )
    .limit(1),
    IdRow,
)
"""A user who has to do with a village by a post of theirs; of others nobody there learns that they exist."""


class NearRow(TypedDict):
    """Somebody, by the nearest of their posts."""

    user_id: uuid.UUID
    name: str
    post: str
    area_code: str | None
    department_code: str | None
    key: str


_Q = bindparam("q", type_=VARCHAR())
_RANK = case((_IS_WITHIN, 0), (appointments.c.department_code.is_(None), 1), else_=2)
_EACH = (
    select(
        users.c.id.label("user_id"),
        users.c.display_name.label("name"),
        appointments.c.post,
        appointments.c.area_code,
        appointments.c.department_code,
        (cast(_RANK, VARCHAR) + literal(" ") + cast(users.c.id, VARCHAR)).label("key"),
    )
    .ext(distinct_on(users.c.id))
    .select_from(
        users.join(appointments, appointments.c.user_id == users.c.id).outerjoin(
            areas, areas.c.code == appointments.c.area_code
        )
    )
    .where(
        users.c.is_active,
        appointments.c.post != literal(Post.INTEGRATION.value),
        _IN_FORCE,
        _IS_NEAR,
        or_(_Q.is_(None), func.strpos(users.c.display_name, _Q) > 0),
    )
    .order_by(users.c.id, _RANK, appointments.c.post, appointments.c.id)
    .subquery()
)
_place = collate(_EACH.c.key, "C")
NEAR = Statement(
    select(_EACH)
    .where(_place > bindparam("after", type_=VARCHAR()))
    .order_by(_place)
    .limit(bindparam("count", type_=Integer())),
    NearRow,
)
"""People who have to do with a village by a post: those in it, those around it, those of units that serve it."""

_PATHS = func.unnest(bindparam("paths", type_=ARRAY(VARCHAR))).table_valued("path").render_derived("mine")
VILLAGES_OF = Statement(
    select(areas.c.code)
    .where(
        areas.c.level == literal("village"),
        areas.c.is_active,
        or_(
            select(literal(1)).select_from(_PATHS).where(func.starts_with(_PATHS.c.path, areas.c.path)).exists(),
            areas.c.parent_code == bindparam("towns", type_=ARRAY(VARCHAR)).any_(),
            areas.c.code == bindparam("codes", type_=ARRAY(VARCHAR)).any_(),
        ),
    )
    .order_by(areas.c.code)
    .limit(200),
    CodeRow,
)
"""The villages around some places, those of some towns, and those of these codes; 200 at most."""
