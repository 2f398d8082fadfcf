"""What the flow looks at when it decides: the facts of one case, nothing of how they are stored."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.workflow.approvals import ApprovalKind
from app.workflow.privacy import PrivacyTier
from app.workflow.states import Status


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """One case as the table's conditions see it. Departments are codes; moments are aware; rounds count from 0."""

    status: Status
    area_path: str
    centre_path: str | None  # of the area whose centre alone has it; null: every centre of its place
    delegation_count: int
    is_part: bool  # of a report that was split 拆分
    part_count: int  # into how many it was split itself
    privacy_tier: PrivacyTier
    urgent: bool
    reporter_id: UUID | None
    lead_department: str | None
    team: str | None  # 送单团队: who delivers for the lead unit, or that unit itself
    pool: tuple[str, ...]  # the units that may claim 点单 it now
    assists: tuple[str, ...]
    open_assists: tuple[str, ...]
    assist_due_at: datetime | None  # of the open assists with a time of their own, the first that was not reminded
    pending_excuses: tuple[str, ...]  # open assists that asked to be excused 免办, undecided
    called: tuple[str, ...]  # by the whistle 吹哨 that is open
    open_calls: tuple[str, ...]  # of these who has neither responded nor declined
    whistle_due_at: datetime | None  # from then on who has not answered has missed it
    whistle_ends_at: datetime | None  # an open whistle ends by itself
    handler_id: UUID | None
    verifier_id: UUID | None
    checker_id: UUID | None
    return_departments: tuple[str, ...]  # the unit of each return asked for, in order
    ruling_binds: bool
    verification_count: int
    objection_count: int
    reopen_count: int
    rework_round: int
    has_contact: bool  # its own, or of a resident who follows
    only_staff_to_ask: bool  # nobody among these contacts is a resident
    has_before_photo: bool
    has_after_photo: bool  # of this round, taken near the case
    filed_at: datetime | None
    return_until: datetime | None
    dispatched_at: datetime | None
    progress_at: datetime | None  # when a unit last showed that it is at work
    redirect_count: int
    merged_at: datetime | None
    status_before_merge: Status | None
    closed_at: datetime | None
    due_at: datetime | None
    stage_due_at: datetime | None
    resume_at: datetime | None
    pending_request: ApprovalKind | None  # suspension or extension asked for, undecided
    request_endorsed: bool  # by the dispatcher; the leader has yet to decide
    endorsed_by: UUID | None
    suspension_count: int
    extension_count: int
    order_due_at: datetime | None  # a supervision order waits for its answer
    order_issued_by: UUID | None
    urged_at: datetime | None
    resident_urged_at: datetime | None
    has_merged_cases: bool  # others were merged into it
    follower_ids: tuple[UUID, ...]
