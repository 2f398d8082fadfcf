"""What the flow looks at when it decides: the facts of one case, nothing of how they are stored."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.workflow.privacy import PrivacyTier
from app.workflow.states import Status


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """One case as the table's conditions see it. Departments are codes; moments are aware; rounds count from 0."""

    status: Status
    area_path: str
    privacy_tier: PrivacyTier = PrivacyTier.NORMAL
    reporter_id: UUID | None = None
    lead_department: str | None = None
    assists: tuple[str, ...] = ()
    open_assists: tuple[str, ...] = ()
    handler_id: UUID | None = None
    verifier_id: UUID | None = None
    checker_id: UUID | None = None
    return_departments: tuple[str, ...] = ()  # the unit of each return asked for, in order
    ruling_binds: bool = False
    verification_count: int = 0
    objection_count: int = 0
    reopen_count: int = 0
    rework_round: int = 0
    has_contact: bool = False  # its own, or of a resident who follows
    only_staff_to_ask: bool = False  # nobody among these contacts is a resident
    has_before_photo: bool = False
    has_after_photo: bool = False  # of this round, taken near the case
    filed_at: datetime | None = None
    return_until: datetime | None = None
    dispatched_at: datetime | None = None
    progress_at: datetime | None = None  # when a unit last showed that it is at work
    redirect_count: int = 0
    merged_at: datetime | None = None
    status_before_merge: Status | None = None
    closed_at: datetime | None = None
    due_at: datetime | None = None
    stage_due_at: datetime | None = None
    resume_at: datetime | None = None
    pending_request: str | None = None  # suspension or extension asked for, undecided
    request_endorsed: bool = False  # by the dispatcher; the leader has yet to decide
    endorsed_by: UUID | None = None
    suspension_count: int = 0
    extension_count: int = 0
    order_due_at: datetime | None = None  # a supervision order waits for its answer
    order_issued_by: UUID | None = None
    urged_at: datetime | None = None
    resident_urged_at: datetime | None = None
    has_merged_cases: bool = False  # others were merged into it
    follower_ids: tuple[UUID, ...] = ()
