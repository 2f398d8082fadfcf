"""Which users have to do with a village by their posts, and which villages somebody's posts reach."""

from sqlalchemy import Date, and_, bindparam, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, VARCHAR

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
#: Of a post: at the village, in it or around it; or in a unit that serves a part of that.
_IS_NEAR = or_(
    func.starts_with(areas.c.path, _PATH),
    func.starts_with(_PATH, areas.c.path),
    select(literal(1))
    .select_from(jurisdictions.join(_served, _served.c.code == jurisdictions.c.area_code))
    .where(
        jurisdictions.c.department_code == appointments.c.department_code,
        or_(func.starts_with(_served.c.path, _PATH), func.starts_with(_PATH, _served.c.path)),
    )
    .exists(),
)
_IN_FORCE = and_(
    appointments.c.valid_from <= _TODAY, or_(appointments.c.valid_to.is_(None), appointments.c.valid_to >= _TODAY)
)
OF_USER = Statement(
    select(users.c.id)
    .where(
        users.c.username == bindparam("username", type_=VARCHAR()),
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
