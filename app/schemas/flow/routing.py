"""The bodies of the actions by which a case changes hands."""

from uuid import UUID

from pydantic import Field

from app.schemas.base import Code, Note, example
from app.schemas.flow.assisting import MOST_ASSISTS, TimedAssist
from app.schemas.flow.command import Command, reason
from app.workflow.actions import Action


class Dispatch(Command):
    lead: Code = Field(description="Code of the lead department 主办单位")
    assists: list[Code | TimedAssist] = Field(
        default=[],
        max_length=MOST_ASSISTS,
        description="Assisting departments 协办单位: codes, or with a time of their own `{department, limit_amount, "
        "limit_unit}` or `{department, due_at}`",
    )
    note: Note | None = None
    model_config = example(lead="CGJ", assists=["SWJ"], note="请两小时内到场")


class RequestReturn(Command):
    reason_code: reason(Action.REQUEST_RETURN)  # type: ignore[valid-type]
    proposed_department: Code = Field(description="The unit whose case it is instead")
    note: Note | None = None
    model_config = example(reason_code="not_our_duty", proposed_department="SWJ")


class Recall(Command):
    reason_code: reason(Action.RECALL)  # type: ignore[valid-type]
    note: Note | None = None
    model_config = example(reason_code="wrong_unit", note="不在城管局辖区")


class Redirect(Dispatch):
    reason_code: reason(Action.REDIRECT)  # type: ignore[valid-type]
    model_config = example(lead="SWJ", assists=[], reason_code="wrong_unit", note="属供水管网")


class Refile(Command):
    rule_code: Code = Field(description="The filing rule it should have been filed under; the deadline stays")
    note: Note = Field(description="Why")
    model_config = example(rule_code="DCM-02-01-A", note="井盖属供水管网")


class Transfer(Command):
    person_id: UUID = Field(description="Who handles it from now on: somebody of the lead unit, or yourself")
    note: Note | None = Field(default=None, description="What they should know to go on")
    model_config = example(person_id="0193a0c0-0000-7000-8000-0000000000a1", note="我明日休假，现场已看过")


class Reassign(Command):
    person_id: UUID | None = Field(
        default=None, description="Who is to verify or check instead; left out: whoever is near and has least in hand"
    )
    note: Note | None = None
    model_config = example(person_id="0193a0c0-0000-7000-8000-0000000000a1", note="原核实人请假")
