"""The bodies of whistles 吹哨, responses 报到 and joint minutes 会办纪要."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.schemas.base import Code, Input, Moment, Note, ShortText, Title, example
from app.schemas.device import DevicePlace
from app.schemas.flow.command import Command
from app.workflow.whistles import MOST_CALLED


class BlowWhistle(Command):
    departments: Annotated[list[Code], Field(min_length=1, max_length=MOST_CALLED)] = Field(
        description="Who is called; each is active and serves the place"
    )
    place: ShortText = Field(description="Where to meet, in words")
    location: DevicePlace = Field(default=None, description="The same as a point; left out: that of the case")
    at: Moment | None = Field(default=None, description="When to meet; left out: now")
    respond_by: Moment = Field(description="Who has not responded by then has missed it; within 30 days")
    note: Note = Field(description="What for")
    model_config = example(
        departments=["CGJ", "SWJ"],
        place="六联社区公园北门",
        at="2026-11-24T02:00:00Z",
        respond_by="2026-11-24T02:30:00Z",
        note="占道挖掘致水管破裂，请到场会办",
    )


class Respond(Command):
    department: Code | None = Field(default=None, description="For which of one's called units; left out: all of them")
    location: DevicePlace = Field(default=None, description="Where the phone is; recorded, and refuses nothing")
    head_count: Annotated[int, Field(ge=1, le=1_000)] = Field(default=1, description="How many came")
    note: Note | None = None
    model_config = example(location={"lat": 22.6929, "lon": 114.3468, "accuracy_m": 12.5}, head_count=2)


class DeclineWhistle(Command):
    department: Code | None = Field(default=None, description="For which of one's called units; left out: all of them")
    note: Note = Field(description="Why nobody can come; it counts")
    model_config = example(note="全员在防汛值守")


class ScoreResponse(Command):
    department: Code
    score: Annotated[int, Field(ge=1, le=5)]
    note: Note | None = None
    model_config = example(department="SWJ", score=5, note="到场迅速，配合得力")


class EndWhistle(Command):
    result: Note = Field(description="What came of it")
    model_config = example(result="已关阀止水，当日修复路面")


class AgreedTask(Input):
    """What was agreed for one department."""

    department: Code
    task: Title = Field(description="What it does")
    due_at: Moment | None = Field(default=None, description="By when; left out: until the case is due")
    assist: bool = Field(default=False, description="Put on the case as an assist 协办 with that time, by a dispatcher")
    model_config = example(department="SWJ", task="更换破损水管", due_at="2026-11-25T09:00:00Z", assist=True)


class RecordMinutes(Command):
    attended: Annotated[list[Code], Field(min_length=1, max_length=30)] = Field(description="Which departments came")
    held_at: Moment | None = Field(default=None, description="When it was held; left out: now")
    tasks: list[AgreedTask] = Field(default=[], max_length=12, description="What was agreed, each with its department")
    attachment_ids: list[UUID] = Field(default=[], max_length=20, description="Photos of this case that show it")
    note: Note = Field(description="What was found")
    model_config = example(
        attended=["CGJ", "SWJ"],
        tasks=[{"department": "SWJ", "task": "更换破损水管", "due_at": "2026-11-25T09:00:00Z"}],
        note="施工单位挖断水管，已责令停工",
    )
