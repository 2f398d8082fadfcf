"""Departments 部门 and stations 站所: a tree with stable codes, dated names and a jurisdiction 管辖范围."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from app.models.columns import enum_check, enum_type, path_column


class DepartmentKind(StrEnum):
    BUREAU = "bureau"  # 局
    STATION = "station"  # 站所: a department with a parent bureau
    TEAM = "team"  # 团队, volunteers too: delivers 送单 what the department above it has; nobody in it needs an account


class Department(SQLModel, table=True):
    """`path` is every ancestor's code and the own one, each followed by "/"."""

    __tablename__ = "departments"
    __table_args__ = (
        enum_check("kind", DepartmentKind),
        CheckConstraint("claim_limit >= 0", name="claim_limit_known"),
        Index("ix_departments_path", "path", unique=True),
    )

    code: str = Field(primary_key=True, max_length=32)
    kind: DepartmentKind = Field(sa_type=enum_type(DepartmentKind))
    parent_code: str | None = Field(default=None, foreign_key="departments.code", max_length=32)
    path: str = path_column()
    is_active: bool = True
    claim_limit: int | None = None  # so many cases in hand at most, to claim 点单 another; null: no limit, 0: none


class DepartmentName(SQLModel, table=True):
    """The name a department bears from a day on; reforms rename, codes stay."""

    __tablename__ = "department_names"

    department_code: str = Field(primary_key=True, foreign_key="departments.code", max_length=32)
    valid_from: date = Field(primary_key=True)
    name: str = Field(max_length=120)
    name_en: str | None = Field(default=None, max_length=120)


class DepartmentAlias(SQLModel, table=True):
    """What else a unit is called 别名, several at once: by older systems, and by people."""

    __tablename__ = "department_aliases"

    department_code: str = Field(primary_key=True, foreign_key="departments.code", max_length=32)
    alias: str = Field(primary_key=True, max_length=120)


class Jurisdiction(SQLModel, table=True):
    """A department serves this area and everything below it."""

    __tablename__ = "jurisdictions"

    department_code: str = Field(primary_key=True, foreign_key="departments.code", max_length=32)
    area_code: str = Field(primary_key=True, foreign_key="areas.code", max_length=32, index=True)
