"""What an export reads: whole tables in the order of their keys, with the codes and names an import knows them by."""

from sqlalchemy import Select, collate, select, true

from app.db.statement import Statement
from app.models.area import Area
from app.models.category import Category, CategoryCrosswalk, CategoryStandard, FilingRule
from app.models.department import Department, DepartmentAlias, DepartmentName, Jurisdiction
from app.models.user import Appointment, User
from app.queries.tables import as_text, table

areas = table(Area)
departments = table(Department)
names = table(DepartmentName)
aliases = table(DepartmentAlias)
jurisdictions = table(Jurisdiction)
standards = table(CategoryStandard)
categories = table(Category)
crosswalk = table(CategoryCrosswalk)
rules = table(FilingRule)
users = table(User)
appointments = table(Appointment)


def _ordered(statement: "Select[*tuple[object, ...]]", *keys: object) -> Statement:
    """Bytewise, whatever the collation of the database."""
    return Statement(statement.order_by(*(collate(key, "C") for key in keys)))  # type: ignore[arg-type]


AREAS = _ordered(select(*(each for each in areas.columns if each.name != "boundary")), areas.c.path)
BOUNDARIES = _ordered(
    select(areas.c.code, as_text(areas.c.boundary)).where(areas.c.boundary.is_not(None)), areas.c.path
)
DEPARTMENTS = _ordered(select(departments), departments.c.path)
DEPARTMENT_NAMES = Statement(select(names).order_by(collate(names.c.department_code, "C"), names.c.valid_from))
DEPARTMENT_ALIASES = _ordered(select(aliases, true().label("is_active")), aliases.c.department_code, aliases.c.alias)
JURISDICTIONS = _ordered(select(jurisdictions), jurisdictions.c.department_code, jurisdictions.c.area_code)
STANDARDS = _ordered(select(standards), standards.c.code)
CATEGORIES = _ordered(select(categories), categories.c.standard_code, categories.c.code)
CROSSWALK = _ordered(select(crosswalk), crosswalk.c.from_code, crosswalk.c.to_code)
RULES = _ordered(select(rules), rules.c.category_code, rules.c.code)
USERS = _ordered(select(users.c.username, users.c.display_name, users.c.phone, users.c.is_active), users.c.username)
APPOINTMENTS = Statement(
    select(
        users.c.username,
        appointments.c.post,
        appointments.c.area_code,
        appointments.c.department_code,
        appointments.c.valid_from,
        appointments.c.valid_to,
    )
    .join_from(appointments, users, users.c.id == appointments.c.user_id)
    .order_by(
        collate(users.c.username, "C"),
        appointments.c.valid_from,
        collate(appointments.c.post, "C"),
        collate(appointments.c.area_code, "C"),
        collate(appointments.c.department_code, "C"),
    )
)
