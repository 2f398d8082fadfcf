"""Results of periods: writing all of them at once, their list, one with its corrections; and who is assessed."""

import uuid
from datetime import datetime
from typing import TypedDict

from sqlalchemy import Date, Float, Integer, Text, and_, bindparam, cast, delete, func, insert, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID, VARCHAR

from app.authz import Post
from app.db.statement import Statement
from app.models.assessment import AssessmentAppeal, AssessmentCorrection, AssessmentResult
from app.models.department import DepartmentName
from app.queries.evaluation.assessments import periods
from app.queries.evaluation.counting import occurrences
from app.queries.evaluation.sums import within
from app.queries.organisation.lookup import appointments, areas, departments, jurisdictions, users
from app.queries.tables import among, table
from app.workflow.evaluation.period import PeriodState

results = table(AssessmentResult)
corrections = table(AssessmentCorrection)
appeals = table(AssessmentAppeal)
_department_names = table(DepartmentName)

_PERIOD = bindparam("period_id", type_=UUID())
_SUBJECT = bindparam("subject", type_=VARCHAR())

CLEAR = Statement(delete(results).where(results.c.period_id == _PERIOD))
_NEW = (
    func.unnest(
        bindparam("subjects", type_=ARRAY(VARCHAR)), bindparam("names", type_=ARRAY(VARCHAR)),
        bindparam("area_paths", type_=ARRAY(VARCHAR)), bindparam("scores", type_=ARRAY(Float)),
        bindparam("colours", type_=ARRAY(VARCHAR)), bindparam("ranks", type_=ARRAY(Integer)),
        bindparam("places", type_=ARRAY(Integer)), bindparam("documents", type_=ARRAY(Text)),
    )
    .table_valued("subject", "name", "area_path", "score", "colour", "rank", "place", "document")
    .render_derived("new")
)  # fmt: skip
_COLUMNS = ("subject", "name", "area_path", "score", "colour", "rank", "place")
PUT = Statement(
    insert(results).from_select(
        ["period_id", *_COLUMNS, "document"],
        select(_PERIOD, *(_NEW.c[name] for name in _COLUMNS), cast(_NEW.c.document, JSONB)),
    )
)
"""All results of a period, each document as its text."""


class ResultRow(TypedDict):
    """A result as it was published, with what corrected it last and the appeal against it."""

    period_id: uuid.UUID
    subject: str
    name: str
    area_path: str | None
    score: float | None
    colour: str | None
    rank: int | None
    place: int
    document: dict[str, object]
    corrected_score: float | None
    corrected_colour: str | None
    corrected_at: datetime | None
    appeal_id: uuid.UUID | None


class SubjectRow(TypedDict):
    subject: str


last_correction = (
    select(
        corrections.c.score.label("corrected_score"),
        corrections.c.colour.label("corrected_colour"),
        corrections.c.made_at.label("corrected_at"),
        corrections.c.document.label("corrected_document"),
    )
    .where(corrections.c.period_id == results.c.period_id, corrections.c.subject == results.c.subject)
    .order_by(corrections.c.made_at.desc(), corrections.c.id.desc())
    .limit(1)
    .correlate(results)
    .lateral("last")
)
_against = and_(appeals.c.period_id == results.c.period_id, appeals.c.subject == results.c.subject)
_CORRECTED = ("corrected_score", "corrected_colour", "corrected_at")
_TOLD = select(results, *(last_correction.c[name] for name in _CORRECTED), appeals.c.id.label("appeal_id")).select_from(
    results.outerjoin(last_correction, literal(1) == literal(1)).outerjoin(appeals, _against)
)
PAGE = Statement(
    _TOLD.where(results.c.period_id == _PERIOD, results.c.place > bindparam("after", type_=Integer()))
    .order_by(results.c.place)
    .limit(bindparam("count", type_=Integer())),
    ResultRow,
)
OF_ANY = Statement(
    select(results.c.subject)
    .where(results.c.period_id == _PERIOD, results.c.subject == bindparam("subjects", type_=ARRAY(VARCHAR)).any_())
    .limit(1),
    SubjectRow,
)
"""Whether one of some subjects has a result of a period."""
ONE = Statement(_TOLD.where(results.c.period_id == _PERIOD, results.c.subject == _SUBJECT), ResultRow)
OWN = Statement(
    _TOLD.join(periods, periods.c.id == results.c.period_id)
    .where(
        results.c.subject == bindparam("subjects", type_=ARRAY(VARCHAR)).any_(),
        periods.c.state == PeriodState.PUBLISHED,
        results.c.period_id < bindparam("after", type_=UUID()),
    )
    .order_by(results.c.period_id.desc())
    .limit(bindparam("count", type_=Integer())),
    ResultRow,
)
"""Those of some subjects in published periods, the latest first."""


class CorrectionRow(TypedDict):
    """What a granted appeal changed."""

    id: uuid.UUID
    period_id: uuid.UUID
    subject: str
    appeal_id: uuid.UUID
    score: float | None
    colour: str | None
    document: dict[str, object]
    reason: str
    made_by: uuid.UUID
    made_at: datetime


CORRECT = Statement(insert(corrections), columns=tuple(CorrectionRow.__annotations__))
CORRECTIONS = Statement(
    select(corrections)
    .where(corrections.c.period_id == _PERIOD, corrections.c.subject == _SUBJECT)
    .order_by(corrections.c.made_at, corrections.c.id),
    CorrectionRow,
)


class AssessedRow(TypedDict):
    """Somebody who is assessed, and what they are called."""

    subject: str
    name: str
    name_en: str | None
    area_path: str | None


_PATH = bindparam("area_path", type_=VARCHAR())
AREAS = Statement(
    select(areas.c.code.label("subject"), areas.c.name, areas.c.name_en, areas.c.path.label("area_path")).where(
        func.starts_with(areas.c.path, _PATH), areas.c.level == bindparam("level", type_=VARCHAR()), areas.c.is_active
    ),
    AssessedRow,
)

_NO_ENGLISH = cast(None, Text).label("name_en")
_FIRST, _LAST = bindparam("first", type_=Date()), bindparam("last", type_=Date())
_FIELD = (Post.FULL_TIME_WORKER.value, Post.PART_TIME_WORKER.value)
WORKERS = Statement(
    select(
        cast(users.c.id, Text).label("subject"),
        users.c.display_name.label("name"),
        _NO_ENGLISH,
        func.max(areas.c.path).label("area_path"),
    )
    .select_from(
        appointments.join(users, users.c.id == appointments.c.user_id).join(
            areas, areas.c.code == appointments.c.area_code
        )
    )
    .where(
        func.starts_with(areas.c.path, _PATH),
        among(appointments.c.post, _FIELD),
        appointments.c.valid_from <= _LAST,
        or_(appointments.c.valid_to.is_(None), appointments.c.valid_to >= _FIRST),
    )
    .group_by(users.c.id, users.c.display_name),
    AssessedRow,
)
"""Whoever was a worker there on a day of the period; who changed grids is one person with all they did."""

_called = (
    select(_department_names.c.name, _department_names.c.name_en)
    .where(_department_names.c.department_code == departments.c.code, _department_names.c.valid_from <= _LAST)
    .order_by(_department_names.c.valid_from.desc())
    .limit(1)
    .correlate(departments)
    .lateral("called")
)
_had_something = select(literal(1)).where(occurrences.c.unit == departments.c.code, within()).exists()
UNITS = Statement(
    select(
        departments.c.code.label("subject"),
        func.coalesce(_called.c.name, departments.c.code).label("name"),
        _called.c.name_en,
        cast(None, Text).label("area_path"),
    )
    .select_from(departments.outerjoin(_called, literal(1) == literal(1)))
    .where(
        departments.c.kind == bindparam("kind", type_=VARCHAR()),
        or_(departments.c.is_active, _had_something),
        select(literal(1))
        .select_from(jurisdictions.join(areas, areas.c.code == jurisdictions.c.area_code))
        .where(
            jurisdictions.c.department_code == departments.c.code,
            or_(func.starts_with(areas.c.path, _PATH), func.starts_with(_PATH, areas.c.path)),
        )
        .exists(),
    ),
    AssessedRow,
)
"""Departments or stations that serve a part of the area, by the name they bore on the last day.

One that was closed meanwhile is assessed for what it had.
"""
