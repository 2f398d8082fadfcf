"""What hangs below a case as its statements give it: for the types alone, as `case_row` says; a test holds it so."""

from datetime import datetime
from typing import TypedDict
from uuid import UUID


class EventRow(TypedDict):
    """What happened to a case; `data` is what the action said."""

    case_id: UUID
    seq: int
    action: str
    from_status: str | None
    to_status: str
    actor_id: UUID | None
    actor_kind: str
    actor_name: str | None
    area_path: str
    note: str | None
    data: dict[str, object]
    device_time: datetime | None
    created_at: datetime
    stage_due_at: datetime | None
    due_at: datetime | None


class ApprovalRow(TypedDict):
    """What a unit asked for."""

    case_id: UUID
    id: UUID
    kind: str
    state: str
    area_path: str
    department_code: str
    proposed_department_code: str | None
    reason_code: str
    note: str | None
    amount: int | None
    resume_at: datetime | None
    requested_by: UUID
    requested_at: datetime
    endorsed_by: UUID | None
    endorsed_at: datetime | None
    decided_by: UUID | None
    decided_at: datetime | None
    decision_note: str | None


class AttachmentRow(TypedDict):
    """A photo of a case, and with `copies` how far those of its bytes are."""

    case_id: UUID
    id: UUID
    purpose: str
    round: int
    sha256: str
    media_type: str
    size_bytes: int
    width: int
    height: int
    area_path: str
    lat: float | None
    lon: float | None
    taken_at: datetime | None
    near_case: bool
    repeated: bool
    device_taken_at: datetime | None
    device_lat: float | None
    device_lon: float | None
    uploaded_by: UUID | None
    created_at: datetime
    copies: str


class FollowerRow(TypedDict):
    """Who follows a case, or reported one that is merged into it."""

    case_id: UUID
    from_case_id: UUID
    merged: bool
    area_path: str
    user_id: UUID | None
    contact_name: str | None
    contact_phone: str | None
    told_by: UUID | None
    since: datetime
    ended_at: datetime | None


class PublicationRow(TypedDict):
    """A round of a case in the pool 亮单."""

    case_id: UUID
    id: UUID
    area_path: str
    eligible_codes: list[str]
    fallback_code: str
    published_at: datetime
    published_by: UUID | None
    ended_at: datetime | None
    outcome: str | None
    claimed_by_code: str | None


class RatingRow(TypedDict):
    """What the resident said of a round."""

    case_id: UUID
    round: int
    score: int
    solved: bool | None
    words: str | None
    area_path: str
    created_at: datetime


class OrderRow(TypedDict):
    """An order of supervision 督办."""

    case_id: UUID
    id: UUID
    level: int
    demand: str
    area_path: str
    issued_by: UUID
    issued_at: datetime
    reply_due_at: datetime
    answered_by: UUID | None
    answered_at: datetime | None
    answer: str | None
    ended_at: datetime | None
