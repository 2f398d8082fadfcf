"""An upload as its statements give it: for the types alone, as `case_row` says; a test holds it so."""

from datetime import datetime
from typing import TypedDict
from uuid import UUID


class UploadRow(TypedDict):
    """A photo on its way."""

    id: UUID
    user_id: UUID
    key: str
    case_id: UUID
    purpose: str
    told: str
    filename: str | None
    taken_at: datetime | None
    lat: float | None
    lon: float | None
    clock_ahead_seconds: float | None
    size_bytes: int
    received: int
    writer: int
    state: str
    sha256: str | None
    attachment_id: UUID | None
    refusal: str | None
    attempts: int
    try_at: datetime
    created_at: datetime
    expires_at: datetime
