"""Schemes 考评方案 and periods 考评周期: writing, reading, and taking the next that is to be computed."""

import uuid
from datetime import date, datetime
from typing import TypedDict

from sqlalchemy import Boolean, Integer, and_, bindparam, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR
from sqlalchemy.dialects.postgresql import insert as upsert

from app.db.statement import Statement
from app.models.assessment import AssessmentInput, AssessmentPeriod, AssessmentScheme
from app.queries.evaluation.progress import is_running, progress
from app.queries.rows import IdRow
from app.queries.tables import table
from app.workflow.evaluation.period import PeriodState

schemes = table(AssessmentScheme)
periods = table(AssessmentPeriod)
inputs = table(AssessmentInput)

_ID = bindparam("of_id", type_=UUID())
_AFTER, _COUNT = bindparam("after", type_=UUID()), bindparam("count", type_=Integer())


class SchemeRow(TypedDict):
    """One version of a scheme."""

    id: uuid.UUID
    code: str
    version: int
    name: str
    name_en: str | None
    assessed: str
    area_path: str
    valid_from: date
    valid_to: date | None
    document: dict[str, object]
    created_by: uuid.UUID
    created_at: datetime


PUT_SCHEME = Statement(
    upsert(schemes)
    .values({name: bindparam(name, type_=schemes.c[name].type) for name in SchemeRow.__annotations__})
    .on_conflict_do_nothing()
    .returning(schemes.c.id),
    IdRow,
)
"""No row where somebody else has just written that version."""

SCHEME = Statement(select(schemes).where(schemes.c.id == _ID), SchemeRow)
LAST_OF_CODE = Statement(
    select(schemes)
    .where(schemes.c.code == bindparam("code", type_=VARCHAR()))
    .order_by(schemes.c.version.desc())
    .limit(1),
    SchemeRow,
)
"""The latest version of a code."""

_PATHS = func.unnest(bindparam("paths", type_=ARRAY(VARCHAR))).table_valued("path").render_derived("mine")


SCHEMES = Statement(
    select(schemes)
    .where(
        schemes.c.id > _AFTER,
        or_(bindparam("code", type_=VARCHAR()).is_(None), schemes.c.code == bindparam("code", type_=VARCHAR())),
        select(literal(1))
        .select_from(_PATHS)
        .where(
            or_(
                func.starts_with(_PATHS.c.path, schemes.c.area_path),
                func.starts_with(schemes.c.area_path, _PATHS.c.path),
            )
        )
        .exists(),
    )
    .order_by(schemes.c.id)
    .limit(_COUNT),
    SchemeRow,
)
"""Those of areas in which one of `paths` lies, or that lie in one."""


class PeriodRow(TypedDict):
    """A period and how far it is."""

    id: uuid.UUID
    scheme_id: uuid.UUID
    scheme_code: str
    area_path: str
    first: date
    last: date
    state: str
    version: int
    done: int
    total: int
    created_by: uuid.UUID
    created_at: datetime
    computed_at: datetime | None
    reviewed_by: uuid.UUID | None
    reviewed_at: datetime | None
    published_by: uuid.UUID | None
    published_at: datetime | None
    appeal_until: datetime | None


class PeriodWithScheme(PeriodRow):
    """The same with what its scheme is called and assesses, and whether it has pay bands."""

    scheme_name: str
    scheme_name_en: str | None
    assessed: str
    pays: bool


_COUNTED = ("done", "total")
_running = and_(progress.c.period_id == periods.c.id, periods.c.state == PeriodState.COMPUTING, is_running())
_WITH_SCHEME = select(
    *(column for column in periods.c if column.name not in _COUNTED),
    *(func.coalesce(progress.c[name], periods.c[name]).label(name) for name in _COUNTED),
    schemes.c.name.label("scheme_name"), schemes.c.name_en.label("scheme_name_en"), schemes.c.assessed,
    (func.coalesce(func.jsonb_array_length(schemes.c.document["pay_bands"]), 0) > 0).label("pays"),
).select_from(periods.join(schemes, schemes.c.id == periods.c.scheme_id).outerjoin(progress, _running))  # fmt: skip
_NEW_PERIOD = (
    "id", "scheme_id", "scheme_code", "area_path", "first", "last", "created_by", "created_at",
)  # fmt: skip
PUT_PERIOD = Statement(
    upsert(periods)
    .values({name: bindparam(name, type_=periods.c[name].type) for name in _NEW_PERIOD})
    .on_conflict_do_nothing()
    .returning(periods.c.id),
    IdRow,
)
"""No row where the same scheme is applied to the same area and days already."""

PERIOD = Statement(_WITH_SCHEME.where(periods.c.id == _ID), PeriodWithScheme)
LOCK_PERIOD = Statement(_WITH_SCHEME.where(periods.c.id == _ID).with_for_update(of=periods), PeriodWithScheme)

_PUBLISHED = bindparam("published", type_=Boolean())
_ASSESSED = bindparam("assessed", type_=VARCHAR())
PERIODS = Statement(
    _WITH_SCHEME.where(
        periods.c.id < _AFTER,
        or_(_ASSESSED.is_(None), schemes.c.assessed == _ASSESSED),
        or_(_PUBLISHED.is_(None), (periods.c.state == PeriodState.PUBLISHED) == _PUBLISHED),
        select(literal(1)).select_from(_PATHS).where(func.starts_with(periods.c.area_path, _PATHS.c.path)).exists(),
    )
    .order_by(periods.c.id.desc())
    .limit(_COUNT),
    PeriodWithScheme,
)
"""Those of areas that lie in one of `paths`, the latest first."""

_MOMENT = periods.c.created_at.type
BEGIN = Statement(
    update(periods)
    .where(periods.c.id == _ID)
    .values(
        state=PeriodState.COMPUTING, version=periods.c.version + 1, done=0, total=0, reviewed_by=None, reviewed_at=None
    )
)
REVIEW = Statement(
    update(periods)
    .where(periods.c.id == _ID)
    .values(
        state=PeriodState.REVIEWED,
        version=periods.c.version + 1,
        reviewed_by=bindparam("by", type_=UUID()),
        reviewed_at=bindparam("at", type_=_MOMENT),
    )
)
PUBLISH = Statement(
    update(periods)
    .where(periods.c.id == _ID)
    .values(
        state=PeriodState.PUBLISHED,
        version=periods.c.version + 1,
        published_by=bindparam("by", type_=UUID()),
        published_at=bindparam("at", type_=_MOMENT),
        appeal_until=bindparam("until", type_=_MOMENT),
    )
)
TAKE_COMPUTING = Statement(
    _WITH_SCHEME.where(periods.c.state == PeriodState.COMPUTING)
    .order_by(periods.c.id)
    .limit(1)
    .with_for_update(of=periods, skip_locked=True),
    PeriodWithScheme,
)
"""Held until the transaction ends: nobody else computes it, and a crash leaves it to be computed again."""

COMPUTED = Statement(
    update(periods)
    .where(periods.c.id == _ID)
    .values(
        state=PeriodState.COMPUTED,
        version=periods.c.version + 1,
        computed_at=bindparam("at", type_=_MOMENT),
        done=bindparam("steps", type_=Integer()),
        total=bindparam("steps", type_=Integer()),
    )
)


class InputRow(TypedDict):
    """Points given by hand."""

    period_id: uuid.UUID
    subject: str
    item: str
    points: float
    reason: str | None
    given_by: uuid.UUID
    given_at: datetime


_PUT_INPUT = upsert(inputs).values(
    {name: bindparam(name, type_=inputs.c[name].type) for name in InputRow.__annotations__}
)
PUT_INPUT = Statement(
    _PUT_INPUT.on_conflict_do_update(
        index_elements=["period_id", "subject", "item"],
        set_={name: _PUT_INPUT.excluded[name] for name in ("points", "reason", "given_by", "given_at")},
    )
)
INPUTS = Statement(select(inputs).where(inputs.c.period_id == _ID), InputRow)
