"""Co-building 共建: the group of a community with its dated members, the schemes it is assessed by, the quarters."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from app.models.columns import document, enum_check, enum_type, moment


class MemberRole(StrEnum):
    LEAD = "lead"  # 牵头单位
    MEMBER = "member"  # 成员单位


class QuarterState(StrEnum):
    OPEN = "open"  # 进行中
    COMPUTED = "computed"  # 已计算待公布
    PUBLISHED = "published"  # 已公布, and frozen


class CobuildingGroup(SQLModel, table=True):
    """One a community; it is ended, never taken away, for its quarters stand."""

    __tablename__ = "cobuilding_groups"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates_in_order"),
        Index("uq_cobuilding_groups_area", "area_code", unique=True, postgresql_where=text("valid_to IS NULL")),
    )

    id: UUID = Field(primary_key=True)
    area_code: str = Field(foreign_key="areas.code", max_length=32, index=True)
    name: str = Field(max_length=120)
    valid_from: date
    valid_to: date | None = None
    founded_by: UUID = Field(foreign_key="users.id")
    created_at: datetime = moment()


class CobuildingMember(SQLModel, table=True):
    """A unit in a group from a day until a day (inclusive); one that leads at a time."""

    __tablename__ = "cobuilding_members"
    __table_args__ = (
        enum_check("role", MemberRole),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates_in_order"),
        Index("ix_cobuilding_members_group_id", "group_id", "valid_from"),
        Index("ix_cobuilding_members_department_code", "department_code"),
    )

    id: UUID = Field(primary_key=True)
    group_id: UUID = Field(foreign_key="cobuilding_groups.id")
    department_code: str = Field(foreign_key="departments.code", max_length=32)
    role: MemberRole = Field(sa_type=enum_type(MemberRole))
    valid_from: date
    valid_to: date | None = None
    added_by: UUID = Field(foreign_key="users.id")
    created_at: datetime = moment()


class CobuildingScheme(SQLModel, table=True):
    """A version of a scheme 考评方案 of an area, from the first day of a quarter on; only added to."""

    __tablename__ = "cobuilding_schemes"
    __table_args__ = (Index("uq_cobuilding_schemes_version", "area_code", "version", unique=True),)

    id: UUID = Field(primary_key=True)
    area_code: str = Field(foreign_key="areas.code", max_length=32)
    version: int
    valid_from: date
    name: str = Field(max_length=120)
    body: dict[str, object] = document()
    written_by: UUID = Field(foreign_key="users.id")
    created_at: datetime = moment()


class CobuildingPeriod(SQLModel, table=True):
    """A quarter of an area, assessed by the version of the scheme that held when it was opened."""

    __tablename__ = "cobuilding_periods"
    __table_args__ = (
        enum_check("state", QuarterState),
        CheckConstraint("number BETWEEN 1 AND 4", name="number_known"),
        CheckConstraint("(state = 'published') = (published_at IS NOT NULL)", name="published_at_known"),
        Index("uq_cobuilding_periods_quarter", "area_code", "year", "number", unique=True),
    )

    id: UUID = Field(primary_key=True)
    area_code: str = Field(foreign_key="areas.code", max_length=32)
    year: int
    number: int
    scheme_id: UUID = Field(foreign_key="cobuilding_schemes.id")
    state: QuarterState = Field(sa_type=enum_type(QuarterState))
    version: int = 1
    computation: int = 0  # which of the results counts
    opened_by: UUID = Field(foreign_key="users.id")
    created_at: datetime = moment()
    computed_by: UUID | None = Field(default=None, foreign_key="users.id")
    computed_at: datetime | None = moment(nullable=True)
    published_by: UUID | None = Field(default=None, foreign_key="users.id")
    published_at: datetime | None = moment(nullable=True)
