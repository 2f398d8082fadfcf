"""The lists of administration: each in the order of its key, in the caller's reach, with filters that may be null."""

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    Select,
    and_,
    bindparam,
    cast,
    func,
    literal,
    or_,
)
from sqlalchemy import select as select_
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR

from app.db.statement import Statement
from app.models.area import Area
from app.models.category import Category, CategoryCrosswalk, CategoryStandard, FilingRule
from app.models.department import Department, DepartmentName, Jurisdiction
from app.models.term import Term
from app.models.user import Appointment, User
from app.queries.cases.scope import cases
from app.queries.organisation.filtering import Text, paged
from app.queries.organisation.filtering import begins as _begins
from app.queries.organisation.filtering import flag as _flag
from app.queries.organisation.filtering import holds_words as _holds_words
from app.queries.organisation.filtering import if_given as _if
from app.queries.organisation.filtering import in_reach as _in_reach
from app.queries.organisation.filtering import is_ as _is
from app.queries.organisation.filtering import said as _said
from app.queries.organisation.holding import held_by
from app.queries.tables import table

areas = table(Area)
departments = table(Department)
names = table(DepartmentName)
jurisdictions = table(Jurisdiction)
standards = table(CategoryStandard)
terms = table(Term)
categories = table(Category)
crosswalk = table(CategoryCrosswalk)
rules = table(FilingRule)
users = table(User)
appointments = table(Appointment)

_TODAY = bindparam("today", type_=Date())
_USER = bindparam("user", type_=UUID())


def _page(select: "Select[*tuple[object, ...]]", key: Text, *where: ColumnElement[bool]) -> Statement:
    return Statement(paged(select, key, *where))


AREAS = _page(
    select_(
        *(column for column in areas.columns if column.name != "boundary"),
        areas.c.boundary.is_not(None).label("has_boundary"),
    ),
    areas.c.code,
    _in_reach(areas.c.path),
    _said(areas.c.code, areas.c.name),
    _is("parent", areas.c.parent_code),
    _is("level", areas.c.level),
    _flag("active", areas.c.is_active),
    _if("area_path", lambda path: func.starts_with(areas.c.path, path)),
)

_name = (
    select_(names.c.name)
    .where(names.c.department_code == departments.c.code, names.c.valid_from <= _TODAY)
    .order_by(names.c.valid_from.desc())
    .limit(1)
    .scalar_subquery()
)


def _serves(path: ColumnElement[str]) -> ColumnElement[bool]:
    return (
        select_(literal(1))
        .select_from(jurisdictions.join(areas, areas.c.code == jurisdictions.c.area_code))
        .where(jurisdictions.c.department_code == departments.c.code, func.starts_with(path, areas.c.path))
        .exists()
    )


DEPARTMENTS = _page(
    select_(*departments.columns, _name.label("name")),
    departments.c.code,
    departments.c.code == bindparam("codes", type_=ARRAY(VARCHAR)).any_(),
    _if(
        "q",
        lambda q: or_(
            _begins(departments.c.code, q),
            select_(literal(1))
            .where(names.c.department_code == departments.c.code, _holds_words(names.c.name, q))
            .exists(),
        ),
    ),
    _is("parent", departments.c.parent_code),
    _is("kind", departments.c.kind),
    _flag("active", departments.c.is_active),
    _if("area_path", _serves),
)

STANDARDS = _page(select_(standards), standards.c.code, _said(standards.c.code, standards.c.name))

CATEGORIES = _page(
    select_(categories),
    categories.c.code,
    _said(categories.c.code, categories.c.name),
    _is("standard", categories.c.standard_code),
    _is("parent", categories.c.parent_code),
    _flag("active", or_(categories.c.retired_on.is_(None), categories.c.retired_on > _TODAY)),
)

TERMS = _page(
    select_(terms),
    terms.c.kind + literal(" ") + terms.c.code,
    _said(terms.c.code, terms.c.name),
    _is("kind", terms.c.kind),
    _flag("active", terms.c.is_active),
)

CROSSWALK = _page(
    select_(crosswalk),
    crosswalk.c.from_code + literal(" ") + crosswalk.c.to_code,
    _if("category", lambda code: or_(crosswalk.c.from_code == code, crosswalk.c.to_code == code)),
)

RULES = _page(
    select_(rules),
    rules.c.code,
    _said(rules.c.code, rules.c.condition),
    _is("category", rules.c.category_code),
    _is("department", rules.c.department_code),
    _flag("active", rules.c.is_active),
)

_posts_of_user = appointments.outerjoin(areas, areas.c.code == appointments.c.area_code)
_holds = appointments.c.user_id == users.c.id
_mine = or_(
    _in_reach(areas.c.path),
    appointments.c.department_code == bindparam("own", type_=ARRAY(VARCHAR)).any_(),
)
_in_force = and_(
    appointments.c.valid_from <= _TODAY, or_(appointments.c.valid_to.is_(None), appointments.c.valid_to >= _TODAY)
)


def _held(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return select_(literal(1)).select_from(_posts_of_user).where(_holds, *conditions).correlate(users).exists()


_holds_work = select_(literal(1)).select_from(cases).where(held_by(users.c.id)).correlate(users).exists()

USERS = _page(
    select_(users.c.id, users.c.username, users.c.display_name, users.c.phone, users.c.is_active),
    users.c.username,
    or_(_held(_mine), and_(bindparam("everywhere", type_=Boolean()), ~_held())),
    _said(users.c.username, users.c.display_name),
    _flag("active", users.c.is_active),
    _flag("stranded", and_(or_(~users.c.is_active, ~_held(_in_force)), _holds_work)),
    _if("area_path", lambda path: _held(_in_force, func.starts_with(areas.c.path, path))),
    _if("department", lambda code: _held(_mine, _in_force, appointments.c.department_code == code)),
    _if("post", lambda post: _held(_mine, _in_force, appointments.c.post == post)),
)

APPOINTMENTS = _page(
    select_(appointments, users.c.username, users.c.display_name).select_from(
        appointments.join(users, users.c.id == appointments.c.user_id).outerjoin(
            areas, areas.c.code == appointments.c.area_code
        )
    ),
    cast(appointments.c.id, VARCHAR),
    _mine,
    or_(_USER.is_(None), appointments.c.user_id == _USER),
    _is("post", appointments.c.post),
    _if("area_path", lambda path: func.starts_with(areas.c.path, path)),
    _is("department", appointments.c.department_code),
    _flag("in_force", _in_force),
)
