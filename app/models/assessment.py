"""Schemes 考评方案, periods 考评周期 with results that are frozen once published, points by hand, and appeals 申诉."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, text
from sqlalchemy import Uuid as UuidType
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from app.models.columns import document, enum_check, enum_type, moment, path_column
from app.workflow.evaluation.period import AppealAbout, AppealState, PeriodState
from app.workflow.evaluation.scheme import Assessed


class AssessmentScheme(SQLModel, table=True):
    """One version of a scheme; versions of a code are never changed, only followed by others."""

    __tablename__ = "assessment_schemes"
    __table_args__ = (
        enum_check("assessed", Assessed),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates_in_order"),
        Index("uq_assessment_schemes_version", "code", "version", unique=True),
    )

    id: UUID = Field(primary_key=True)
    code: str = Field(max_length=32)
    version: int
    name: str = Field(max_length=120)
    name_en: str | None = Field(default=None, max_length=120)
    assessed: Assessed = Field(sa_type=enum_type(Assessed))
    area_path: str = path_column()  # of the area whose scheme it is
    valid_from: date
    valid_to: date | None = None
    document: dict[str, object] = document()
    created_by: UUID = Field(foreign_key="users.id")
    created_at: datetime = moment()


class AssessmentPeriod(SQLModel, table=True):
    """A scheme applied to an area from a day until a day; it keeps the version it began with."""

    __tablename__ = "assessment_periods"
    __table_args__ = (
        enum_check("state", PeriodState),
        CheckConstraint("last >= first", name="dates_in_order"),
        Index("uq_assessment_periods_once", "scheme_code", "area_path", "first", "last", unique=True),
        Index("ix_assessment_periods_computing", "id", postgresql_where=text("state = 'computing'")),
    )

    id: UUID = Field(primary_key=True)
    scheme_id: UUID = Field(foreign_key="assessment_schemes.id")
    scheme_code: str = Field(max_length=32)
    area_path: str = path_column()
    first: date
    last: date
    state: PeriodState = Field(default=PeriodState.OPEN, sa_type=enum_type(PeriodState))
    version: int = 1
    done: int = 0  # of `total` who are assessed; while it is computed: see AssessmentProgress
    total: int = 0
    created_by: UUID = Field(foreign_key="users.id")
    created_at: datetime = moment()
    computed_at: datetime | None = moment(nullable=True)
    reviewed_by: UUID | None = Field(default=None, foreign_key="users.id")
    reviewed_at: datetime | None = moment(nullable=True)
    published_by: UUID | None = Field(default=None, foreign_key="users.id")
    published_at: datetime | None = moment(nullable=True)
    appeal_until: datetime | None = moment(nullable=True)


class AssessmentProgress(SQLModel, table=True):
    """How far a computation is, told beside its transaction, whose number it names: it holds as long as that runs.

    It refers to the period by no key: whoever computes holds that row.
    """

    __tablename__ = "assessment_progress"

    period_id: UUID = Field(primary_key=True)
    computation: int = Field(sa_type=BigInteger)
    done: int
    total: int


class AssessmentResult(SQLModel, table=True):
    """What a period makes of one subject; `document` shows the arithmetic. As it was when it was published."""

    __tablename__ = "assessment_results"
    __table_args__ = (
        Index("ix_assessment_results_place", "period_id", "place", "subject"),
        Index("ix_assessment_results_subject", "subject", "period_id"),
    )

    period_id: UUID = Field(primary_key=True, foreign_key="assessment_periods.id")
    subject: str = Field(primary_key=True, max_length=64)
    name: str = Field(max_length=120)  # then
    area_path: str | None = path_column(nullable=True)  # of an area or a worker, where they are
    score: float | None = None
    colour: str | None = Field(default=None, max_length=32)
    rank: int | None = None
    place: int  # in the order of the list
    document: dict[str, object] = document()


class AssessmentInput(SQLModel, table=True):
    """Points given by hand for an item, or the size of a grid under `size`."""

    __tablename__ = "assessment_inputs"

    period_id: UUID = Field(primary_key=True, foreign_key="assessment_periods.id")
    subject: str = Field(primary_key=True, max_length=64)
    item: str = Field(primary_key=True, max_length=32)
    points: float
    reason: str | None = Field(default=None, max_length=500)
    given_by: UUID = Field(foreign_key="users.id")
    given_at: datetime = moment()


class AssessmentAppeal(SQLModel, table=True):
    """Against a published result: decided by the area of the period, then, where refused, by the one above."""

    __tablename__ = "assessment_appeals"
    __table_args__ = (
        enum_check("state", AppealState),
        Index("uq_assessment_appeals_once", "period_id", "subject", unique=True),
    )

    id: UUID = Field(primary_key=True)
    period_id: UUID = Field(foreign_key="assessment_periods.id")
    subject: str = Field(max_length=64)
    area_path: str = path_column()  # whose decision is awaited, or was the last
    reason: str = Field(max_length=2000)
    evidence: str | None = Field(default=None, max_length=2000)
    asked_by: UUID = Field(foreign_key="users.id")
    asked_at: datetime = moment()
    due_at: datetime = moment()
    state: AppealState = Field(default=AppealState.PENDING, sa_type=enum_type(AppealState))
    first_by: UUID | None = Field(default=None, foreign_key="users.id")
    first_at: datetime | None = moment(nullable=True)
    first_note: str | None = Field(default=None, max_length=2000)
    second_by: UUID | None = Field(default=None, foreign_key="users.id")
    second_at: datetime | None = moment(nullable=True)
    second_note: str | None = Field(default=None, max_length=2000)


class AssessmentCorrection(SQLModel, table=True):
    """What a granted appeal changed of a published result; added, never changed, and the result stays as it was."""

    __tablename__ = "assessment_corrections"
    __table_args__ = (Index("ix_assessment_corrections_result", "period_id", "subject"),)

    id: UUID = Field(primary_key=True)
    period_id: UUID = Field(foreign_key="assessment_periods.id")
    subject: str = Field(max_length=64)
    appeal_id: UUID = Field(foreign_key="assessment_appeals.id")
    score: float | None = None
    colour: str | None = Field(default=None, max_length=32)
    document: dict[str, object] = document()
    reason: str = Field(max_length=2000)
    made_by: UUID = Field(foreign_key="users.id")
    made_at: datetime = moment()


class CaseAppeal(SQLModel, table=True):
    """A unit's appeal about a closed case, once for each thing; two reviewers. What happened stays, and is exempt."""

    __tablename__ = "case_appeals"
    __table_args__ = (
        enum_check("about", AppealAbout),
        enum_check("state", AppealState),
        Index("uq_case_appeals_once", "case_id", "about", "department_code", unique=True),
        Index(
            "ix_case_appeals_undecided", "due_at", "id", postgresql_where=text("state IN ('pending', 'first_granted')")
        ),
    )

    case_id: UUID = Field(primary_key=True, foreign_key="cases.id")
    id: UUID = Field(primary_key=True)
    about: AppealAbout = Field(sa_type=enum_type(AppealAbout))
    department_code: str = Field(foreign_key="departments.code", max_length=32)
    reason: str = Field(max_length=2000)
    evidence_ids: list[UUID] = Field(sa_column=Column(ARRAY(UuidType), nullable=False, server_default=text("'{}'")))
    asked_by: UUID = Field(foreign_key="users.id")
    asked_at: datetime = moment()
    due_at: datetime = moment()
    state: AppealState = Field(default=AppealState.PENDING, sa_type=enum_type(AppealState))
    first_by: UUID | None = Field(default=None, foreign_key="users.id")
    first_at: datetime | None = moment(nullable=True)
    first_note: str | None = Field(default=None, max_length=2000)
    second_by: UUID | None = Field(default=None, foreign_key="users.id")
    second_at: datetime | None = moment(nullable=True)
    second_note: str | None = Field(default=None, max_length=2000)
