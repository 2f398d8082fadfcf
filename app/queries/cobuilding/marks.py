"""The marks of a quarter: what groups say of themselves, what inspectors found, what residents answered."""

import uuid
from datetime import date, datetime
from typing import TypedDict

from sqlalchemy import Boolean, Date, DateTime, Integer, bindparam, insert, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID, VARCHAR, distinct_on

from app.db.statement import Statement
from app.models.area import Area
from app.models.cobuilding import CobuildingPeriod
from app.models.cobuilding_marks import CobuildingAssessment, CobuildingInspection, InspectionState
from app.models.cobuilding_rows import MarkDocument
from app.models.department import Department
from app.models.user import Appointment, User
from app.queries.cobuilding.groups import IN_SIGHT, ME, areas, groups
from app.queries.rows import IdRow
from app.queries.tables import table

assessments = table(CobuildingAssessment)
inspections = table(CobuildingInspection)
periods = table(CobuildingPeriod)
appointments = table(Appointment)
users = table(User)
departments = table(Department)

_ID = bindparam("of_id", type_=UUID())
_GROUPS = bindparam("group_ids", type_=ARRAY(UUID())).any_()


class AssessmentRow(TypedDict):
    id: uuid.UUID
    revision: int
    group_id: uuid.UUID
    month: date
    scheme_id: uuid.UUID
    marks: dict[str, MarkDocument]
    score: int
    note: str | None
    is_late: bool
    assessed_by: uuid.UUID
    created_at: datetime


ASSESS = Statement(insert(assessments), columns=tuple(AssessmentRow.__annotations__))
MOST_MONTHS = 60
LAST_OF_GROUP = Statement(
    select(assessments)
    .ext(distinct_on(assessments.c.month))
    .where(assessments.c.group_id == _ID)
    .order_by(assessments.c.month.desc(), assessments.c.revision.desc())
    .limit(MOST_MONTHS),
    AssessmentRow,
)
"""The last revision for each month of a group, the newest month first."""

LAST_OF_MONTH = Statement(
    select(assessments)
    .where(assessments.c.group_id == _ID, assessments.c.month == bindparam("of_month", type_=Date()))
    .order_by(assessments.c.revision.desc())
    .limit(1),
    AssessmentRow,
)
ASSESSMENT = Statement(
    select(assessments).where(assessments.c.id == _ID).order_by(assessments.c.revision.desc()).limit(1), AssessmentRow
)
OF_QUARTER = Statement(
    select(assessments)
    .ext(distinct_on(assessments.c.group_id, assessments.c.month))
    .where(
        assessments.c.group_id == _GROUPS,
        assessments.c.month >= bindparam("first", type_=Date()),
        assessments.c.month <= bindparam("last", type_=Date()),
    )
    .order_by(assessments.c.group_id, assessments.c.month, assessments.c.revision.desc()),
    AssessmentRow,
)


class InspectionRow(TypedDict):
    id: uuid.UUID
    period_id: uuid.UUID
    group_id: uuid.UUID
    inspector_id: uuid.UUID
    state: str
    assigned_by: uuid.UUID
    created_at: datetime
    marks: dict[str, MarkDocument] | None
    score: int | None
    note: str | None
    lat: float | None
    lon: float | None
    inspected_at: datetime | None
    submitted_at: datetime | None


class PlacedInspection(InspectionRow):
    """With the group and the quarter that it is of."""

    group_name: str
    area_code: str
    area_path: str
    year: int
    number: int


_GIVEN = select(
    *inspections.columns,
    groups.c.name.label("group_name"),
    groups.c.area_code,
    areas.c.path.label("area_path"),
    periods.c.year,
    periods.c.number,
).select_from(
    inspections.join(groups, groups.c.id == inspections.c.group_id)
    .join(areas, areas.c.code == groups.c.area_code)
    .join(periods, periods.c.id == inspections.c.period_id)
)
#: One's own; else those of groups one sees, which for their own people means: that it was handed in.
_READABLE = or_(inspections.c.inspector_id == ME, IN_SIGHT)
INSPECTION = Statement(_GIVEN.where(inspections.c.id == _ID, _READABLE), PlacedInspection)
_MINE = bindparam("mine", type_=Boolean())
INSPECTIONS = Statement(
    _GIVEN.where(
        _READABLE,
        inspections.c.state != InspectionState.WITHDRAWN,
        or_(bindparam("period", type_=UUID()).is_(None), inspections.c.period_id == bindparam("period", type_=UUID())),
        or_(bindparam("group", type_=UUID()).is_(None), inspections.c.group_id == bindparam("group", type_=UUID())),
        or_(_MINE.is_(None), (inspections.c.inspector_id == ME) == _MINE),
        inspections.c.id > bindparam("after", type_=UUID()),
    )
    .order_by(inspections.c.id)
    .limit(bindparam("count", type_=Integer())),
    PlacedInspection,
)
ASSIGN = Statement(
    insert(inspections),
    columns=(
        "id", "period_id", "group_id", "inspector_id", "state", "assigned_by", "created_at",
    ),
)  # fmt: skip
LOCK_INSPECTION = Statement(select(inspections).where(inspections.c.id == _ID).with_for_update(), InspectionRow)
SUBMIT = Statement(
    update(inspections)
    .where(inspections.c.id == _ID)
    .values(
        {
            inspections.c.state: InspectionState.SUBMITTED,
            inspections.c.marks: bindparam("told_marks", type_=JSONB()),
            inspections.c.score: bindparam("told_score", type_=Integer()),
            inspections.c.note: bindparam("told_note", type_=VARCHAR()),
            inspections.c.lat: bindparam("told_lat", type_=inspections.c.lat.type),
            inspections.c.lon: bindparam("told_lon", type_=inspections.c.lon.type),
            inspections.c.inspected_at: bindparam("told_at", type_=DateTime(timezone=True)),
            inspections.c.submitted_at: bindparam("at", type_=DateTime(timezone=True)),
        }
    )
)
WITHDRAW = Statement(
    update(inspections).where(inspections.c.id == _ID).values({inspections.c.state: InspectionState.WITHDRAWN})
)


class CountingInspection(TypedDict):
    """One of a quarter, with who did it."""

    id: uuid.UUID
    group_id: uuid.UUID
    inspector_id: uuid.UUID
    inspector_name: str
    score: int | None


OF_PERIOD = Statement(
    select(
        inspections.c.id,
        inspections.c.group_id,
        inspections.c.inspector_id,
        users.c.display_name.label("inspector_name"),
        inspections.c.score,
    )
    .select_from(inspections.join(users, users.c.id == inspections.c.inspector_id))
    .where(inspections.c.period_id == _ID, inspections.c.state != InspectionState.WITHDRAWN)
    .order_by(inspections.c.id),
    CountingInspection,
)


class HeldPostRow(TypedDict):
    """A post of somebody, with where it reaches."""

    user_id: uuid.UUID
    department_path: str | None
    area_path: str | None
    valid_from: date
    valid_to: date | None


_at = table(Area).alias("at_area")
POSTS = Statement(
    select(
        appointments.c.user_id,
        departments.c.path.label("department_path"),
        _at.c.path.label("area_path"),
        appointments.c.valid_from,
        appointments.c.valid_to,
    )
    .select_from(
        appointments.join(users, users.c.id == appointments.c.user_id)
        .outerjoin(departments, departments.c.code == appointments.c.department_code)
        .outerjoin(_at, _at.c.code == appointments.c.area_code)
    )
    .where(users.c.id == bindparam("user_ids", type_=ARRAY(UUID())).any_())
    .order_by(appointments.c.user_id, appointments.c.id),
    HeldPostRow,
)
"""All posts of some users, former and coming ones too."""

ACTIVE = Statement(
    select(users.c.id).where(users.c.id == bindparam("user_ids", type_=ARRAY(UUID())).any_(), users.c.is_active), IdRow
)
"""Those of some users who may sign in."""
