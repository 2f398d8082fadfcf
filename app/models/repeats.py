"""Repeat demands 重复诉求: by what a case is found to be one of several, how often it was, what areas say of that."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from app.models.columns import enum_check, enum_type, moment, path_column
from app.workflow.repeats import RepeatKind


class CaseMark(SQLModel, table=True):
    """A household as a keyed digest of its address, or a place as a cell of 1/2000 degree; callers are apart."""

    __tablename__ = "case_marks"
    __table_args__ = (enum_check("kind", RepeatKind), Index("ix_case_marks_mark", "mark", "case_id"))

    case_id: UUID = Field(primary_key=True, foreign_key="cases.id")
    kind: RepeatKind = Field(primary_key=True, sa_type=enum_type(RepeatKind))
    mark: str = Field(max_length=64)


class CaseRepeat(SQLModel, table=True):
    """How many reports came before a case in one way, counted once, and since when."""

    __tablename__ = "case_repeats"
    __table_args__ = (enum_check("kind", RepeatKind),)

    case_id: UUID = Field(primary_key=True, foreign_key="cases.id")
    kind: RepeatKind = Field(primary_key=True, sa_type=enum_type(RepeatKind))
    count: int  # before it, up to a thousand
    since: datetime = moment()


class RepeatRule(SQLModel, table=True):
    """What an area says of one kind: the `times`-th within so many days, raised or only shown."""

    __tablename__ = "repeat_rules"
    __table_args__ = (
        enum_check("kind", RepeatKind),
        CheckConstraint("times BETWEEN 2 AND 1000", name="times_known"),
        CheckConstraint("window_days BETWEEN 1 AND 3650", name="window_known"),
    )

    scope_path: str = path_column(primary_key=True)
    kind: RepeatKind = Field(primary_key=True, sa_type=enum_type(RepeatKind))
    times: int
    window_days: int
    raises: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
