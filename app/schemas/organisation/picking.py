"""Who can be picked 选派 for a task."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from app.schemas.base import Code, Output, PartOfName, example
from app.schemas.cases.lists import PageQuery


class Task(StrEnum):
    VERIFY = "verify"  # 核查
    CHECK = "check"  # 核实
    HANDLE = "handle"  # 处置


class PeopleQuery(PageQuery):
    """For what, and where; all that is given must hold."""

    task: Task
    case_id: UUID | None = Field(
        default=None, description="Exactly those whom the action would take for this case, the nearest to it first"
    )
    area: Code | None = Field(default=None, description="Who may look on the spot 到场 in this area of yours")
    department: Code | None = Field(default=None, description="Who works in exactly this unit")
    q: PartOfName | None = Field(default=None, description="A part of the name")


class Person(Output):
    """Somebody who can be picked, and how much they have in hand now."""

    id: UUID
    name: str
    post: str = Field(description="The post by which they can be")
    area_code: str | None
    area_name: str | None
    department_code: str | None
    department_name: str | None
    load: int = Field(description="Cases they have in hand: the sum of the following")
    verifying: int = Field(description="To verify 核查")
    checking: int = Field(description="To check 核实")
    handling: int = Field(description="Handled by them 处置, suspended ones included")
    absent_until: date | None = Field(description="Away 请假 until this day, itself included; null: not away")
    substitute_id: UUID | None = Field(description="Who stands in for them until then 代理人")
    substitute_name: str | None


_PERSON = {
    "id": "0193a0c0-0000-7000-8000-0000000000a1", "name": "林小格", "post": "full_time_worker",
    "area_code": "44031000100101", "area_name": "六和社区第一网格", "department_code": None, "department_name": None,
    "load": 2, "verifying": 1, "checking": 1, "handling": 0, "absent_until": None, "substitute_id": None,
    "substitute_name": None,
}  # fmt: skip


class People(Output):
    items: list[Person]
    next_cursor: str | None
    model_config = example(items=[_PERSON], next_cursor=None)
