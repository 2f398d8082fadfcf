"""A case as its statements give it, and what may be changed of it: for the types alone, at no cost when it runs.

At run time it is a record of asyncpg; enums in it are the texts they are stored as. A test holds both to the table.
"""

from datetime import datetime
from typing import Literal, TypedDict, TypeVar
from uuid import UUID

from app.models.case_changes import NO_CHANGES, CaseChanges
from app.models.rule_snapshot import RuleSnapshot

__all__ = ["HOLDERS", "NO_CHANGES", "CaseChanges", "CaseRow", "Holder", "KnownCase", "present"]

T = TypeVar("T")


def present(value: T | None) -> T:
    """A column that has a value here: in the status the case is in, or of the rows that were asked for.

    Raises:
        LookupError: it has none: the row is not what it has to be.
    """
    if value is None:
        raise LookupError("a column that has to have a value is empty")
    return value


class KnownCase(TypedDict):
    """Every column of a case but what only the database needs: its bigrams, and the hash of what was reported."""

    id: UUID
    serial: int
    status: str
    is_open: bool
    version: int
    seq: int
    channel: str
    external_id: str | None
    title: str | None
    description: str
    nature_code: str | None
    source_code: str | None
    address: str | None
    lat: float | None
    lon: float | None
    accuracy_m: float | None
    area_code: str | None
    area_path: str
    centre_path: str | None
    delegation_count: int
    repeat_count: int | None
    parent_id: UUID | None
    part_count: int
    category_code: str | None
    rule_code: str | None
    rule: RuleSnapshot | None
    urgent: bool
    privacy_tier: str
    reporter_id: UUID | None
    contact_name: str | None
    contact_phone: str | None
    residents_to_answer: int
    lead_department_code: str | None
    assist_codes: list[str]
    open_assists: list[str]
    pool_codes: list[str]
    team_code: str | None
    assist_due_at: datetime | None
    pending_excuses: list[str]
    called_codes: list[str]
    open_calls: list[str]
    whistle_due_at: datetime | None
    whistle_ends_at: datetime | None
    handler_id: UUID | None
    verifier_id: UUID | None
    checker_id: UUID | None
    deadline_at: datetime | None
    due_at: datetime | None
    stage_due_at: datetime | None
    warn_at: datetime | None
    clock_started_at: datetime | None
    triage_left_seconds: int | None
    handling_left: int | None
    resume_at: datetime | None
    return_until: datetime | None
    progress_at: datetime | None
    redirect_count: int
    calendar_version: int
    warned_for: datetime | None
    reminded_for: datetime | None
    ladder_step: int
    reported_at: datetime
    device_time: datetime | None
    filed_at: datetime | None
    dispatched_at: datetime | None
    signed_at: datetime | None
    signed_late: bool
    auto_signed: bool
    resolved_at: datetime | None
    merged_at: datetime | None
    closed_at: datetime | None
    status_since: datetime
    verification_count: int
    objection_count: int
    rework_round: int
    reopen_count: int
    return_departments: list[str]
    ruling_binds: bool
    pending_request: str | None
    request_endorsed: bool
    endorsed_by: UUID | None
    suspension_count: int
    extension_count: int
    extended: int
    self_handled: bool
    has_merged_cases: bool
    follower_ids: list[UUID]
    supervision_level: int
    order_due_at: datetime | None
    order_issued_by: UUID | None
    urged_at: datetime | None
    resident_urged_at: datetime | None
    urge_count: int
    before_photo: bool
    after_photo_round: int
    result: str | None
    reply: str | None
    check_skipped: bool
    force_closed: bool
    merged_into: UUID | None
    status_before_merge: str | None
    stated_timeliness: str | None
    dates_only: list[str]
    rating: int | None


class CaseRow(KnownCase):
    """Every column of a case but its bigrams."""

    body_hash: str


Holder = Literal["verifier_id", "checker_id", "handler_id"]
"""The columns that say who has a case in hand."""
HOLDERS: tuple[Holder, ...] = ("verifier_id", "checker_id", "handler_id")
