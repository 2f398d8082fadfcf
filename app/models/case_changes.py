"""What a move may change of a case: for the types alone, at no cost when it runs. A test holds it to the table."""

from datetime import datetime
from types import MappingProxyType
from typing import TypedDict, cast
from uuid import UUID

from app.models.case import Channel
from app.models.rule_snapshot import RuleSnapshot
from app.workflow.privacy import PrivacyTier
from app.workflow.states import Status
from app.workflow.timing.timeliness import Timeliness


class CaseChanges(TypedDict, total=False):
    """Columns of a case that a move sets."""

    words: list[str]
    id: UUID
    serial: int
    status: Status
    is_open: bool
    version: int
    seq: int
    channel: Channel
    external_id: str | None
    body_hash: str
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
    privacy_tier: PrivacyTier
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
    status_before_merge: Status | None
    stated_timeliness: Timeliness | None
    dates_only: list[str]
    rating: int | None


NO_CHANGES: CaseChanges = cast(CaseChanges, MappingProxyType({}))
