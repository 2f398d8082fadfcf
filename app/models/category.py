"""Categories 大类/小类 of several standards side by side, their crosswalk, and the filing rules 立案条件 below them."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from app.models.columns import enum_check, enum_type
from app.workflow.limits import LimitUnit


class CategoryStandard(SQLModel, table=True):
    """A published taxonomy in one of its versions, for example 数字化城市管理信息系统 事件分类."""

    __tablename__ = "category_standards"

    code: str = Field(primary_key=True, max_length=32)
    name: str = Field(max_length=120)
    name_en: str | None = Field(default=None, max_length=120)
    version: str = Field(max_length=32)


class Category(SQLModel, table=True):
    """A class of cases; codes are unique over all standards and never deleted, only retired."""

    __tablename__ = "categories"

    code: str = Field(primary_key=True, max_length=32)
    standard_code: str = Field(foreign_key="category_standards.code", max_length=32, index=True)
    parent_code: str | None = Field(default=None, foreign_key="categories.code", max_length=32)
    name: str = Field(max_length=120)
    name_en: str | None = Field(default=None, max_length=120)
    self_handle_allowed: bool = False  # 自行处置
    retired_on: date | None = None


class CrosswalkRelation(StrEnum):
    SAME = "same"
    BROADER = "broader"
    NARROWER = "narrower"
    RELATED = "related"


class CategoryCrosswalk(SQLModel, table=True):
    """How a category of one standard reads in another."""

    __tablename__ = "category_crosswalk"
    __table_args__ = (enum_check("relation", CrosswalkRelation),)

    from_code: str = Field(primary_key=True, foreign_key="categories.code", max_length=32)
    to_code: str = Field(primary_key=True, foreign_key="categories.code", max_length=32)
    relation: CrosswalkRelation = Field(sa_type=enum_type(CrosswalkRelation))


class FilingRule(SQLModel, table=True):
    """A condition of a category; time limit, close condition and responsible department hang here."""

    __tablename__ = "filing_rules"
    __table_args__ = (
        enum_check("limit_unit", LimitUnit),
        CheckConstraint("limit_amount > 0", name="limit_positive"),
    )

    code: str = Field(primary_key=True, max_length=32)
    category_code: str = Field(foreign_key="categories.code", max_length=32, index=True)
    condition: str = Field(max_length=500)
    limit_amount: int
    limit_unit: LimitUnit = Field(sa_type=enum_type(LimitUnit))
    close_condition: str = Field(max_length=500)
    department_code: str | None = Field(default=None, foreign_key="departments.code", max_length=32, index=True)
    version: int = 1
    is_active: bool = True
