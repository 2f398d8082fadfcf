"""Substitutes 代理 for who is away 请假: what is said of one, and how it reads."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from app.schemas.base import Day, Input, Note, Output, example
from app.schemas.cases.lists import PageQuery


class AbsenceReason(StrEnum):
    LEAVE = "leave"  # 休假
    SICK = "sick"  # 病假
    TRAINING = "training"  # 外出学习
    ELSEWHERE = "elsewhere"  # 抽调


class SubstitutionIn(Input):
    absent_id: UUID | None = Field(default=None, description="Who is away; left out: yourself")
    substitute_id: UUID = Field(description="Who stands in: of the same unit, or of the field around the same place")
    valid_from: Day = Field(description="From this day on; not before today")
    valid_to: Day = Field(description="Until this day, itself included; within a year")
    reason_code: AbsenceReason
    note: Note | None = None
    model_config = example(
        substitute_id="0193a0c0-0000-7000-8000-0000000000a4", valid_from="2026-12-01", valid_to="2026-12-05",
        reason_code="leave", note="年休假",
    )  # fmt: skip


class SubstitutionQuery(PageQuery):
    current: bool | None = Field(default=None, description="true: in force today; false: over, ended or to come")


_VIEW = {
    "id": "0193a0c0-0000-7000-8000-0000000000c1",
    "absent_id": "0193a0c0-0000-7000-8000-0000000000a2", "absent_name": "李处置",
    "substitute_id": "0193a0c0-0000-7000-8000-0000000000a4", "substitute_name": "陈处置",
    "valid_from": "2026-12-01", "valid_to": "2026-12-05", "reason_code": "leave", "note": "年休假",
    "named_by": "0193a0c0-0000-7000-8000-0000000000a2", "named_by_name": "李处置",
    "created_at": "2026-11-28T02:00:00Z", "ended_at": None, "is_current": False,
}  # fmt: skip


class SubstitutionView(Output):
    """Who stands in for whom, and for how long."""

    id: UUID
    absent_id: UUID
    absent_name: str | None
    substitute_id: UUID
    substitute_name: str | None
    valid_from: date
    valid_to: date = Field(description="The last day; it ends by itself")
    reason_code: AbsenceReason | None = Field(description="Why; null, as the note: not for who stands in to know")
    note: str | None
    named_by: UUID = Field(description="Who named the substitute: the absent one, who heads them, or an administrator")
    named_by_name: str | None
    created_at: datetime
    ended_at: datetime | None = Field(description="When it was ended before its last day")
    is_current: bool = Field(description="Whether it is in force today")
    model_config = example(**_VIEW)


class SubstitutionPage(Output):
    items: list[SubstitutionView]
    next_cursor: str | None
    model_config = example(items=[_VIEW], next_cursor=None)
