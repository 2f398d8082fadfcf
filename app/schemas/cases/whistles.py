"""Whistles 吹哨 as they are read: who was called where, who came when, and how that was scored."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from app.schemas.base import Output, example
from app.schemas.cases.case import Point
from app.schemas.cases.lists import PageQuery
from app.schemas.examples import several_hands


class WhistleQuery(PageQuery):
    """Which whistles; all that are given must hold."""

    mine: bool = Field(default=False, description="true: only those that call my own departments")
    open: bool | None = Field(default=None, description="true: only those still open; false: only those that ended")


class Call(Output):
    """A unit that was called, and its answer."""

    department_code: str
    department_name: str | None
    state: str = Field(description="`called`, `responded`, `declined` or `missed`")
    state_label_zh: str
    state_label: str
    answered_at: datetime | None = Field(description="By the server's clock")
    answered_by: UUID | None
    answered_by_name: str | None
    late: bool = Field(description="Answered after `respond_by`, by the server's clock")
    missed_at: datetime | None = Field(description="When the system recorded that no answer had come in time")
    device_at: datetime | None = Field(description="When the phone says it was, put right by how far its clock is off")
    device_in_time: bool | None = Field(
        description="Whether that is in time: the evidence of who had no network; null: it proves nothing"
    )
    head_count: int | None = Field(description="How many came")
    note: str | None
    presence: str | None = Field(description="`near`, `far` or `unknown`, by what the phone said; null: nobody came")
    presence_label_zh: str | None
    presence_label: str | None
    distance_m: int | None = Field(description="From the meeting place; null where either place is not known")
    photo_ids: list[UUID] = Field(description="Photos of purpose `response` by whoever answered, while it was open")
    near_photo_ids: list[UUID] = Field(description="Of these those taken near the meeting place, in time")
    score: int | None = Field(description="1 to 5, by whoever called; null: not scored")
    score_note: str | None
    scored_at: datetime | None


class WhistleView(Output):
    """A whistle 吹哨 of a case."""

    id: UUID
    case_id: UUID
    number: str = Field(description="案卷号, with a check digit")
    title: str | None
    description: str = Field(description="Of the case")
    place: str = Field(description="Where to meet, in words")
    location: Point | None
    at: datetime = Field(description="When to meet")
    respond_by: datetime = Field(description="Who has not answered by then has missed it")
    note: str = Field(description="What for")
    called_by: UUID | None
    called_by_name: str | None
    called_at: datetime
    state: str = Field(description="`open`, `done`, `withdrawn`, `expired` (by itself) or `over` (with the case)")
    state_label_zh: str
    state_label: str
    result: str | None = Field(description="What came of it, or why it was withdrawn")
    ended_by: UUID | None
    ended_by_name: str | None
    ended_at: datetime | None
    calls: list[Call]


class CaseWhistles(Output):
    items: list[WhistleView] = Field(description="Oldest first")
    model_config = example(items=[several_hands.WHISTLE])


class WhistlePage(Output):
    """Newest first."""

    items: list[WhistleView]
    next_cursor: str | None
    count: int = Field(description="Counted up to 10,000")
    model_config = example(items=[several_hands.WHISTLE], next_cursor=None, count=1)
