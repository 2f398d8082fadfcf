"""Handing over 工作移交 what a leaver holds: what it is, to whom it goes, and what became of it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from app.schemas.base import Code, Input, Note, Output, example
from app.schemas.examples import organisation
from app.schemas.flow.command import Command
from app.workflow.states import Status


class HandOver(Command):
    from_id: UUID = Field(description="Who verifies, checks or handles it now")
    to_id: UUID = Field(description="Who does from now on; they must be allowed to")
    note: Note | None = None
    model_config = example(
        from_id="0193a0c0-0000-7000-8000-0000000000a4", to_id="0193a0c0-0000-7000-8000-0000000000a5", note="离职移交"
    )


class Held(StrEnum):
    VERIFICATION = "verification"  # 核查
    CHECK = "check"  # 核实
    CASE = "case"  # 经办


class OpenWork(Output):
    """What somebody holds of open cases where you administer 未了工作."""

    verifications: int
    checks: int
    handling: int
    model_config = example(**organisation.OPEN_WORK)


class OpenWorkItem(Output):
    case_id: UUID
    number: str
    kind: Held
    status: Status
    area_code: str | None
    department_code: str | None
    due_at: datetime | None
    stage_due_at: datetime | None
    model_config = example(**organisation.OPEN_WORK_ITEM)


class OpenWorkView(OpenWork):
    items: list[OpenWorkItem] = Field(description="The first 200; confidential cases are only counted")
    model_config = example(**organisation.OPEN_WORK, items=[organisation.OPEN_WORK_ITEM])


class HandOverIn(Input):
    """The next 200 of what a user holds, in the order of the cases' ids."""

    model_config = example(to_id="0193a0c0-0000-7000-8000-0000000000a5", note="离职移交")
    to_id: UUID = Field(description="Who takes over; each case asks whether they may")
    kinds: list[Held] = Field(default=list(Held), min_length=1, max_length=3, description="Left out: all of it")
    after: UUID | None = Field(default=None, description="`next_after` of the request before")
    note: Note | None = None


class NotHanded(Output):
    """One that could not be handed over, and why; of a confidential case only that."""

    case_id: UUID | None
    number: str | None
    kind: Held
    code: str
    detail_zh: str
    detail: str
    model_config = example(**organisation.NOT_HANDED)


class HandedOver(Output):
    handed: int
    refused: list[NotHanded]
    next_after: UUID | None = Field(description="There may be more: send it as `after`; null: that was all")
    model_config = example(handed=12, refused=[organisation.NOT_HANDED], next_after=None)


class HandOverUnit(Command):
    """Of one case; the route of the unit makes it for each."""

    from_department: Code
    to_department: Code
    note: Note | None = None
    model_config = example(from_department="CGJ", to_department="ZHZF", note="机构改革，职责划转")


class UnitHeld(StrEnum):
    LEAD = "lead"  # 主办
    ASSIST = "assist"  # 协办


class UnitWorkItem(Output):
    case_id: UUID
    number: str
    kind: UnitHeld
    status: Status
    area_code: str | None
    due_at: datetime | None
    stage_due_at: datetime | None
    model_config = example(**organisation.UNIT_WORK_ITEM)


class UnitWorkView(Output):
    """What a unit has of open cases where you administer 未了工作."""

    lead: int
    assist: int
    items: list[UnitWorkItem] = Field(description="The first 200; confidential cases are only counted")
    model_config = example(lead=1, assist=0, items=[organisation.UNIT_WORK_ITEM])


class HandOverUnitIn(Input):
    """The next 200 of what a unit has, in the order of the cases' ids."""

    model_config = example(to="ZHZF", note="机构改革，职责划转")
    to: Code = Field(description="The unit that takes over; it must serve each case's place")
    after: UUID | None = Field(default=None, description="`next_after` of the request before")
    note: Note | None = None


class UnitNotHanded(Output):
    """One that could not be handed over, and why; of a confidential case only that."""

    case_id: UUID | None
    number: str | None
    kind: UnitHeld
    code: str
    detail_zh: str
    detail: str
    model_config = example(**organisation.UNIT_NOT_HANDED)


class UnitHandedOver(Output):
    handed: int
    refused: list[UnitNotHanded]
    next_after: UUID | None = Field(description="There may be more: send it as `after`; null: that was all")
    model_config = example(handed=120, refused=[organisation.UNIT_NOT_HANDED], next_after=None)
