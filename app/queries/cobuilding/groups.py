"""Groups of co-building 共建, with the units that are of them from a day until a day; whom an actor sees."""

import uuid
from datetime import date, datetime
from typing import TypedDict

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    Integer,
    bindparam,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR

from app.db.statement import Scalar, Statement
from app.models.area import Area
from app.models.cobuilding import CobuildingGroup, CobuildingMember, MemberRole
from app.models.cobuilding_marks import CobuildingInspection, InspectionState
from app.models.department import Department, Jurisdiction
from app.queries.tables import table

groups = table(CobuildingGroup)
members = table(CobuildingMember)
areas = table(Area)
departments = table(Department)
jurisdictions = table(Jurisdiction)
inspections = table(CobuildingInspection)

_ID = bindparam("of_id", type_=UUID())
ME = bindparam("me", type_=UUID())
_CODES = bindparam("codes", type_=ARRAY(VARCHAR))
_PATHS = func.unnest(bindparam("paths", type_=ARRAY(VARCHAR))).table_valued("path").render_derived("mine")

_of_mine = members.alias("of_mine")
_to_inspect = inspections.alias("to_inspect")


def near(path: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether an area lies in one of the actor's, or around it: who works in a grid sees its community."""
    lies = or_(func.starts_with(path, _PATHS.c.path), func.starts_with(_PATHS.c.path, path))
    return select(literal(1)).select_from(_PATHS).where(lies).exists()


def has_my_unit(group: ColumnElement[uuid.UUID]) -> ColumnElement[bool]:
    """Whether a unit of the actor's is or was of a group."""
    mine = _of_mine.c.department_code == _CODES.any_()
    return select(literal(1)).select_from(_of_mine).where(_of_mine.c.group_id == group, mine).exists()


_I_INSPECT = (
    select(literal(1))
    .select_from(_to_inspect)
    .where(
        _to_inspect.c.group_id == groups.c.id,
        _to_inspect.c.inspector_id == ME,
        _to_inspect.c.state != InspectionState.WITHDRAWN,
    )
    .exists()
)
#: Of a group with its area: that the actor of `paths`, `codes` and `me` sees it.
IN_SIGHT = or_(near(areas.c.path), has_my_unit(groups.c.id), _I_INSPECT)
_LEAD = (
    select(members.c.department_code)
    .where(members.c.group_id == groups.c.id, members.c.role == MemberRole.LEAD)
    .order_by(members.c.valid_from.desc())
    .limit(1)
    .scalar_subquery()
    .label("lead_code")
)
PLACED = groups.join(areas, areas.c.code == groups.c.area_code)


class GroupRow(TypedDict):
    id: uuid.UUID
    area_code: str
    name: str
    valid_from: date
    valid_to: date | None
    founded_by: uuid.UUID
    created_at: datetime


class PlacedGroup(GroupRow):
    """With the path of its community, and the unit that leads it or did last."""

    area_path: str
    lead_code: str | None


_GIVEN = select(*groups.columns, areas.c.path.label("area_path"), _LEAD).select_from(PLACED)
IN_SIGHT_OF = Statement(_GIVEN.where(groups.c.id == _ID, IN_SIGHT), PlacedGroup)
"""A group that the actor sees."""

ANY = Statement(_GIVEN.where(groups.c.id == _ID), PlacedGroup)
"""A group, whoever asks."""

LOCK = Scalar(select(groups.c.id).where(groups.c.id == _ID).with_for_update(key_share=True), uuid.UUID)
"""Nobody else changes its members until the transaction ends."""

_AREA, _CURRENT, _DAY = (
    bindparam("area", type_=VARCHAR()),
    bindparam("current", type_=Boolean()),
    bindparam("today", type_=Date()),
)
_around = areas.alias("around")
_GOES_ON = or_(groups.c.valid_to.is_(None), groups.c.valid_to >= _DAY)
PAGE = Statement(
    _GIVEN.where(
        IN_SIGHT,
        or_(
            _AREA.is_(None),
            select(literal(1)).where(_around.c.code == _AREA, func.starts_with(areas.c.path, _around.c.path)).exists(),
        ),
        or_(_CURRENT.is_(None), _GOES_ON == _CURRENT),
        groups.c.id > bindparam("after", type_=UUID()),
    )
    .order_by(groups.c.id)
    .limit(bindparam("count", type_=Integer())),
    PlacedGroup,
)

FOUND = Statement(insert(groups), columns=tuple(GroupRow.__annotations__))
END = Statement(update(groups).where(groups.c.id == _ID).values(valid_to=bindparam("until", type_=Date())))


class MemberRow(TypedDict):
    id: uuid.UUID
    group_id: uuid.UUID
    department_code: str
    role: str
    valid_from: date
    valid_to: date | None
    added_by: uuid.UUID
    created_at: datetime


class PlacedMember(MemberRow):
    """With how its unit stands in the tree of departments."""

    department_path: str
    is_active: bool


MEMBERS = Statement(
    select(*members.columns, departments.c.path.label("department_path"), departments.c.is_active)
    .select_from(members.join(departments, departments.c.code == members.c.department_code))
    .where(members.c.group_id == bindparam("group_ids", type_=ARRAY(UUID())).any_())
    .order_by(members.c.group_id, members.c.role, members.c.valid_from, members.c.id),
    PlacedMember,
)
"""Units of some groups, former ones too; of each the leads first."""

ADD_MEMBER = Statement(insert(members), columns=tuple(MemberRow.__annotations__))
END_MEMBER = Statement(
    update(members)
    .where(members.c.id == bindparam("member_id", type_=UUID()))
    .values(valid_to=bindparam("until", type_=Date()))
)
END_MEMBERS = Statement(
    update(members)
    .where(members.c.group_id == _ID, or_(members.c.valid_to.is_(None), members.c.valid_to > bindparam("until")))
    .values(valid_to=func.greatest(bindparam("until", type_=Date()), members.c.valid_from))
)
"""A group that ends takes its members with it."""

_own, _served = departments.alias("own"), areas.alias("served")
_PLACE = bindparam("place", type_=VARCHAR())
SERVES = Scalar(
    select(
        select(literal(1))
        .select_from(
            _own.join(departments, func.starts_with(_own.c.path, departments.c.path))
            .join(jurisdictions, jurisdictions.c.department_code == departments.c.code)
            .join(_served, _served.c.code == jurisdictions.c.area_code)
        )
        .where(
            _own.c.code == bindparam("code", type_=VARCHAR()),
            _own.c.is_active,
            or_(func.starts_with(_PLACE, _served.c.path), func.starts_with(_served.c.path, _PLACE)),
        )
        .exists()
    ),
    bool,
)
"""Whether a unit is active and it, or one above it, serves a place or a part of it."""


class GroupOfQuarter(PlacedGroup):
    """With what its community is called."""

    area_name: str


OF_QUARTER = Statement(
    select(*groups.columns, areas.c.path.label("area_path"), _LEAD, areas.c.name.label("area_name"))
    .select_from(PLACED)
    .where(
        func.starts_with(areas.c.path, bindparam("path", type_=VARCHAR())),
        groups.c.valid_from <= bindparam("last", type_=Date()),
        or_(groups.c.valid_to.is_(None), groups.c.valid_to >= bindparam("last", type_=Date())),
    )
    .order_by(areas.c.path, groups.c.id),
    GroupOfQuarter,
)
"""The groups in an area on the last day of a quarter."""
