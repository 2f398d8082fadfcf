"""What who is responsible is decided by, read whole when it has changed."""

from datetime import date
from typing import TypedDict

from sqlalchemy import Select, Table, bindparam, cast, collate, func, literal, select, union_all
from sqlalchemy.dialects.postgresql import ARRAY, VARCHAR

from app.db.statement import Statement
from app.models.area import Area
from app.models.category import Category, FilingRule
from app.models.department import Department, DepartmentAlias, DepartmentName, Jurisdiction
from app.models.routing import Responsibility, RoutingRule
from app.models.routing_rows import ResponsibilityRow, RoutingRuleRow
from app.queries.tables import table

areas = table(Area)
categories = table(Category)
filing_rules = table(FilingRule)
departments = table(Department)
jurisdictions = table(Jurisdiction)
names = table(DepartmentName)
aliases = table(DepartmentAlias)
responsibilities = table(Responsibility)
routing_rules = table(RoutingRule)


_AREA = (areas.c.path.label("area_path"), areas.c.name.label("area_name"), areas.c.name_en.label("area_name_en"))


def _whole(of: Table) -> "Select[*tuple[object, ...]]":
    at = areas.c.code == of.c.area_code
    return select(*of.columns, *_AREA).select_from(of.outerjoin(areas, at)).order_by(collate(of.c.code, "C"))


RESPONSIBILITIES = Statement(_whole(responsibilities), ResponsibilityRow)
ROUTING_RULES = Statement(_whole(routing_rules), RoutingRuleRow)
_CODE = bindparam("code", type_=VARCHAR())
RESPONSIBILITY = Statement(_whole(responsibilities).where(responsibilities.c.code == _CODE), ResponsibilityRow)
ROUTING_RULE = Statement(_whole(routing_rules).where(routing_rules.c.code == _CODE), RoutingRuleRow)


class FilingRuleKnown(TypedDict):
    code: str
    category_code: str
    department_code: str | None
    is_active: bool


FILING_RULES = Statement(
    select(*(filing_rules.c[name] for name in FilingRuleKnown.__annotations__)).order_by(
        collate(filing_rules.c.code, "C")
    ),
    FilingRuleKnown,
)


class PlaceRow(TypedDict):
    path: str
    name: str
    name_en: str | None


PLACES = Statement(
    select(*(areas.c[name] for name in PlaceRow.__annotations__)).where(areas.c.is_active).order_by(areas.c.path),
    PlaceRow,
)
"""The areas that are in use."""


class UnitRow(TypedDict):
    """A unit, and the paths it serves."""

    code: str
    is_active: bool
    serves: list[str]


_serves = (
    select(func.coalesce(func.array_agg(areas.c.path), cast(literal([], ARRAY(VARCHAR)), ARRAY(VARCHAR))))
    .select_from(jurisdictions.join(areas, areas.c.code == jurisdictions.c.area_code))
    .where(jurisdictions.c.department_code == departments.c.code)
    .scalar_subquery()
)
UNITS = Statement(select(departments.c.code, departments.c.is_active, _serves.label("serves")), UnitRow)


class CalledRow(TypedDict):
    code: str
    name: str


CALLED = Statement(
    union_all(
        select(names.c.department_code.label("code"), names.c.name.label("name")),
        select(aliases.c.department_code, aliases.c.alias),
    ),
    CalledRow,
)
"""What every unit is called or ever was, and its aliases."""


class KnownCategory(TypedDict):
    code: str
    parent_code: str | None
    name: str
    name_en: str | None
    retired_on: date | None


CATEGORIES = Statement(select(*(categories.c[name] for name in KnownCategory.__annotations__)), KnownCategory)
