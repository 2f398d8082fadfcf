"""Assists 协办 as they are read: each with its own time, light and excuse."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from app.schemas.base import Output, example
from app.schemas.cases.lists import PageQuery
from app.schemas.examples import several_hands
from app.workflow.limits import LimitUnit


class AssistQuery(PageQuery):
    """Which open assists; all that are given must hold."""

    mine: bool = Field(default=False, description="true: only those of my own departments")
    overdue: bool = Field(default=False, description="true: only those whose time is over")


class Excuse(Output):
    """What an assist asked for 免办."""

    reason_code: str
    note: str = Field(description="Why there is nothing for the unit to do 情况说明")
    asked_at: datetime
    approved: bool | None = Field(description="null: nobody has decided")
    decision_note: str | None


class AssistView(Output):
    """A unit beside the lead, with its time."""

    id: UUID
    case_id: UUID
    number: str = Field(description="案卷号, with a check digit")
    title: str | None
    description: str
    status: str = Field(description="Of the case")
    department_code: str
    department_name: str | None
    assigned_at: datetime
    done_at: datetime | None = Field(description="When the unit said that it is done")
    ended_at: datetime | None = Field(description="When it was taken off the case, released or excused")
    late: bool = Field(description="Done after its time")
    own_time: bool = Field(description="Whether it has a time of its own; else it has the case's")
    running: bool = Field(description="Whether its time runs now: it is open, and its case is with the units")
    limit_amount: int | None
    limit_unit: LimitUnit | None
    counts_from: datetime | None = Field(description="The limit counts from then; later after a suspension")
    due_at: datetime | None = Field(description="Its own time, else the case's; null where that has no clock running")
    light: str | None = Field(description="green, yellow (80 % used), red (overdue); null while its time does not run")
    left: float | None = Field(description="In `limit_unit`, negative when overdue; null in lists and without a limit")
    sentence_zh: str
    sentence: str
    excuse: Excuse | None = Field(description="What it asked for; null where it did not ask")


class CaseAssists(Output):
    items: list[AssistView] = Field(description="All that the case has had, oldest first")
    model_config = example(items=[several_hands.ASSIST])


class AssistPage(Output):
    """Most pressing first."""

    items: list[AssistView]
    next_cursor: str | None
    count: int = Field(description="Counted up to 10,000")
    model_config = example(items=[several_hands.ASSIST], next_cursor=None, count=1)
