"""The lists of the responsibility matrix and of routing rules, as far as they concern whoever asks."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, Select, Table, func, literal, or_, select

from app.db.statement import Statement
from app.models.area import Area
from app.models.routing import Responsibility, RoutingRule
from app.models.routing_rows import ListedResponsibility, ListedRule
from app.queries.organisation.filtering import PATHS, Text, flag, if_given, in_reach, is_, paged, said
from app.queries.tables import table

areas = table(Area)
rows = table(Responsibility)
routing_rules = table(RoutingRule)

#: What holds in a part of what may be looked up: at it, below it or around it; or everywhere.
_near_reach = or_(
    areas.c.path.is_(None),
    in_reach(areas.c.path),
    select(literal(1)).select_from(PATHS).where(func.starts_with(PATHS.c.path, areas.c.path)).exists(),
)


def _at_areas(of: Table, units: Callable[[Text], ColumnElement[bool]], text: Text) -> "Select[*tuple[object, ...]]":
    return paged(
        select(*of.columns).select_from(of.outerjoin(areas, areas.c.code == of.c.area_code)),
        of.c.code,
        _near_reach,
        said(of.c.code, text),
        is_("category", of.c.category_code),
        if_given("department", units),
        flag("active", of.c.is_active),
        if_given("area_path", lambda path: func.starts_with(areas.c.path, path)),
    )


def _row_names(unit: Text) -> ColumnElement[bool]:
    return or_(rows.c.lead_code == unit, unit == rows.c.assist_codes.any_())


def _rule_names(unit: Text) -> ColumnElement[bool]:
    several = (routing_rules.c[name] for name in ("assist_codes", "eligible_codes"))
    one = (routing_rules.c[name] for name in ("lead_code", "fallback_code"))
    return or_(*(code == unit for code in one), *(unit == codes.any_() for codes in several))


RESPONSIBILITIES = Statement(_at_areas(rows, _row_names, func.coalesce(rows.c.basis, "")), ListedResponsibility)
ROUTING_RULES = Statement(_at_areas(routing_rules, _rule_names, routing_rules.c.name), ListedRule)
