"""What is counted of each case 考评计数, its sums by day and month, and how far the counting is."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from app.models.case import Channel
from app.models.columns import document, enum_check, enum_type, moment, path_column
from app.workflow.evaluation.facts import Kind
from app.workflow.evaluation.subjects import Grain, SubjectKind


class CountedOccurrence(SQLModel, table=True):
    """One thing that was to be done about a case: see `workflow.evaluation.facts`. Made of its history, ever anew."""

    __tablename__ = "occurrences"
    __table_args__ = (
        enum_check("kind", Kind),
        enum_check("channel", Channel),
        Index("ix_occurrences_at", "kind", "at", "case_id"),
        Index("ix_occurrences_area", "kind", "area_path", "at"),
        Index("ix_occurrences_unit", "unit", "kind", "at"),
        Index("ix_occurrences_worker", "worker", "kind", "at"),
    )

    case_id: UUID = Field(primary_key=True, foreign_key="cases.id")
    kind: Kind = Field(primary_key=True, sa_type=enum_type(Kind))
    nth: int = Field(primary_key=True)
    at: datetime = moment()
    facts: int = Field(sa_type=BigInteger)
    area_path: str = path_column()
    unit: str | None = Field(default=None, max_length=32)
    worker: UUID | None = None
    category: str | None = Field(default=None, max_length=32)
    channel: Channel = Field(sa_type=enum_type(Channel))
    minutes: int | None = None  # of working time


class FigureSum(SQLModel, table=True):
    """The figures of one subject in a day or a month: of each that has any `[hits, counted, exempt]`, by its code.

    `minutes` are those of the figures of how long things took: by code, how many hits took so many working minutes.
    """

    __tablename__ = "figure_sums"
    __table_args__ = (
        enum_check("kind", SubjectKind),
        enum_check("grain", Grain),
        Index("ix_figure_sums_starts_on", "grain", "starts_on", "kind"),
    )

    kind: SubjectKind = Field(primary_key=True, sa_type=enum_type(SubjectKind))
    subject: str = Field(primary_key=True, max_length=64)
    grain: Grain = Field(primary_key=True, sa_type=enum_type(Grain))
    starts_on: date = Field(primary_key=True)
    sums: dict[str, list[int]] = document()
    minutes: dict[str, dict[str, int]] = document(empty=True)


class SumToMake(SQLModel, table=True):
    """A day or month in which something counts otherwise than its sums say; made anew from `due_at` on."""

    __tablename__ = "sums_to_make"
    __table_args__ = (enum_check("grain", Grain), Index("ix_sums_to_make_due_at", "due_at"))

    grain: Grain = Field(primary_key=True, sa_type=enum_type(Grain))
    starts_on: date = Field(primary_key=True)
    due_at: datetime = moment()


class Counting(SQLModel, table=True):
    """The one row whose lock makes a counter the only one: how far it has read."""

    __tablename__ = "counting"

    id: int = Field(primary_key=True)
    epoch: int = -1  # of the stream when the cases were last read from the first on
    number: int = Field(default=0, sa_type=BigInteger)  # the last change that was looked at
    after: UUID | None = None  # the last case of the reading from the first on; null: it is finished
