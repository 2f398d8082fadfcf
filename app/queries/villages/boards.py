"""What else stands on the board of a village: which villages there are, and the pool that is open to volunteers."""

from datetime import datetime
from typing import TypedDict

from sqlalchemy import DateTime, Integer, bindparam, func, literal, or_, select
from sqlalchemy.dialects.postgresql import VARCHAR

from app.db.statement import Statement
from app.models.area import Area, AreaLevel
from app.models.case import POOLED_CASES
from app.models.department import Department, DepartmentKind
from app.queries.cases.scope import cases
from app.queries.tables import table
from app.workflow.privacy import PrivacyTier
from app.workflow.states import Status

areas, departments = table(Area), table(Department)
_COUNT = bindparam("count", type_=Integer())


class VillageRow(TypedDict):
    code: str
    path: str


_IN_USE = (areas.c.level == literal(AreaLevel.VILLAGE.value), areas.c.is_active)
VILLAGE = Statement(
    select(areas.c.code, areas.c.path).where(areas.c.code == bindparam("code", type_=VARCHAR()), *_IN_USE), VillageRow
)
VILLAGES = Statement(
    select(areas.c.code, areas.c.path)
    .where(*_IN_USE, areas.c.code > bindparam("after", type_=VARCHAR()))
    .order_by(areas.c.code)
    .limit(_COUNT),
    VillageRow,
)


class PooledRow(TypedDict):
    """A matter of the pool, by what anybody may know of it."""

    area_code: str | None
    category_code: str | None
    status_since: datetime
    stage_due_at: datetime | None


_unit, _team = departments.alias("unit"), departments.alias("team")
_HAS_VOLUNTEERS = (
    select(literal(1))
    .select_from(_unit.join(_team, func.starts_with(_team.c.path, _unit.c.path)))
    .where(
        _unit.c.code == cases.c.pool_codes.any_(),
        _team.c.kind == literal(DepartmentKind.TEAM.value),
        _team.c.is_active,
    )
    .exists()
)
POOL = Statement(
    select(cases.c.area_code, cases.c.category_code, cases.c.status_since, cases.c.stage_due_at)
    .where(
        POOLED_CASES,
        cases.c.status == literal(Status.POOLED.value),
        cases.c.privacy_tier == literal(PrivacyTier.NORMAL.value),
        cases.c.area_path >= bindparam("area_from", type_=cases.c.area_path.type),
        cases.c.area_path < bindparam("area_to", type_=cases.c.area_path.type),
        or_(cases.c.stage_due_at.is_(None), cases.c.stage_due_at > bindparam("now", type_=DateTime(timezone=True))),
        _HAS_VOLUNTEERS,
    )
    .order_by(cases.c.stage_due_at, cases.c.id)
    .limit(_COUNT),
    PooledRow,
)
"""What units with teams of volunteers may claim now, what expires first at the top."""
