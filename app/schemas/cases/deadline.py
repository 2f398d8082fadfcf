"""A deadline that explains itself."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, model_validator

from app.schemas.base import Input, Moment, Output, example
from app.schemas.examples import case


class DeadlineQuery(Input):
    """Asks besides what more time would make of the deadline; nothing is asked for by that."""

    extension: Annotated[int, Field(ge=1, le=10_000)] | None = Field(
        default=None, description="Say also when it would be due with so much more 延期, in the unit of the limit"
    )
    resume_at: Moment | None = Field(
        default=None, description="Say also when it would be due, were it suspended 挂账 from now until then"
    )

    @model_validator(mode="after")
    def _asks_one_thing(self) -> "DeadlineQuery":
        """Refuses both at once: nobody grants them in one."""
        if self.extension is not None and self.resume_at is not None:
            raise ValueError("either extension or resume_at")
        return self


class Extension(Output):
    at: datetime
    amount: int = Field(description="In the unit of the limit")


class Pause(Output):
    since: datetime
    until: datetime | None = Field(description="null: it lasts")
    kind: str = Field(description="paused (provisionally), suspended or stopped")
    counts: bool = Field(description="Only a suspension is not counted against the unit")
    label_zh: str
    label: str


class Interval(Output):
    since: datetime
    until: datetime
    counts: bool
    reason: str = Field(
        description="working, make_up, lunch, off_hours, weekend, holiday, override, suspended, continuous"
    )
    name: str | None = Field(description="Of a holiday")
    provisional: bool
    used: float = Field(description="How much of the limit, in its unit")


class Deadline(Output):
    """What is promised and how it was computed; nothing runs where `running` is false."""

    running: bool
    light: str | None
    sentence_zh: str = Field(examples=["还剩 3 工作时 20 分，今日 17:30 前"])
    sentence: str
    started_at: datetime | None
    deadline_at: datetime | None
    due_at: datetime | None
    due_at_then: datetime | None = Field(
        description="When it would be due, were the time asked about granted now; null: none was, or no clock runs"
    )
    warn_at: datetime | None = Field(description="80 % used: from then on the light is yellow")
    stage_due_at: datetime | None
    stage_hours_of: str | None
    left_seconds: int | None = Field(description="By the clock on the wall; negative when overdue")
    left: float | None = Field(description="In the unit of the limit; negative when overdue")
    limit_amount: int | None
    limit_unit: str | None
    limit_of: str | None = Field(
        description="The filing rule whose limit was promised, where the case was filed under another since 更正立案: "
        "neither limit nor deadline moved; null: that of `rule_code`"
    )
    rule_code: str | None
    rule_version: int | None
    calendar_version: int
    provisional: bool = Field(description="It touches a year whose holidays are not published yet")
    extensions: list[Extension]
    pauses: list[Pause]
    intervals: list[Interval] = Field(description="Since the clock started, in order; the latest 500 at most")
    model_config = example(**case.DEADLINE)
