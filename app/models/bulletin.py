"""Bulletins 简报: drafts that change; issues, their files, addressees and receipts, which are only ever added.

Append-only by privileges: the application role may insert and read an issue and what hangs on it, nothing else.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, LargeBinary, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from app.models.columns import document, enum_check, enum_type, moment, path_column
from app.workflow.bulletins.life import BulletinStatus
from app.workflow.bulletins.periods import BulletinKind


class AddresseeKind(StrEnum):
    UNIT = "unit"  # 单位
    AREA = "area"  # 区划的中心


class BulletinFormat(StrEnum):
    JSON = "json"  # what it says, from which the others are made
    PDF = "pdf"
    XLSX = "xlsx"


class Bulletin(SQLModel, table=True):
    """One on its way. What was published is what its issue's files say, whatever stands here."""

    __tablename__ = "bulletins"
    __table_args__ = (
        enum_check("kind", BulletinKind),
        enum_check("status", BulletinStatus),
        CheckConstraint("version > 0", name="version_positive"),
        CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
        Index("ix_bulletins_area", "area_path", "id"),
    )

    id: UUID = Field(primary_key=True)
    area_code: str = Field(foreign_key="areas.code", max_length=32)
    area_path: str = path_column()
    kind: BulletinKind = Field(sa_type=enum_type(BulletinKind))
    starts_on: date
    ends_on: date
    title: str = Field(max_length=120)
    status: BulletinStatus = Field(sa_type=enum_type(BulletinStatus))
    version: int = 1
    figures: dict[str, object] = document()
    told: dict[str, object] = document()  # what the editor says and chose
    editor_ids: list[UUID] = Field(sa_column=Column(ARRAY(Uuid), nullable=False))  # none of them signs it
    created_by: UUID = Field(foreign_key="users.id")
    created_at: datetime = moment()
    edited_at: datetime = moment()
    submitted_by: UUID | None = Field(default=None, foreign_key="users.id")
    submitted_at: datetime | None = moment(nullable=True)
    returned_note: str | None = Field(default=None, max_length=2000)  # why it was sent back


class BulletinNumber(SQLModel, table=True):
    """The latest number of an area's issues in a year: it rises with each in the transaction that publishes it."""

    __tablename__ = "bulletin_numbers"

    area_code: str = Field(primary_key=True, foreign_key="areas.code", max_length=32)
    year: int = Field(primary_key=True)
    latest: int


class BulletinIssue(SQLModel, table=True):
    """A bulletin that was signed. `withdraws` is the earlier one that it takes back: each at most once."""

    __tablename__ = "bulletin_issues"
    __table_args__ = (
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("withdraws <> bulletin_id", name="another"),
        Index("uq_bulletin_issues_number", "area_code", "year", "number", unique=True),
        Index("uq_bulletin_issues_withdraws", "withdraws", unique=True, postgresql_where=text("withdraws IS NOT NULL")),
    )

    bulletin_id: UUID = Field(primary_key=True, foreign_key="bulletins.id")
    area_code: str = Field(foreign_key="areas.code", max_length=32)
    year: int
    number: int
    signed_by: UUID = Field(foreign_key="users.id")
    signed_at: datetime = moment()
    withdraws: UUID | None = Field(default=None, foreign_key="bulletin_issues.bulletin_id")


class BulletinFile(SQLModel, table=True):
    """A file of an issue as it was signed, in a language; that of the data is of both, and its language is empty."""

    __tablename__ = "bulletin_files"
    __table_args__ = (enum_check("format", BulletinFormat),)

    bulletin_id: UUID = Field(primary_key=True, foreign_key="bulletin_issues.bulletin_id")
    format: BulletinFormat = Field(primary_key=True, sa_type=enum_type(BulletinFormat))
    language: str = Field(primary_key=True, max_length=8)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    sha256: str = Field(max_length=64)


class BulletinAddressee(SQLModel, table=True):
    """Whom an issue was sent to: a unit, or the centre of an area, whose path it bears."""

    __tablename__ = "bulletin_addressees"
    __table_args__ = (
        enum_check("kind", AddresseeKind),
        Index("ix_bulletin_addressees_code", "code", "bulletin_id"),
    )

    bulletin_id: UUID = Field(primary_key=True, foreign_key="bulletin_issues.bulletin_id")
    kind: AddresseeKind = Field(primary_key=True, sa_type=enum_type(AddresseeKind))
    code: str = Field(primary_key=True, max_length=32)
    area_path: str | None = path_column(nullable=True)


class BulletinReceipt(SQLModel, table=True):
    """Somebody of an addressee has read it 签阅."""

    __tablename__ = "bulletin_receipts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["bulletin_id", "kind", "code"],
            ["bulletin_addressees.bulletin_id", "bulletin_addressees.kind", "bulletin_addressees.code"],
        ),
        enum_check("kind", AddresseeKind),
    )

    bulletin_id: UUID = Field(primary_key=True)
    kind: AddresseeKind = Field(primary_key=True, sa_type=enum_type(AddresseeKind))
    code: str = Field(primary_key=True, max_length=32)
    user_id: UUID = Field(primary_key=True, foreign_key="users.id")
    read_at: datetime = moment()
