"""The load 在手量 of a unit, by handler."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from app.schemas.base import Output, example


class InHand(Output):
    """What is in hand of a unit: dispatched to it, handled or suspended."""

    open: int = Field(description="Cases in hand: dispatched to the unit, handled or suspended")
    to_sign: int = Field(description="Of these, not signed yet")
    overdue: int = Field(description="Of these, past the handling deadline")
    due_today: int = Field(description="Of these, due before midnight and not overdue")
    suspended: int = Field(description="Of these, suspended 挂账: no clock runs")


class HandlerInHand(InHand):
    """What one person has in hand of the unit."""

    id: UUID
    name: str | None
    post: str | None = Field(description="Their post in the unit; null: they work in its team or above it, or left")
    works_here: bool = Field(description="false: they work in its team or above it, or left")


class UnitLoad(InHand):
    as_of: datetime = Field(description="When it was counted")
    department_code: str
    unassigned: InHand = Field(description="What nobody handles yet; `transfer` gives it to somebody")
    items: list[HandlerInHand] = Field(
        description="Who works in exactly this unit or handles a case of it, busiest first"
    )
    model_config = example(
        as_of="2026-11-24T02:00:00Z", department_code="CGJ", open=3, to_sign=1, overdue=1, due_today=1, suspended=0,
        unassigned={"open": 1, "to_sign": 1, "overdue": 0, "due_today": 0, "suspended": 0},
        items=[{"id": "0193a0c0-0000-7000-8000-0000000000a4", "name": "陈处置", "post": "department_handler",
                "works_here": True, "open": 2, "to_sign": 0, "overdue": 1, "due_today": 1, "suspended": 0}],
    )  # fmt: skip
