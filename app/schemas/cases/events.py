"""The history of a case on the wire."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from app.schemas.base import Output, example
from app.schemas.examples import case


class Event(Output):
    seq: int
    action: str
    label_zh: str
    label: str
    from_status: str | None
    to_status: str
    actor_kind: str
    actor_id: UUID | None
    actor_name: str | None
    note: str | None
    data: dict[str, Any]
    names: dict[str, Any] = Field(
        description="What codes in the event are called, under the field that bears them; a list for a list"
    )
    device_time: datetime | None
    created_at: datetime


class Events(Output):
    external_id: str | None = Field(
        description="The number the case bears in the system that sent it; to another system only its own"
    )
    items: list[Event]
    next_after: int | None = Field(description="Give this as `after` for the next page")
    model_config = example(**case.EVENTS)
