"""What a phone pulls: open cases in the order of their ids, single cases by id, and the reference data of its area."""

import uuid
from functools import cache, lru_cache
from typing import TypedDict

from sqlalchemy import Boolean, Date, DateTime, Text, bindparam, case, cast, func, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR, distinct_on

from app.db.statement import Statement
from app.models.area import Area
from app.models.case import ENDED_CASES, OPEN_CASES
from app.models.case_row import KnownCase
from app.models.category import Category, FilingRule
from app.models.department import Department, DepartmentName
from app.queries.cases.scope import Shape, cases, visible
from app.queries.rows import IdRow
from app.queries.tables import table

areas = table(Area)
categories = table(Category)
rules = table(FilingRule)
departments = table(Department)
names = table(DepartmentName)

#: Everything but what only the database needs.
_TOLD = tuple(column for column in cases.columns if column.name not in ("words", "body_hash"))
_AFTER = bindparam("after", type_=UUID())


class OpenId(TypedDict):
    id: uuid.UUID
    privacy_tier: str


@lru_cache(maxsize=500)
def open_ids(shape: Shape) -> Statement[OpenId]:
    """The ids and tiers of open cases in a scope, `count` of them after `after`."""
    return Statement(
        select(cases.c.id, cases.c.privacy_tier)
        .where(OPEN_CASES, visible(shape), cases.c.id > _AFTER)
        .order_by(cases.c.id)
        .limit(bindparam("count")),
        OpenId,
    )


@cache
def visible_among(shape: Shape) -> Statement[KnownCase]:
    """Those of `case_ids` that are in scope, in the order of their ids."""
    wanted = cases.c.id == bindparam("case_ids", type_=ARRAY(UUID())).any_()
    return Statement(select(*_TOLD).where(wanted, visible(shape)).order_by(cases.c.id), KnownCase)


ENDED_REPORTS = Statement(
    select(cases.c.id)
    .where(
        cases.c.reporter_id == bindparam("user_id", type_=UUID()),
        cases.c.reported_at >= bindparam("since", type_=DateTime(timezone=True)),
        ENDED_CASES,
    )
    .order_by(cases.c.reported_at.desc())
    .limit(bindparam("count")),
    IdRow,
)
"""What a user reported lately and has ended: they want to see what became of it."""

_PATHS = func.unnest(bindparam("paths", type_=ARRAY(VARCHAR))).table_valued("path").render_derived("mine")


class KnownArea(TypedDict):
    """An area as a phone keeps it, its boundary as the text of the document."""

    code: str
    level: str
    parent_code: str | None
    name: str
    name_en: str | None
    grid_kind: str | None
    keep_originals: bool
    boundary: str | None


AREAS_ABOUT = Statement(
    select(
        areas.c.code,
        areas.c.level,
        areas.c.parent_code,
        areas.c.name,
        areas.c.name_en,
        areas.c.grid_kind,
        areas.c.keep_originals,
        case((bindparam("drawn", type_=Boolean()), cast(areas.c.boundary, Text))).label("boundary"),
    )
    .where(
        areas.c.is_active,
        select(literal(1))
        .select_from(_PATHS)
        .where(or_(func.starts_with(areas.c.path, _PATHS.c.path), func.starts_with(_PATHS.c.path, areas.c.path)))
        .exists(),
    )
    .order_by(areas.c.path),
    KnownArea,
)
"""The areas below and above some paths."""


class KnownCategory(TypedDict):
    code: str
    standard_code: str
    parent_code: str | None
    name: str
    name_en: str | None
    self_handle_allowed: bool


CATEGORIES = Statement(
    select(
        categories.c.code,
        categories.c.standard_code,
        categories.c.parent_code,
        categories.c.name,
        categories.c.name_en,
        categories.c.self_handle_allowed,
    )
    .where(categories.c.retired_on.is_(None))
    .order_by(categories.c.code),
    KnownCategory,
)


class KnownRule(TypedDict):
    code: str
    category_code: str
    condition: str
    limit_amount: int
    limit_unit: str
    close_condition: str
    department_code: str | None


RULES = Statement(
    select(
        rules.c.code,
        rules.c.category_code,
        rules.c.condition,
        rules.c.limit_amount,
        rules.c.limit_unit,
        rules.c.close_condition,
        rules.c.department_code,
    )
    .where(rules.c.is_active)
    .order_by(rules.c.code),
    KnownRule,
)


class KnownDepartment(TypedDict):
    code: str
    kind: str
    parent_code: str | None
    name: str | None
    name_en: str | None


DEPARTMENTS = Statement(
    select(departments.c.code, departments.c.kind, departments.c.parent_code, names.c.name, names.c.name_en)
    .ext(distinct_on(departments.c.code))
    .select_from(departments.outerjoin(names, names.c.department_code == departments.c.code))
    .where(
        departments.c.is_active,
        or_(names.c.valid_from.is_(None), names.c.valid_from <= bindparam("today", type_=Date())),
    )
    .order_by(departments.c.code, names.c.valid_from.desc()),
    KnownDepartment,
)
"""Departments with the names in force on a day."""
