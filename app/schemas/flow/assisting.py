"""Assists 协办 in a body: a code alone has the case's time, one with a limit or a moment its own."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from app.schemas.base import Code, Input, Moment, Note, example
from app.schemas.flow.command import Command, reason
from app.workflow.actions import Action
from app.workflow.limits import LimitUnit

MOST_ASSISTS = 10
MOST_AMOUNT = 8_760  # hours of a year

Amount = Annotated[int, Field(ge=1, le=MOST_AMOUNT)]


class AssistTimeIn(Input):
    """Until when: a limit by the working calendar, or a moment; neither: until the case is due."""

    limit_amount: Amount | None = Field(default=None, description="How much of `limit_unit`, counted from now")
    limit_unit: LimitUnit | None = Field(default=None, description="Together with `limit_amount`")
    due_at: Moment | None = Field(default=None, description="A moment, instead of a limit; no calendar moves it")

    @model_validator(mode="after")
    def _says_one_time(self) -> Self:
        if (self.limit_amount is None) != (self.limit_unit is None):
            raise ValueError("limit_amount and limit_unit belong together")
        if self.limit_amount is not None and self.due_at is not None:
            raise ValueError("either a limit or a moment")
        return self


class TimedAssist(AssistTimeIn):
    """An assisting department with a time of its own."""

    department: Code
    model_config = example(department="SWJ", limit_amount=4, limit_unit="working_hours")


class AddAssist(TimedAssist, Command):
    note: Note | None = None
    model_config = example(department="SWJ", limit_amount=4, limit_unit="working_hours", note="请到场关闭阀门")


class ReleaseAssist(Command):
    department: Code
    note: Note
    model_config = example(department="SWJ", note="无需协办")


class RequestExcuse(Command):
    reason_code: reason(Action.REQUEST_EXCUSE)  # type: ignore[valid-type]
    note: Note = Field(description="Why there is nothing for the unit to do 情况说明")
    model_config = example(reason_code="nothing_to_do", note="现场无供水设施")


class ApproveExcuse(Command):
    department: Code
    note: Note | None = None
    model_config = example(department="SWJ", note="同意")


class RefuseExcuse(Command):
    department: Code
    note: Note = Field(description="Why it assists all the same")
    model_config = example(department="SWJ", note="该处有供水阀门，请到场")
