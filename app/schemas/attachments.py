"""Photos on the wire."""

from datetime import datetime
from uuid import UUID

from app.schemas import examples
from app.schemas.base import Output, example


class AttachmentView(Output):
    id: UUID
    purpose: str
    round: int
    sha256: str
    media_type: str
    size_bytes: int
    width: int
    height: int
    taken_at: datetime | None
    near_case: bool
    uploaded_by: UUID
    created_at: datetime


class Attachments(Output):
    items: list[AttachmentView]
    model_config = example(items=[examples.ATTACHMENT])
