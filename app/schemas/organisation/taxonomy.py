"""Category standards, categories, their crosswalk and filing rules on the wire."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from app.models.category import CrosswalkRelation
from app.models.term import TermKind
from app.schemas.base import Day, Input, Output, Plain, example
from app.schemas.examples import organisation
from app.workflow.limits import LONGEST, LimitUnit

Text = Annotated[str, StringConstraints(strip_whitespace=True), Plain]


class StandardIn(Input):
    model_config = example(name="数字化城市管理信息系统 管理部件和事件分类", version="GB/T 30428.2-2013")
    name: Text
    name_en: Text | None = None
    version: Text


class StandardView(Output):
    code: str
    name: str
    name_en: str | None
    version: str
    model_config = example(**organisation.STANDARD)


class StandardPage(Output):
    items: list[StandardView]
    next_cursor: str | None
    model_config = example(items=[organisation.STANDARD], next_cursor=None)


class TermIn(Input):
    model_config = example(name="投诉", name_en="Complaint")
    name: Text
    name_en: Text | None = None
    is_active: bool = Field(default=True, description="false: 停用; codes are never deleted")


class TermView(Output):
    kind: TermKind
    code: str
    name: str
    name_en: str | None
    is_active: bool
    model_config = example(kind="nature", code="complaint", name="投诉", name_en="Complaint", is_active=True)


class TermPage(Output):
    items: list[TermView]
    next_cursor: str | None
    model_config = example(
        items=[{"kind": "nature", "code": "complaint", "name": "投诉", "name_en": "Complaint", "is_active": True}],
        next_cursor=None,
    )


class CategoryIn(Input):
    model_config = example(standard_code="DCM", parent_code="DCM-01", name="暴露垃圾", self_handle_allowed=True)
    standard_code: Text
    parent_code: Text | None = None
    name: Text
    name_en: Text | None = None
    self_handle_allowed: bool = False
    retired_on: Day | None = Field(default=None, description="停用日期; codes are never deleted")


class CategoryView(Output):
    code: str
    standard_code: str
    parent_code: str | None
    name: str
    name_en: str | None
    self_handle_allowed: bool
    retired_on: date | None
    model_config = example(**organisation.CATEGORY)


class CategoryPage(Output):
    items: list[CategoryView]
    next_cursor: str | None
    model_config = example(items=[organisation.CATEGORY], next_cursor=None)


class CrosswalkIn(Input):
    model_config = example(relation="narrower")
    relation: CrosswalkRelation


class CrosswalkView(Output):
    from_code: str
    to_code: str
    relation: CrosswalkRelation
    model_config = example(**organisation.CROSSWALK)


class CrosswalkPage(Output):
    items: list[CrosswalkView]
    next_cursor: str | None
    model_config = example(items=[organisation.CROSSWALK], next_cursor=None)


_LIMITS = "From 1 to ten years: " + ", ".join(f"{most:,} {unit}" for unit, most in LONGEST.items())


class RuleIn(Input):
    model_config = example(
        category_code="DCM-01-02",
        condition="发现暴露垃圾且位置明确",
        limit_amount=4,
        limit_unit="working_hours",
        close_condition="清除干净",
        department_code="CGJ",
    )
    category_code: Text
    condition: Text
    limit_amount: int = Field(description=_LIMITS)
    limit_unit: LimitUnit
    close_condition: Text
    department_code: Text | None = None
    is_active: bool = True


class RuleView(Output):
    code: str
    category_code: str
    category_name: str | None
    condition: str
    limit_amount: int
    limit_unit: LimitUnit
    close_condition: str
    department_code: str | None
    department_name: str | None
    version: int
    is_active: bool
    model_config = example(**organisation.RULE)


class RulePage(Output):
    items: list[RuleView]
    next_cursor: str | None
    model_config = example(items=[organisation.RULE], next_cursor=None)
