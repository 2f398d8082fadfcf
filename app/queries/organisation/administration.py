"""What administration reads and writes one by one; everything else goes through the import."""

from sqlalchemy import Date, Text, bindparam, cast, delete, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR, aggregate_order_by

from app.db.statement import Scalar, Statement
from app.models.area import Area
from app.models.category import CategoryCrosswalk
from app.models.department import Department, DepartmentAlias, DepartmentName, Jurisdiction
from app.models.user import Appointment, User
from app.queries.tables import as_text, table

areas = table(Area)
departments = table(Department)
names = table(DepartmentName)
aliases = table(DepartmentAlias)
jurisdictions = table(Jurisdiction)
crosswalk = table(CategoryCrosswalk)
users = table(User)
appointments = table(Appointment)

_CODE = bindparam("code", type_=VARCHAR())
_ID = bindparam("of_id", type_=UUID())
_MINE = func.unnest(bindparam("paths", type_=ARRAY(VARCHAR))).table_valued("path").render_derived("mine")
_LAST = bindparam("last", type_=Date())

_OUTSIDE = ~select(literal(1)).select_from(_MINE).where(func.starts_with(areas.c.path, _MINE.c.path)).exists()
AREA_OUTSIDE = Scalar(select(select(areas.c.code).where(_OUTSIDE).exists()), bool)
"""Whether there is an area in none of these subtrees."""

DRAWN_OUTSIDE = Statement(
    select(areas.c.code, as_text(areas.c.boundary))
    .where(
        areas.c.level == bindparam("level", type_=VARCHAR()), areas.c.is_active, areas.c.boundary.is_not(None), _OUTSIDE
    )
    .order_by(areas.c.code)
)
"""The active drawn areas of a level that lie in none of these subtrees; special grids too, points are located there."""

SERVED_AREAS = Statement(
    select(areas.c.code, areas.c.path).where(
        select(literal(1)).select_from(jurisdictions).where(jurisdictions.c.area_code == areas.c.code).exists()
    )
)
"""Every area that a department serves."""

_OF_MINE = cast(bindparam("codes", type_=ARRAY(VARCHAR)), ARRAY(Text))
SERVED_BY = Statement(
    select(areas.c.path).where(
        areas.c.code.in_(
            select(jurisdictions.c.area_code)
            .join_from(jurisdictions, departments, departments.c.code == jurisdictions.c.department_code)
            .where(func.string_to_array(departments.c.path, "/").op("&&")(_OF_MINE))
        )
    )
)
"""The areas that some departments serve, themselves or by one below them."""

_SERVED_CODE = jurisdictions.c.area_code
_NEAR = bindparam("near", type_=ARRAY(VARCHAR)).any_()
_WITHIN = bindparam("within", type_=ARRAY(VARCHAR)).any_()
SERVICE = Statement(
    select(
        departments.c.path,
        func.count(_SERVED_CODE).label("areas"),
        func.count(_SERVED_CODE).filter(_SERVED_CODE == _NEAR).label("near"),
        func.count(_SERVED_CODE).filter(_SERVED_CODE == _WITHIN).label("within"),
    )
    .select_from(departments.outerjoin(jurisdictions, jurisdictions.c.department_code == departments.c.code))
    .group_by(departments.c.path)
)
"""Of every department how many areas it serves itself, and how many of them are among those `near` and `within`."""

NAMES_OF = Statement(select(names).where(names.c.department_code == _CODE).order_by(names.c.valid_from))

JURISDICTIONS_OF = Scalar(
    select(func.array_agg(aggregate_order_by(jurisdictions.c.area_code, jurisdictions.c.area_code))).where(
        jurisdictions.c.department_code == _CODE
    ),
    list[str],
)

ALIASES_OF = Scalar(
    select(func.array_agg(aggregate_order_by(aliases.c.alias, aliases.c.alias))).where(
        aliases.c.department_code == _CODE
    ),
    list[str],
)

DROP_NAMES = Statement(
    delete(names)
    .where(
        names.c.department_code == _CODE,
        names.c.valid_from != bindparam("kept", type_=ARRAY(Date())).all_(),
    )
    .returning(names.c.valid_from)
)
"""Withdraws the names of a department but those of some days."""

DROP_JURISDICTIONS = Statement(
    delete(jurisdictions)
    .where(
        jurisdictions.c.department_code == _CODE,
        jurisdictions.c.area_code != bindparam("kept", type_=ARRAY(VARCHAR)).all_(),
    )
    .returning(jurisdictions.c.area_code)
)

DROP_CROSSWALK = Statement(
    delete(crosswalk)
    .where(crosswalk.c.from_code == _CODE, crosswalk.c.to_code == bindparam("of_code", type_=VARCHAR()))
    .returning(crosswalk.c.to_code)
)

_POSTS = (
    select(appointments, users.c.username, users.c.display_name, areas.c.path.label("area_path"))
    .join_from(appointments, users, users.c.id == appointments.c.user_id)
    .outerjoin(areas, areas.c.code == appointments.c.area_code)
)
POSTS_OF = Statement(_POSTS.where(appointments.c.user_id == _ID).order_by(appointments.c.valid_from, appointments.c.id))
"""The posts of a user, ended ones too."""

POST = Statement(_POSTS.where(appointments.c.id == _ID))

POST_KNOWN_BY = Statement(
    _POSTS.where(
        func.lower(users.c.username) == func.lower(bindparam("username", type_=VARCHAR())),
        appointments.c.post == bindparam("post", type_=VARCHAR()),
        appointments.c.area_code.is_not_distinct_from(bindparam("area_code", type_=VARCHAR())),
        appointments.c.department_code.is_not_distinct_from(bindparam("department_code", type_=VARCHAR())),
        appointments.c.valid_from == bindparam("valid_from", type_=Date()),
    )
)
"""A post by what it is known by: who, what, where and since when."""

END_POST = Statement(
    update(appointments)
    .where(appointments.c.id == _ID, or_(appointments.c.valid_to.is_(None), appointments.c.valid_to > _LAST))
    .values({appointments.c.valid_to: _LAST})
)
DROP_POST = Statement(delete(appointments).where(appointments.c.id == _ID))
