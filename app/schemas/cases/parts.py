"""The parts of a report that was split 拆分, as its readers see them."""

from datetime import datetime
from uuid import UUID

from app.schemas.base import Output, example
from app.schemas.examples import repeats


class PartView(Output):
    """A part of a report: a case of its own."""

    number: str
    id: UUID | None
    status: str
    status_label_zh: str
    status_label: str
    title: str | None
    description: str | None
    closed_at: datetime | None
    reply: str | None


class Parts(Output):
    """In the order in which the report was split."""

    items: list[PartView]
    model_config = example(**repeats.PARTS)
