"""Reads of the organisation that the flow needs: areas, departments in force, rules, workers, and the actor."""

import uuid

from sqlalchemy import ColumnElement, Date, FromClause, and_, bindparam, cast, exists, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR

from app.authz import Post
from app.db.statement import Scalar, Statement
from app.models.area import Area
from app.models.category import Category, CategoryStandard, FilingRule
from app.models.department import Department, Jurisdiction
from app.models.organisation_rows import AreaRow, CategoryRow, DepartmentRow, FilingRuleRow, StandardRow
from app.models.user import Appointment, User
from app.queries.organisation import substitutes, workload
from app.queries.rows import CodeRow, IdRow
from app.queries.tables import among, any_of, as_text, table

areas = table(Area)
departments = table(Department)
jurisdictions = table(Jurisdiction)

users = table(User)
appointments = table(Appointment)
categories = table(Category)
filing_rules = table(FilingRule)

_CODE = bindparam("code", type_=VARCHAR())
_TODAY = bindparam("today", type_=Date())


def _in_force(posts: FromClause) -> ColumnElement[bool]:
    return and_(posts.c.valid_from <= _TODAY, or_(posts.c.valid_to.is_(None), posts.c.valid_to >= _TODAY))


IN_FORCE = _in_force(appointments)

AREA = Statement(
    select(
        *(each for each in areas.columns if each.name != "boundary"),
        areas.c.boundary.is_not(None).label("has_boundary"),
    ).where(areas.c.code == _CODE),
    AreaRow,
)
BOUNDARY = Scalar(select(as_text(areas.c.boundary)).where(areas.c.code == _CODE), str)
CATEGORY = Statement(select(categories).where(categories.c.code == _CODE), CategoryRow)
CATEGORY_STANDARD = Statement(
    select(table(CategoryStandard)).where(table(CategoryStandard).c.code == _CODE), StandardRow
)
FILING_RULE = Statement(select(filing_rules).where(filing_rules.c.code == _CODE), FilingRuleRow)
DEPARTMENT = Statement(select(departments).where(departments.c.code == _CODE), DepartmentRow)

#: Of a department: that its jurisdiction holds the place at `area_path`.
SERVES_THE_PLACE = exists(
    select(literal(1))
    .select_from(jurisdictions.join(areas, areas.c.code == jurisdictions.c.area_code))
    .where(
        jurisdictions.c.department_code == departments.c.code,
        func.starts_with(bindparam("area_path", type_=VARCHAR()), areas.c.path),
    )
)
SERVING_DEPARTMENTS = Statement(
    select(departments.c.code).where(
        departments.c.code == cast(any_of(bindparam("codes", type_=ARRAY(VARCHAR))), ARRAY(VARCHAR)).any_(),
        departments.c.is_active,
        SERVES_THE_PLACE,
    ),
    CodeRow,
)
"""Those of `codes` that are active and serve the place at `area_path`."""

_FIELD_POSTS = (Post.FULL_TIME_WORKER, Post.PART_TIME_WORKER, Post.GRID_LEADER)


POSTS_IN_DEPARTMENTS = users.join(appointments, appointments.c.user_id == users.c.id).join(
    departments, departments.c.code == appointments.c.department_code
)
#: Of a user with a post in a department: that they handle what it has.
HANDLES = and_(users.c.is_active, IN_FORCE, among(appointments.c.post, (Post.DEPARTMENT_HANDLER, Post.DEPARTMENT_LEAD)))

HANDLER_OF = Statement(
    select(users.c.id)
    .select_from(POSTS_IN_DEPARTMENTS)
    .where(
        users.c.id == bindparam("user_id", type_=UUID()),
        HANDLES,
        departments.c.code == bindparam("department_codes", type_=ARRAY(VARCHAR)).any_(),
    )
    .limit(1),
    IdRow,
)
"""That user, if they work in exactly one of those departments today."""


def _works_with(department: str) -> ColumnElement[bool]:
    """Whether the user has a post in force in a department, above it or below it: they may handle what it handles."""
    other, theirs, unit = (
        appointments.alias("other"),
        departments.alias("theirs"),
        departments.alias("unit"),
    )
    return exists(
        select(literal(1))
        .select_from(other.join(theirs, theirs.c.code == other.c.department_code))
        .join(unit, or_(func.starts_with(unit.c.path, theirs.c.path), func.starts_with(theirs.c.path, unit.c.path)))
        .where(
            other.c.user_id == users.c.id,
            unit.c.code == bindparam(department, type_=VARCHAR()),
            _in_force(other),
        )
    )


POSTS_AT_AREAS = users.join(appointments, appointments.c.user_id == users.c.id).join(
    areas, areas.c.code == appointments.c.area_code
)
#: Of a user with a post at an area: that it is one of the field, in force, and that nothing bars them.
MAY_LOOK_ON_THE_SPOT = and_(
    users.c.is_active,
    IN_FORCE,
    among(appointments.c.post, _FIELD_POSTS),
    users.c.id.is_distinct_from(bindparam("barred_user", type_=UUID())),
    ~_works_with("barred_department"),
)
_PLACE = bindparam("area_path", type_=VARCHAR())
#: How deep the area of the post lies: codes are of many lengths, and say nothing of it.
DEPTH = func.length(areas.c.path) - func.length(func.replace(areas.c.path, "/", ""))
#: That the area of the post is that of the place or lies around it; or within it, where it is a village or a town: of
#: such a place nobody knows in which of its grids it is. What lies in no more than a county is nobody's to look at.
REACHES_THE_PLACE = or_(
    func.starts_with(_PLACE, areas.c.path),
    and_(func.starts_with(areas.c.path, _PLACE), func.split_part(_PLACE, "/", 2) != ""),
)

FIELD_WORKERS = Scalar(
    select(users.c.id)
    .select_from(POSTS_AT_AREAS)
    .where(
        MAY_LOOK_ON_THE_SPOT,
        REACHES_THE_PLACE,
        or_(
            bindparam("only", type_=UUID()).is_(None),
            users.c.id == bindparam("only", type_=UUID()),
        ),
        users.c.id.is_distinct_from(bindparam("besides", type_=UUID())),
    )
    .order_by(
        substitutes.is_away(users.c.id),
        DEPTH.desc(),
        workload.verifying(users.c.id) + workload.checking(users.c.id),
        appointments.c.post,
        func.md5(cast(users.c.id, VARCHAR) + bindparam("seed", type_=VARCHAR())),
    )
    .limit(1),
    uuid.UUID,
)
"""Of the workers whose posts reach a place, of those at the deepest areas the one with the least to verify and check.
Who is away 请假 comes last, whoever they are: it is theirs only where nobody else is, and their substitute does it.

For a place in a grid that is whoever is of the grid, else of the village or town around it; for one that is known as a
village or town only, whoever is of any grid in it, else of what lies deepest. Of equals a full-time one; and of those
another for each `seed`, so that nobody is always the first.
"""

_root = departments.alias("root")
DEPARTMENT_SUBTREE = Statement(
    select(departments.c.code)
    .select_from(departments.join(_root, func.starts_with(departments.c.path, _root.c.path)))
    .where(_root.c.code == _CODE)
    .order_by(departments.c.path),
    CodeRow,
)
"""The codes of a department and all below it."""

_middle = categories.alias("middle")
CATEGORY_SUBTREE = Statement(
    select(categories.c.code)
    .outerjoin(_middle, _middle.c.code == categories.c.parent_code)
    .where(or_(categories.c.code == _CODE, categories.c.parent_code == _CODE, _middle.c.parent_code == _CODE))
    .order_by(categories.c.code),
    CodeRow,
)
"""The codes of a category and all below it; taxonomies have three levels at most."""
