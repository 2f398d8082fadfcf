"""Schemes and quarters of co-building 共建."""

import uuid
from datetime import date, datetime
from typing import TypedDict

from sqlalchemy import DateTime, Integer, bindparam, func, insert, literal, or_, select, update
from sqlalchemy.dialects.postgresql import UUID, VARCHAR

from app.db.statement import Scalar, Statement
from app.models.area import Area
from app.models.cobuilding import CobuildingPeriod, CobuildingScheme, QuarterState
from app.models.cobuilding_rows import SchemeDocument
from app.queries.cobuilding.groups import ME, groups, has_my_unit, inspections, near
from app.queries.tables import table

schemes = table(CobuildingScheme)
periods = table(CobuildingPeriod)
areas = table(Area)

_ID = bindparam("of_id", type_=UUID())
_AREA = bindparam("area", type_=VARCHAR())
_AFTER, _COUNT = bindparam("after", type_=UUID()), bindparam("count", type_=Integer())


class SchemeRow(TypedDict):
    id: uuid.UUID
    area_code: str
    version: int
    valid_from: date
    name: str
    body: SchemeDocument
    written_by: uuid.UUID
    created_at: datetime


SCHEME = Statement(select(schemes).where(schemes.c.id == _ID), SchemeRow)
LOCK_AREA = Scalar(select(areas.c.code).where(areas.c.code == _AREA).with_for_update(key_share=True), str)
"""Nobody else writes a scheme of an area, or opens a quarter of it, until the transaction ends."""

NEXT_VERSION = Scalar(
    select(func.coalesce(func.max(schemes.c.version), 0) + 1).where(schemes.c.area_code == _AREA), int
)
WRITE = Statement(insert(schemes), columns=tuple(SchemeRow.__annotations__))
IN_FORCE = Statement(
    select(schemes)
    .select_from(schemes.join(areas, areas.c.code == schemes.c.area_code))
    .where(
        func.starts_with(bindparam("path", type_=VARCHAR()), areas.c.path),
        schemes.c.valid_from <= bindparam("first", type_=schemes.c.valid_from.type),
    )
    .order_by(func.length(areas.c.path).desc(), schemes.c.valid_from.desc(), schemes.c.version.desc())
    .limit(1),
    SchemeRow,
)
"""The scheme of a place for the quarter that begins on a day: of the nearest area that has one, the newest."""

SCHEMES = Statement(
    select(schemes)
    .select_from(schemes.join(areas, areas.c.code == schemes.c.area_code))
    .where(
        or_(
            near(areas.c.path),
            select(literal(1))
            .select_from(groups.join(of_group := areas.alias("of_group"), of_group.c.code == groups.c.area_code))
            .where(has_my_unit(groups.c.id), func.starts_with(of_group.c.path, areas.c.path))
            .exists(),
        ),
        or_(_AREA.is_(None), schemes.c.area_code == _AREA),
        schemes.c.id > _AFTER,
    )
    .order_by(schemes.c.id)
    .limit(_COUNT),
    SchemeRow,
)


class PeriodRow(TypedDict):
    id: uuid.UUID
    area_code: str
    year: int
    number: int
    scheme_id: uuid.UUID
    state: str
    version: int
    computation: int
    opened_by: uuid.UUID
    created_at: datetime
    computed_by: uuid.UUID | None
    computed_at: datetime | None
    published_by: uuid.UUID | None
    published_at: datetime | None


class PlacedPeriod(PeriodRow):
    """With the path of its area, and the version of the scheme."""

    area_path: str
    scheme_version: int


_GIVEN = select(
    *periods.columns, areas.c.path.label("area_path"), schemes.c.version.label("scheme_version")
).select_from(
    periods.join(areas, areas.c.code == periods.c.area_code).join(schemes, schemes.c.id == periods.c.scheme_id)
)
_place = areas.alias("place")
_MY_UNIT_IS_ASSESSED = (
    select(literal(1))
    .select_from(groups.join(_place, _place.c.code == groups.c.area_code))
    .where(func.starts_with(_place.c.path, areas.c.path), has_my_unit(groups.c.id))
    .exists()
)
_I_INSPECT = (
    select(literal(1)).where(inspections.c.period_id == periods.c.id, inspections.c.inspector_id == ME).exists()
)
_IN_SIGHT = or_(near(areas.c.path), _MY_UNIT_IS_ASSESSED, _I_INSPECT)
IN_SIGHT_OF = Statement(_GIVEN.where(periods.c.id == _ID, _IN_SIGHT), PlacedPeriod)
AS_IT_IS = Statement(select(periods).where(periods.c.id == _ID), PeriodRow)
LOCKED = Statement(select(periods).where(periods.c.id == _ID).with_for_update(), PeriodRow)
"""For who computes, publishes and corrects it: one after the other."""

PAGE = Statement(
    _GIVEN.where(_IN_SIGHT, or_(_AREA.is_(None), periods.c.area_code == _AREA), periods.c.id > _AFTER)
    .order_by(periods.c.id)
    .limit(_COUNT),
    PlacedPeriod,
)
OPEN = Statement(insert(periods), columns=tuple(PeriodRow.__annotations__))

_YEAR, _NUMBER = bindparam("year", type_=Integer()), bindparam("number", type_=Integer())
_PATH = bindparam("path", type_=VARCHAR())
AROUND_OR_BELOW = Scalar(
    select(
        select(literal(1))
        .select_from(periods.join(areas, areas.c.code == periods.c.area_code))
        .where(
            periods.c.year == _YEAR,
            periods.c.number == _NUMBER,
            or_(func.starts_with(areas.c.path, _PATH), func.starts_with(_PATH, areas.c.path)),
        )
        .exists()
    ),
    bool,
)
"""Whether a quarter is open already for an area, for one around it or for one in it."""

HOLD_OF_PLACE = Statement(
    select(periods)
    .select_from(periods.join(areas, areas.c.code == periods.c.area_code))
    .where(periods.c.year == _YEAR, periods.c.number == _NUMBER, func.starts_with(_PATH, areas.c.path))
    .with_for_update(read=True, of=periods)
    .limit(1),
    PeriodRow,
)
"""The quarter that assesses a place; nobody computes or publishes it until the transaction ends."""

HOLD = Statement(select(periods).where(periods.c.id == _ID).with_for_update(read=True), PeriodRow)
"""The same of a quarter that is known."""

_AT, _BY = bindparam("at", type_=DateTime(timezone=True)), bindparam("by", type_=UUID())
COMPUTED = Statement(
    update(periods)
    .where(periods.c.id == _ID)
    .values(
        {
            periods.c.state: QuarterState.COMPUTED,
            periods.c.computation: periods.c.computation + 1,
            periods.c.version: periods.c.version + 1,
            periods.c.computed_at: _AT,
            periods.c.computed_by: _BY,
        }
    )
)
PUBLISHED = Statement(
    update(periods)
    .where(periods.c.id == _ID)
    .values(
        {
            periods.c.state: QuarterState.PUBLISHED,
            periods.c.version: periods.c.version + 1,
            periods.c.published_at: _AT,
            periods.c.published_by: _BY,
        }
    )
)
