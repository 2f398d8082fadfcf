"""Whistles and their calls as statements give them: for the types alone, as `case_row` says; a test holds it so."""

from datetime import datetime
from typing import TypedDict
from uuid import UUID


class WhistleRow(TypedDict):
    """A whistle 吹哨."""

    case_id: UUID
    id: UUID
    area_path: str
    place: str
    lat: float | None
    lon: float | None
    meet_at: datetime
    respond_by: datetime
    note: str
    called_by: UUID
    called_at: datetime
    state: str
    result: str | None
    ended_by: UUID | None
    ended_at: datetime | None


class CallRow(TypedDict):
    """A unit called by it, with its answer."""

    case_id: UUID
    whistle_id: UUID
    department_code: str
    area_path: str
    called_at: datetime
    state: str
    answered_by: UUID | None
    answered_at: datetime | None
    late: bool
    missed_at: datetime | None
    head_count: int | None
    note: str | None
    lat: float | None
    lon: float | None
    accuracy_m: float | None
    presence: str | None
    distance_m: int | None
    device_at: datetime | None
    device_in_time: bool | None
    score: int | None
    score_note: str | None
    scored_by: UUID | None
    scored_at: datetime | None
