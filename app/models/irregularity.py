"""Irregularities 异常: what was found, of which cases, its file, the thresholds of areas, and how far was looked."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from app.models.columns import document, enum_check, enum_type, moment, path_column
from app.workflow.irregularities.kinds import EntryKind, IrregularityKind, IrregularityState


class Irregularity(SQLModel, table=True):
    """Something found once: its id follows from its kind and what it is about. `area_path` holds all its cases.

    `figures` are the evidence and the thresholds of then; the words are made of them for each reader.
    """

    __tablename__ = "irregularities"
    __table_args__ = (
        enum_check("kind", IrregularityKind),
        enum_check("state", IrregularityState),
        CheckConstraint("num_nonnulls(person_id, department_code) > 0", name="concerns_somebody"),
        CheckConstraint("(judged_at IS NULL) = (state IN ('found', 'withdrawn'))", name="judged_or_not"),
        Index("ix_irregularities_happened", "happened_at", "id"),
        Index("ix_irregularities_area", "area_path", "happened_at", "id"),
        Index(
            "ix_irregularities_person", "person_id", "happened_at", "id",
            postgresql_where=text("person_id IS NOT NULL"),
        ),
        Index(
            "ix_irregularities_department", "department_code", "happened_at", "id",
            postgresql_where=text("department_code IS NOT NULL"),
        ),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    kind: IrregularityKind = Field(sa_type=enum_type(IrregularityKind))
    state: IrregularityState = Field(default=IrregularityState.FOUND, sa_type=enum_type(IrregularityState))
    person_id: UUID | None = Field(default=None, foreign_key="users.id")  # who did it
    department_code: str | None = Field(default=None, foreign_key="departments.code", max_length=32)  # who was rated
    area_path: str = path_column()
    happened_at: datetime = moment()
    found_at: datetime = moment()
    figures: dict[str, object] = document()
    judged_at: datetime | None = moment(nullable=True)
    judged_by: UUID | None = Field(default=None, foreign_key="users.id")


class IrregularityCase(SQLModel, table=True):
    """A case of an irregularity: one that is irregular itself, or one it is compared with. It lies with its case."""

    __tablename__ = "irregularity_cases"
    __table_args__ = (Index("ix_irregularity_cases_irregularity", "irregularity_id"),)

    case_id: UUID = Field(primary_key=True, foreign_key="cases.id")
    irregularity_id: UUID = Field(primary_key=True)  # kept by its case: never a foreign key to what spans cases
    is_subject: bool


class IrregularityEntry(SQLModel, table=True):
    """Append-only: what the concerned say, and each judgement with its reason."""

    __tablename__ = "irregularity_entries"
    __table_args__ = (
        enum_check("kind", EntryKind),
        Index("ix_irregularity_entries_of", "irregularity_id", "id"),
    )

    id: UUID = Field(primary_key=True)
    irregularity_id: UUID = Field(foreign_key="irregularities.id")
    kind: EntryKind = Field(sa_type=enum_type(EntryKind))
    said_by: UUID | None = Field(default=None, foreign_key="users.id")  # null: the service itself
    note: str | None = Field(default=None, max_length=2000)
    created_at: datetime = moment()


class IrregularityThreshold(SQLModel, table=True):
    """What an area says of one kind; what has no meaning for the kind is null."""

    __tablename__ = "irregularity_thresholds"
    __table_args__ = (enum_check("kind", IrregularityKind),)

    scope_path: str = path_column(primary_key=True)
    kind: IrregularityKind = Field(primary_key=True, sa_type=enum_type(IrregularityKind))
    is_on: bool = True
    times: int | None = None
    minutes: int | None = None
    metres: int | None = None
    percent: int | None = None
    kmh: int | None = None


class RatingOrigin(SQLModel, table=True):
    """Where an answer of a resident came from, as keyed digests nobody can read, and for whose work it was given."""

    __tablename__ = "rating_origins"
    __table_args__ = (
        Index("ix_rating_origins_department", "department_code", "created_at"),
        Index("ix_rating_origins_created", "created_at"),
    )

    case_id: UUID = Field(primary_key=True, foreign_key="cases.id")
    round: int = Field(primary_key=True)
    department_code: str = Field(foreign_key="departments.code", max_length=32)
    device: str | None = Field(default=None, max_length=64)  # null: it keeps no cookie
    network: str = Field(max_length=64)
    closed_at: datetime = moment()
    created_at: datetime = moment()


class IrregularityReading(SQLModel, table=True):
    """The one row whose lock makes a reader the only one: how far it has looked."""

    __tablename__ = "irregularity_reading"

    id: int = Field(primary_key=True)
    epoch: int = -1  # of the stream when the cases were last read from the first on
    number: int = Field(default=0, sa_type=BigInteger)  # the last change that was looked at
    after: UUID | None = None  # the last case of the reading from the first on; null: it is finished
