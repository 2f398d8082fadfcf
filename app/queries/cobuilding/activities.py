"""Activities of co-building groups with who was there, and what was adopted 认领共管."""

import uuid
from datetime import date, datetime
from typing import TypedDict

from sqlalchemy import Boolean, Date, Integer, bindparam, func, or_, select, update
from sqlalchemy.dialects.postgresql import UUID, VARCHAR, insert

from app.db.statement import Scalar, Statement
from app.models.cobuilding_work import (
    CobuildingActivity,
    CobuildingAdoption,
    CobuildingAttendance,
    GroupActivityState,
    GroupEntryKind,
)
from app.queries.cobuilding.groups import IN_SIGHT, PLACED, groups
from app.queries.cobuilding.work import entries
from app.queries.tables import table

activities = table(CobuildingActivity)
attendances = table(CobuildingAttendance)
adoptions = table(CobuildingAdoption)

_ID = bindparam("of_id", type_=UUID())
_GROUP = bindparam("group", type_=UUID())
_AFTER, _COUNT = bindparam("after", type_=UUID()), bindparam("count", type_=Integer())


class ActivityRow(TypedDict):
    id: uuid.UUID
    group_id: uuid.UUID
    kind: str
    title: str
    place: str
    lat: float | None
    lon: float | None
    starts_at: datetime
    ends_at: datetime
    department_code: str
    state: str
    minutes: str | None
    residents_present: int | None
    planned_by: uuid.UUID
    created_at: datetime


class CountedActivity(ActivityRow):
    """With what its group is called, how many were there and for how many units."""

    group_name: str
    attended: int
    units_attended: int


PLAN = Statement(insert(activities), columns=tuple(ActivityRow.__annotations__))
_THERE = select(func.count()).where(attendances.c.activity_id == activities.c.id).correlate(activities)
_UNITS = (
    select(func.count(attendances.c.department_code.distinct()))
    .where(attendances.c.activity_id == activities.c.id)
    .correlate(activities)
)
_ACTIVITIES = select(
    *activities.columns,
    groups.c.name.label("group_name"),
    _THERE.scalar_subquery().label("attended"),
    _UNITS.scalar_subquery().label("units_attended"),
).select_from(activities.join(PLACED, groups.c.id == activities.c.group_id))
ACTIVITY = Statement(_ACTIVITIES.where(activities.c.id == _ID), CountedActivity)
LOCK_ACTIVITY = Statement(select(activities).where(activities.c.id == _ID).with_for_update(), ActivityRow)
ACTIVITIES = Statement(
    _ACTIVITIES.where(
        IN_SIGHT,
        or_(_GROUP.is_(None), activities.c.group_id == _GROUP),
        or_(bindparam("kind", type_=VARCHAR()).is_(None), activities.c.kind == bindparam("kind", type_=VARCHAR())),
        or_(bindparam("state", type_=VARCHAR()).is_(None), activities.c.state == bindparam("state", type_=VARCHAR())),
        activities.c.id > _AFTER,
    )
    .order_by(activities.c.id)
    .limit(_COUNT),
    CountedActivity,
)
MINUTE = Statement(
    update(activities)
    .where(activities.c.id == _ID)
    .values(
        {
            activities.c.state: GroupActivityState.HELD,
            activities.c.minutes: bindparam("told", type_=VARCHAR()),
            activities.c.residents_present: bindparam("present", type_=Integer()),
        }
    )
)
CANCEL = Statement(
    update(activities).where(activities.c.id == _ID).values({activities.c.state: GroupActivityState.CANCELLED})
)


class AttendanceRow(TypedDict):
    activity_id: uuid.UUID
    user_id: uuid.UUID
    department_code: str | None
    lat: float | None
    lon: float | None
    distance_m: int | None
    device_at: datetime | None
    remarks: list[str]
    created_at: datetime


ATTEND = Statement(
    insert(attendances).on_conflict_do_nothing(index_elements=["activity_id", "user_id"]),
    columns=tuple(AttendanceRow.__annotations__),
)
"""Once a person: said again, it is the first that counts."""

ATTENDANCES = Statement(
    select(attendances)
    .where(attendances.c.activity_id == _ID)
    .order_by(attendances.c.created_at, attendances.c.user_id)
    .limit(500),
    AttendanceRow,
)
IS_THERE = Scalar(
    select(
        select(attendances.c.user_id)
        .where(attendances.c.activity_id == _ID, attendances.c.user_id == bindparam("me", type_=UUID()))
        .exists()
    ),
    bool,
)


class AdoptionRow(TypedDict):
    id: uuid.UUID
    group_id: uuid.UUID
    kind: str
    title: str
    description: str | None
    lat: float | None
    lon: float | None
    department_code: str | None
    resident_name: str | None
    resident_phone: str | None
    valid_from: date
    valid_to: date | None
    recorded_by: uuid.UUID
    created_at: datetime


class CountedAdoption(AdoptionRow):
    """With what its group is called, and how often something was done."""

    group_name: str
    done: int


RECORD = Statement(insert(adoptions), columns=tuple(AdoptionRow.__annotations__))
_DONE = (
    select(func.count())
    .where(entries.c.subject_id == adoptions.c.id, entries.c.kind == GroupEntryKind.DID)
    .correlate(adoptions)
)
_ADOPTIONS = select(
    *adoptions.columns, groups.c.name.label("group_name"), _DONE.scalar_subquery().label("done")
).select_from(adoptions.join(PLACED, groups.c.id == adoptions.c.group_id))
ADOPTION = Statement(_ADOPTIONS.where(adoptions.c.id == _ID), CountedAdoption)
LOCK_ADOPTION = Statement(select(adoptions).where(adoptions.c.id == _ID).with_for_update(), AdoptionRow)
_TODAY, _CURRENT = bindparam("today", type_=Date()), bindparam("current", type_=Boolean())
ADOPTIONS = Statement(
    _ADOPTIONS.where(
        IN_SIGHT,
        or_(_GROUP.is_(None), adoptions.c.group_id == _GROUP),
        or_(_CURRENT.is_(None), or_(adoptions.c.valid_to.is_(None), adoptions.c.valid_to >= _TODAY) == _CURRENT),
        adoptions.c.id > _AFTER,
    )
    .order_by(adoptions.c.id)
    .limit(_COUNT),
    CountedAdoption,
)
END_ADOPTION = Statement(
    update(adoptions).where(adoptions.c.id == _ID).values({adoptions.c.valid_to: bindparam("until", type_=Date())})
)
