"""Appeals 申诉: of units about cases, and against published results."""

import uuid
from datetime import datetime
from functools import cache
from typing import TypedDict

from sqlalchemy import Boolean, Integer, bindparam, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR
from sqlalchemy.dialects.postgresql import insert as upsert

from app.db.statement import Statement
from app.models.assessment import CaseAppeal
from app.models.case_parts import Attachment
from app.queries.cases.scope import Shape, cases, visible
from app.queries.evaluation.results import appeals, results
from app.queries.rows import IdRow
from app.queries.tables import among, table
from app.workflow.evaluation.period import AppealState

case_appeals = table(CaseAppeal)
_attachments = table(Attachment)

_ID, _CASE_ID = bindparam("of_id", type_=UUID()), bindparam("case_id", type_=UUID())
_COUNT = bindparam("count", type_=Integer())
_UNDECIDED = (AppealState.PENDING.value, AppealState.FIRST_GRANTED.value, AppealState.SECOND_PENDING.value)


class CaseAppealRow(TypedDict):
    """A unit's appeal about a case."""

    case_id: uuid.UUID
    id: uuid.UUID
    about: str
    department_code: str
    reason: str
    evidence_ids: list[uuid.UUID]
    asked_by: uuid.UUID
    asked_at: datetime
    due_at: datetime
    state: str
    first_by: uuid.UUID | None
    first_at: datetime | None
    first_note: str | None
    second_by: uuid.UUID | None
    second_at: datetime | None
    second_note: str | None


class CaseAppealOfCase(CaseAppealRow):
    """The same with the number of its case, and what decides who of those that told of it may be named."""

    serial: int
    area_path: str
    privacy_tier: str
    reporter_id: uuid.UUID | None
    follower_ids: list[uuid.UUID]


_NEW = ("case_id", "id", "about", "department_code", "reason", "evidence_ids", "asked_by", "asked_at", "due_at")
ASK_ABOUT_CASE = Statement(
    upsert(case_appeals)
    .values({name: bindparam(name, type_=case_appeals.c[name].type) for name in _NEW})
    .on_conflict_do_nothing()
    .returning(case_appeals.c.id),
    IdRow,
)
"""No row where the unit has appealed about that already: it may do so once."""

_OF_THE_CASE = tuple(name for name in CaseAppealOfCase.__annotations__ if name not in CaseAppealRow.__annotations__)
_WITH_CASE = select(case_appeals, *(cases.c[name] for name in _OF_THE_CASE)).select_from(
    case_appeals.join(cases, cases.c.id == case_appeals.c.case_id)
)
OF_CASE = Statement(_WITH_CASE.where(case_appeals.c.case_id == _CASE_ID).order_by(case_appeals.c.id), CaseAppealOfCase)


@cache
def page_of_cases(shape: Shape) -> Statement[CaseAppealOfCase]:
    """Those about cases in a scope; undecided ones alone where asked."""
    undecided = bindparam("undecided", type_=Boolean())
    return Statement(
        _WITH_CASE.where(
            visible(shape),
            case_appeals.c.id > bindparam("after", type_=UUID()),
            or_(~undecided, among(case_appeals.c.state, _UNDECIDED)),
        )
        .order_by(case_appeals.c.id)
        .limit(_COUNT),
        CaseAppealOfCase,
    )


LOCK_OF_CASE = Statement(
    _WITH_CASE.where(case_appeals.c.case_id == _CASE_ID, case_appeals.c.id == _ID).with_for_update(of=case_appeals),
    CaseAppealOfCase,
)
_STATE = bindparam("state", type_=VARCHAR())
_BY, _NOTE = bindparam("by", type_=UUID()), bindparam("note", type_=VARCHAR())
_AT = bindparam("at", type_=case_appeals.c.asked_at.type)
_DUE = bindparam("due_at", type_=case_appeals.c.due_at.type)
_OF_CASE = (case_appeals.c.case_id == _CASE_ID, case_appeals.c.id == _ID)
DECIDE_FIRST = Statement(
    update(case_appeals)
    .where(*_OF_CASE)
    .values(state=_STATE, first_by=_BY, first_at=_AT, first_note=_NOTE, due_at=_DUE)
)
DECIDE_SECOND = Statement(
    update(case_appeals).where(*_OF_CASE).values(state=_STATE, second_by=_BY, second_at=_AT, second_note=_NOTE)
)


class GrantedRow(TypedDict):
    """What is exempt of a case."""

    case_id: uuid.UUID
    about: str


GRANTED = Statement(
    select(case_appeals.c.case_id, case_appeals.c.about).where(
        case_appeals.c.case_id == bindparam("case_ids", type_=ARRAY(UUID())).any_(),
        case_appeals.c.state == AppealState.GRANTED,
    ),
    GrantedRow,
)

PHOTOS_OF = Statement(
    select(_attachments.c.id).where(
        _attachments.c.case_id == _CASE_ID, _attachments.c.id == bindparam("ids", type_=ARRAY(UUID())).any_()
    ),
    IdRow,
)


class ResultAppealRow(TypedDict):
    """An appeal against a result, with the name of whose it is."""

    id: uuid.UUID
    period_id: uuid.UUID
    subject: str
    area_path: str
    reason: str
    evidence: str | None
    asked_by: uuid.UUID
    asked_at: datetime
    due_at: datetime
    state: str
    first_by: uuid.UUID | None
    first_at: datetime | None
    first_note: str | None
    second_by: uuid.UUID | None
    second_at: datetime | None
    second_note: str | None
    name: str


_NEW_OF_RESULT = ("id", "period_id", "subject", "area_path", "reason", "evidence", "asked_by", "asked_at", "due_at")
ASK_ABOUT_RESULT = Statement(
    upsert(appeals)
    .values({name: bindparam(name, type_=appeals.c[name].type) for name in _NEW_OF_RESULT})
    .on_conflict_do_nothing()
    .returning(appeals.c.id),
    IdRow,
)
_SAME = (results.c.period_id == appeals.c.period_id) & (results.c.subject == appeals.c.subject)
_WITH_NAME = select(appeals, results.c.name).select_from(appeals.join(results, _SAME))
OF_RESULT = Statement(_WITH_NAME.where(appeals.c.id == _ID), ResultAppealRow)
LOCK_OF_RESULT = Statement(_WITH_NAME.where(appeals.c.id == _ID).with_for_update(of=appeals), ResultAppealRow)
_PATHS = func.unnest(bindparam("paths", type_=ARRAY(VARCHAR))).table_valued("path").render_derived("mine")
PAGE_OF_RESULTS = Statement(
    _WITH_NAME.where(
        appeals.c.id > bindparam("after", type_=UUID()),
        or_(~bindparam("undecided", type_=Boolean()), among(appeals.c.state, _UNDECIDED)),
        or_(
            appeals.c.asked_by == bindparam("me", type_=UUID()),
            select(literal(1)).select_from(_PATHS).where(func.starts_with(appeals.c.area_path, _PATHS.c.path)).exists(),
        ),
    )
    .order_by(appeals.c.id)
    .limit(_COUNT),
    ResultAppealRow,
)
RESULT_FIRST = Statement(
    update(appeals)
    .where(appeals.c.id == _ID)
    .values(state=_STATE, first_by=_BY, first_at=_AT, first_note=_NOTE, due_at=_DUE)
)
RESULT_SECOND = Statement(
    update(appeals).where(appeals.c.id == _ID).values(state=_STATE, second_by=_BY, second_at=_AT, second_note=_NOTE)
)
RAISE = Statement(
    update(appeals)
    .where(appeals.c.id == _ID)
    .values(state=AppealState.SECOND_PENDING, area_path=bindparam("to_path", type_=VARCHAR()), due_at=_DUE)
)
