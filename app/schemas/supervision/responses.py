"""How units answered the whistles 吹哨 of a period: the question and its answer."""

from datetime import datetime

from pydantic import Field

from app.schemas.base import Code, Input, Moment, Output, example
from app.schemas.examples import several_hands
from app.schemas.supervision.questions import MOST_DAYS, USUAL_DAYS


class ResponseQuery(Input):
    """Which whistles are counted; all that are given must hold."""

    area: Code | None = Field(default=None, description="This area and all below it")
    category: Code | None = Field(default=None, description="This category and all below it")
    since: Moment | None = Field(
        default=None, description=f"Called from then on; {USUAL_DAYS} days before `until` unless given"
    )
    until: Moment | None = Field(
        default=None, description=f"Called before then; the end of today unless given; within {MOST_DAYS} days"
    )


class Responses(Output):
    """Calls of units counted."""

    called: int = Field(description="How often units were called; not where it was withdrawn before an answer")
    in_time: int = Field(description="Responded by the time, by the server's clock")
    late: int = Field(description="Responded after it")
    late_by_network: int = Field(description="Of these those whose phone shows that they were there in time")
    declined: int = Field(description="Said in time that nobody could come")
    missed: int = Field(description="Gave no answer in time, and never came")
    waiting: int = Field(description="May still respond in time")
    near: int = Field(description="Of who responded: on the spot")
    far: int = Field(description="Of who responded: somewhere else")
    scored: int = Field(description="How many were scored")
    average: float | None = Field(description="Of the scores, to two places; null: none was scored")


class ResponsesOf(Responses):
    key: str
    name: str | None


class ResponseFigures(Responses):
    since: datetime = Field(description="The period counted, from this moment on")
    until: datetime = Field(description="The end of the period, itself not counted")
    items: list[ResponsesOf] = Field(description="The 1,000 units called most")
    model_config = example(
        since="2026-10-27T00:00:00+08:00", until="2026-11-26T00:00:00+08:00",
        **{name: value for name, value in several_hands.FIGURES.items() if name not in ("key", "name")},
        items=[several_hands.FIGURES],
    )  # fmt: skip
