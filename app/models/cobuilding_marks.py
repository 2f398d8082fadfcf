"""The marks of a quarter of co-building 共建: a group's own, inspectors', residents'; results and corrections."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from app.models.columns import document, enum_check, enum_type, moment
from app.workflow.cobuilding.ranking import GroupVerdict
from app.workflow.cobuilding.scheme import ScorePart


class InspectionState(StrEnum):
    ASSIGNED = "assigned"  # 待考评
    SUBMITTED = "submitted"  # 已提交
    WITHDRAWN = "withdrawn"  # 已撤销


class CobuildingAssessment(SQLModel, table=True):
    """How a group assesses itself for a month 月自查自评; a further revision bears the same id. Append-only."""

    __tablename__ = "cobuilding_assessments"
    __table_args__ = (Index("uq_cobuilding_assessments_revision", "group_id", "month", "revision", unique=True),)

    id: UUID = Field(primary_key=True)
    revision: int = Field(primary_key=True)
    group_id: UUID = Field(foreign_key="cobuilding_groups.id")
    month: date  # its first day
    scheme_id: UUID = Field(foreign_key="cobuilding_schemes.id")
    marks: dict[str, object] = document()
    score: int  # per cent in hundredths
    note: str | None = Field(default=None, max_length=2000)
    is_late: bool = False
    assessed_by: UUID = Field(foreign_key="users.id")
    created_at: datetime = moment()


class CobuildingInspection(SQLModel, table=True):
    """One inspector's look at one group in a quarter 季度考评."""

    __tablename__ = "cobuilding_inspections"
    __table_args__ = (
        enum_check("state", InspectionState),
        CheckConstraint("(state = 'submitted') = (score IS NOT NULL)", name="score_known"),
        Index(
            "uq_cobuilding_inspections_inspector", "period_id", "group_id", "inspector_id", unique=True,
            postgresql_where=text("state <> 'withdrawn'"),
        ),
        Index("ix_cobuilding_inspections_group_id", "group_id"),
        Index("ix_cobuilding_inspections_inspector_id", "inspector_id"),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    period_id: UUID = Field(foreign_key="cobuilding_periods.id")
    group_id: UUID = Field(foreign_key="cobuilding_groups.id")
    inspector_id: UUID = Field(foreign_key="users.id")
    state: InspectionState = Field(sa_type=enum_type(InspectionState))
    assigned_by: UUID = Field(foreign_key="users.id")
    created_at: datetime = moment()
    marks: dict[str, object] | None = document(nullable=True)
    score: int | None = None
    note: str | None = Field(default=None, max_length=2000)
    lat: float | None = None
    lon: float | None = None
    inspected_at: datetime | None = moment(nullable=True)  # by our clock, as far as the phone lets us know
    submitted_at: datetime | None = moment(nullable=True)


class CobuildingBallot(SQLModel, table=True):
    """A link by which a resident says what they think of the effect 效果共评, once. Only its hash is kept."""

    __tablename__ = "cobuilding_ballots"
    __table_args__ = (
        CheckConstraint("score BETWEEN 1 AND 5", name="score_known"),
        CheckConstraint("(score IS NULL) = (used_at IS NULL)", name="used_at_known"),
        Index("ix_cobuilding_ballots_period_id", "period_id", "group_id"),
    )

    token_hash: str = Field(primary_key=True, max_length=64)
    period_id: UUID = Field(foreign_key="cobuilding_periods.id")
    group_id: UUID = Field(foreign_key="cobuilding_groups.id")
    issued_by: UUID = Field(foreign_key="users.id")
    created_at: datetime = moment()
    expires_at: datetime = moment()
    used_at: datetime | None = moment(nullable=True)
    score: int | None = None
    words: str | None = Field(default=None, max_length=500)


class CobuildingResult(SQLModel, table=True):
    """A group's result as one computation found it. Append-only: the period says which computation counts."""

    __tablename__ = "cobuilding_results"
    __table_args__ = (enum_check("verdict", GroupVerdict),)

    period_id: UUID = Field(primary_key=True, foreign_key="cobuilding_periods.id")
    computation: int = Field(primary_key=True)
    group_id: UUID = Field(primary_key=True, foreign_key="cobuilding_groups.id")
    score: int | None = None
    rank: int | None = None
    is_tied: bool = False
    verdict: GroupVerdict = Field(sa_type=enum_type(GroupVerdict))
    detail: dict[str, object] = document()  # names as they were, each part with what it came from


class CobuildingCorrection(SQLModel, table=True):
    """What a published result should have said of one part: an entry of its own, beside it. Append-only."""

    __tablename__ = "cobuilding_corrections"
    __table_args__ = (
        enum_check("part", ScorePart),
        CheckConstraint("value BETWEEN 0 AND 10000", name="value_known"),
        Index("ix_cobuilding_corrections_period_id", "period_id", "group_id", "id"),
    )

    id: UUID = Field(primary_key=True)
    period_id: UUID = Field(foreign_key="cobuilding_periods.id")
    group_id: UUID = Field(foreign_key="cobuilding_groups.id")
    part: ScorePart = Field(sa_type=enum_type(ScorePart))
    before: int | None = None
    value: int
    reason: str = Field(max_length=2000)
    corrected_by: UUID = Field(foreign_key="users.id")
    created_at: datetime = moment()
