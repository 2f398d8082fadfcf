"""Texts for replies and results 常用语: those of a unit or a centre, and those that fit a case."""

import uuid
from datetime import datetime
from typing import TypedDict

from sqlalchemy import Boolean, ColumnElement, Integer, bindparam, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR

from app.db.statement import Statement
from app.models.area import Area
from app.models.category import Category
from app.models.department import Department
from app.models.reply_template import ReplyTemplate
from app.queries.tables import table

templates = table(ReplyTemplate)
areas, departments, categories = table(Area), table(Department), table(Category)

MOST = 200  # of a case, and versions of a text


class TemplateRow(TypedDict):
    id: uuid.UUID
    version: int
    is_current: bool
    kind: str
    name: str
    text: str
    category_code: str | None
    department_code: str | None
    area_code: str | None
    is_active: bool
    written_by: uuid.UUID
    written_at: datetime


class PlacedTemplate(TemplateRow):
    """The same with the path of the area it is of, if it is of one."""

    area_path: str | None


_ID = bindparam("of_id", type_=UUID())
_PLACED = select(templates, areas.c.path.label("area_path")).select_from(
    templates.outerjoin(areas, areas.c.code == templates.c.area_code)
)
ONE = Statement(_PLACED.where(templates.c.id == _ID, templates.c.is_current), PlacedTemplate)
LOCKED = Statement(
    select(templates).where(templates.c.id == _ID, templates.c.is_current).with_for_update(), TemplateRow
)
VERSIONS = Statement(
    select(templates).where(templates.c.id == _ID).order_by(templates.c.version.desc()).limit(MOST), TemplateRow
)
ADD = Statement(insert(templates), columns=tuple(TemplateRow.__annotations__))
SUPERSEDE = Statement(
    update(templates).where(templates.c.id == _ID, templates.c.is_current).values({templates.c.is_current: False})
)

_CODES = bindparam("codes", type_=ARRAY(VARCHAR)).any_()
_MINE = func.unnest(bindparam("paths", type_=ARRAY(VARCHAR))).table_valued("path").render_derived("mine")


def _given(name: str, column: ColumnElement[str]) -> ColumnElement[bool]:
    value = bindparam(name, type_=VARCHAR())
    return or_(value.is_(None), column == value)


_ACTIVE = bindparam("active", type_=Boolean())
PAGE = Statement(
    _PLACED.where(
        templates.c.is_current,
        or_(
            templates.c.department_code == _CODES,
            select(1).select_from(_MINE).where(func.starts_with(areas.c.path, _MINE.c.path)).exists(),
        ),
        _given("kind", templates.c.kind),
        _given("department", templates.c.department_code),
        _given("area", templates.c.area_code),
        _given("category", templates.c.category_code),
        or_(_ACTIVE.is_(None), templates.c.is_active == _ACTIVE),
        templates.c.id > bindparam("after", type_=UUID()),
    )
    .order_by(templates.c.id)
    .limit(bindparam("count", type_=Integer())),
    PlacedTemplate,
)
"""Those of some units and of the areas in some subtrees, as they are written now."""

_unit, _middle, _leaf = departments.alias("unit"), categories.alias("middle"), categories.alias("leaf")
_CATEGORY = bindparam("category", type_=VARCHAR())
_LINEAGE = (
    select(_leaf.c.code, _leaf.c.parent_code, _middle.c.parent_code.label("above"))
    .select_from(_leaf.outerjoin(_middle, _middle.c.code == _leaf.c.parent_code))
    .where(_leaf.c.code == _CATEGORY)
    .subquery("lineage")
)
_OF_THE_CATEGORY = (
    select(1)
    .select_from(_LINEAGE)
    .where(
        or_(
            templates.c.category_code == _LINEAGE.c.code,
            templates.c.category_code == _LINEAGE.c.parent_code,
            templates.c.category_code == _LINEAGE.c.above,
        )
    )
    .exists()
)
_UNITS = (
    select(departments.c.code)
    .select_from(departments.join(_unit, func.starts_with(_unit.c.path, departments.c.path)))
    .where(_unit.c.code == bindparam("unit", type_=VARCHAR()))
)
FITTING = Statement(
    select(templates)
    .where(
        templates.c.is_current,
        templates.c.is_active,
        _given("kind", templates.c.kind),
        or_(templates.c.category_code.is_(None), _OF_THE_CATEGORY),
        or_(
            templates.c.department_code.in_(_UNITS),
            templates.c.area_code == bindparam("areas", type_=ARRAY(VARCHAR)).any_(),
        ),
    )
    .order_by(templates.c.category_code.is_(None), templates.c.name, templates.c.id)
    .limit(MOST),
    TemplateRow,
)
"""Those that fit a case: of its `unit` or one above it, or of one of these `areas`; of its category first."""
