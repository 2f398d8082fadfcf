"""The bodies of the actions by which a case goes from one centre to another, or is split 拆分."""

from typing import Annotated

from pydantic import Field, StringConstraints

from app.schemas.base import Code, Input, Note, Plain, ShortText, Title, example
from app.schemas.device import DevicePlace
from app.schemas.flow.command import Command, reason
from app.workflow.actions import Action


class Escalate(Command):
    reason_code: reason(Action.ESCALATE)  # type: ignore[valid-type]
    area_code: Code | None = Field(
        default=None, description="The area whose centre is to have it; left out: the next one above that has a centre"
    )
    note: Note | None = None
    model_config = example(reason_code="beyond_power", note="涉及跨镇排水管网")


class Delegate(Command):
    area_code: Code = Field(description="The area below whose centre is to have it; it holds the place of the case")
    note: Note | None = None
    model_config = example(area_code="440310001", note="请街道就近处置")


class Part(Input):
    """One matter of the report; what is left out is as in the report."""

    description: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400), Plain] = Field(
        description="What of the report it is; whoever reported it reads that too"
    )
    title: Title | None = Field(default=None, description="A few words for lists; left out: there is none")
    category_code: Code | None = Field(default=None, description="Left out: that of the report")
    location: DevicePlace = Field(default=None, description="Left out: that of the report")
    address: ShortText | None = Field(default=None, description="Left out: that of the report, where the location is")


class Split(Command):
    parts: list[Part] = Field(min_length=2, max_length=5, description="From 2 to 5 of them, in the order shown")
    note: ShortText | None = None
    model_config = example(parts=[{"description": "路边井盖缺失"}, {"description": "路灯不亮", "title": "路灯"}])


class PartsEnded(Command):
    result: str
