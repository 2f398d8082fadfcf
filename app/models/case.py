"""Cases 案卷: the current facts of each, one row; everything else of a case hangs below it by `case_id`."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Index,
    Sequence,
    String,
    TextClause,
    Uuid,
    literal_column,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from app.db.naming import metadata
from app.models.cells import AGE, CELL_LAT, CELL_LON
from app.models.columns import document, enum_check, enum_type, moment, path_column
from app.models.rule_snapshot import RuleSnapshot
from app.text.phones import LONGEST
from app.workflow.privacy import PrivacyTier
from app.workflow.states import Status
from app.workflow.timing.timeliness import Timeliness

CASE_SERIAL = Sequence("case_serial", start=100001, metadata=metadata)
_OPEN = "is_open"
OPEN_CASES = text(_OPEN)
ENDED_CASES = text(f"NOT ({_OPEN})")
#: Written out, so that the planner knows that nearly all are: of a parameter it would believe anything.
OPEN_TO_THE_GRID: ColumnElement[bool] = literal_column(
    f"cases.privacy_tier <> '{PrivacyTier.CONFIDENTIAL.value}'", Boolean()
)
FOLLOWED_CASES = text("follower_ids <> '{}'")
CALLED_CASES = text("called_codes <> '{}'")
ASSISTED_CASES = text("assist_codes <> '{}'")
POOLED_CASES = text("pool_codes <> '{}'")
DELIVERED_CASES = text("team_code IS NOT NULL")
COMPUTED_CASES = text("closed_at IS NOT NULL AND rule IS NOT NULL")
CLOCKED_CASES = text(f"{_OPEN} AND deadline_at IS NOT NULL")


class Channel(StrEnum):
    WORKER = "worker"  # 网格员
    CLERK = "clerk"  # 受理员代录
    RESIDENT = "resident"  # 居民
    INTEGRATION = "integration"  # 对接系统, such as the hotline 12345


def _codes() -> Any:
    return Field(sa_column=Column(ARRAY(String), nullable=False, server_default=text("'{}'")))


def _held(by: str) -> TextClause:
    """Open and somebody's: most cases are in nobody's hands, and each change of one writes every index it is in."""
    return text(f"{_OPEN} AND {by} IS NOT NULL")


class Case(SQLModel, table=True):
    """`area_path` is the grid's path, or the reporter's area where no grid holds the point. Rounds count from 0.

    `due_at` is the running handling deadline and null while no clock runs; `deadline_at` remembers what was promised.
    `area_path` sorts bytewise, so that a subtree is a range of any index that begins with it.
    """

    __tablename__ = "cases"
    __table_args__ = (
        enum_check("status", Status),
        enum_check("status_before_merge", Status),
        enum_check("channel", Channel),
        enum_check("privacy_tier", PrivacyTier),
        enum_check("stated_timeliness", Timeliness),
        CheckConstraint("version > 0", name="version_positive"),
        CheckConstraint("lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name="place_on_earth"),
        Index("ix_cases_open_id", "id", postgresql_where=OPEN_CASES),
        Index("ix_cases_open_reported", "reported_at", "id", postgresql_where=OPEN_CASES),
        Index(
            "ix_cases_open_due",
            "due_at",
            "id",
            postgresql_where=OPEN_CASES,
            postgresql_include=["lead_department_code", "area_path"],
        ),  # counts by department read it alone
        Index("ix_cases_open_lead", "lead_department_code", "due_at", "id", postgresql_where=OPEN_CASES),
        Index("ix_cases_open_area", "area_path", "due_at", "id", postgresql_where=OPEN_CASES),
        Index("ix_cases_open_stage", "stage_due_at", "id", postgresql_where=OPEN_CASES),
        Index("ix_cases_open_status", "status", "stage_due_at", "id", postgresql_where=OPEN_CASES),
        Index("ix_cases_open_redating", "calendar_version", "id", postgresql_where=CLOCKED_CASES),
        Index(
            "ix_cases_open_assists",
            "assist_codes",
            postgresql_using="gin",
            postgresql_where=text(f"{_OPEN} AND {ASSISTED_CASES}"),
        ),
        Index("ix_cases_pool", "pool_codes", postgresql_using="gin", postgresql_where=POOLED_CASES),
        Index("ix_cases_team", "team_code", "due_at", "id", postgresql_where=DELIVERED_CASES),
        Index("ix_cases_called", "called_codes", postgresql_using="gin", postgresql_where=CALLED_CASES),
        Index(
            "ix_cases_excuses", "stage_due_at", "id", postgresql_where=text(f"{_OPEN} AND pending_excuses <> '{{}}'")
        ),
        Index("ix_cases_open_cell", CELL_LAT, CELL_LON, AGE, postgresql_where=OPEN_CASES),
        Index("ix_cases_followers", "follower_ids", postgresql_using="gin", postgresql_where=FOLLOWED_CASES),
        Index("ix_cases_uncounted", "id", postgresql_where=text("repeat_count IS NULL")),
        Index("ix_cases_held", "centre_path", "id", postgresql_where=_held("centre_path")),
        Index("ix_cases_reported", "reported_at", "id"),
        Index("ix_cases_area_reported", "area_path", "reported_at", "id"),
        Index("ix_cases_lead_reported", "lead_department_code", "reported_at", "id"),
        Index("ix_cases_reporter", "reporter_id", "reported_at", "id"),
        Index("ix_cases_open_reporter", "reporter_id", "reported_at", "id", postgresql_where=_held("reporter_id")),
        Index("ix_cases_checker", "checker_id", postgresql_where=_held("checker_id")),
        Index("ix_cases_open_handler", "handler_id", postgresql_where=_held("handler_id")),
        Index("ix_cases_verifier", "verifier_id", postgresql_where=_held("verifier_id")),
        Index("ix_cases_suspended", "resume_at", "id", postgresql_where=text("status = 'suspended'")),
        Index("ix_cases_auto_signed", "signed_at", "id", postgresql_where=text("auto_signed")),
        Index("ix_cases_bounced", "reported_at", "id", postgresql_where=text("return_departments <> '{}'")),
        Index("ix_cases_redirected", "reported_at", "id", postgresql_where=text("redirect_count > 0")),
        Index("ix_cases_requests", "due_at", "id", postgresql_where=text("pending_request IS NOT NULL")),
        Index("ix_cases_orders", "order_due_at", "id", postgresql_where=text("order_due_at IS NOT NULL")),
        Index("ix_cases_closed", "closed_at", "id", postgresql_where=text("closed_at IS NOT NULL")),
        Index("ix_cases_reckoned", "closed_at", postgresql_where=COMPUTED_CASES),
        Index("ix_cases_serial", "serial"),
        Index("ix_cases_external_id", "external_id", postgresql_where=text("external_id IS NOT NULL")),
        Index("ix_cases_words", "words", postgresql_using="gin"),
    )

    id: UUID = Field(primary_key=True)
    serial: int = Field(
        sa_column=Column(BigInteger, CASE_SERIAL, nullable=False, server_default=CASE_SERIAL.next_value())
    )
    status: Status = Field(sa_type=enum_type(Status))
    is_open: bool  # whether work remains: of the status, by the journal; indexes know no status
    version: int = 1
    seq: int = 1  # the number of the latest event

    channel: Channel = Field(sa_type=enum_type(Channel))
    external_id: str | None = Field(default=None, max_length=100)
    body_hash: str = Field(max_length=64)  # of the report as sent: the same id with another body is a conflict
    title: str | None = Field(default=None, max_length=120)
    description: str = Field(max_length=4000)
    nature_code: str | None = Field(default=None, max_length=32)  # 诉求性质, a term of the district
    source_code: str | None = Field(default=None, max_length=32)  # 来源, the same
    words: list[str] = _codes()  # character bigrams of title, description and address, for search
    address: str | None = Field(default=None, max_length=300)
    lat: float | None = None  # WGS-84 degrees
    lon: float | None = None
    accuracy_m: float | None = None
    area_code: str | None = Field(default=None, foreign_key="areas.code", max_length=32)
    area_path: str = path_column()
    centre_path: str | None = path_column(nullable=True)  # of the area whose centre alone has it 上报, 下派
    parent_id: UUID | None = None  # the report it was split from 拆分, another case: never a foreign key
    part_count: int = 0  # into how many it was split itself
    repeat_count: int | None = None  # reports before it of one kind, the most of any; null: not counted yet
    delegation_count: int = 0  # how often it was delegated 下派

    category_code: str | None = Field(default=None, foreign_key="categories.code", max_length=32)
    rule_code: str | None = Field(default=None, foreign_key="filing_rules.code", max_length=32)
    rule: RuleSnapshot | None = document(nullable=True)  # snapshot of the filing rule when it was applied
    urgent: bool = False
    privacy_tier: PrivacyTier = Field(default=PrivacyTier.NORMAL, sa_type=enum_type(PrivacyTier))

    reporter_id: UUID | None = Field(default=None, foreign_key="users.id")
    contact_name: str | None = Field(default=None, max_length=64)
    contact_phone: str | None = Field(default=None, max_length=LONGEST)
    residents_to_answer: int = 0  # its own contact and those of residents who follow; no members of staff

    lead_department_code: str | None = Field(default=None, foreign_key="departments.code", max_length=32)
    assist_codes: list[str] = _codes()  # departments assisting, those done included
    open_assists: list[str] = _codes()  # those not done yet
    pool_codes: list[str] = _codes()  # while it is published 亮单: the units that may claim it
    team_code: str | None = Field(default=None, foreign_key="departments.code", max_length=32)  # 送单团队
    assist_due_at: datetime | None = moment(nullable=True)  # the first own time of an assist that was not reminded
    pending_excuses: list[str] = _codes()  # of the open assists those that asked to be excused 免办
    called_codes: list[str] = _codes()  # departments called by the whistle 吹哨 that is open
    open_calls: list[str] = _codes()  # those that have neither responded nor declined
    whistle_due_at: datetime | None = moment(nullable=True)  # the time to respond, until somebody has missed it
    whistle_ends_at: datetime | None = moment(nullable=True)  # an open whistle ends by itself
    handler_id: UUID | None = Field(default=None, foreign_key="users.id")
    verifier_id: UUID | None = Field(default=None, foreign_key="users.id")
    checker_id: UUID | None = Field(default=None, foreign_key="users.id")

    deadline_at: datetime | None = moment(nullable=True)
    due_at: datetime | None = moment(nullable=True)
    stage_due_at: datetime | None = moment(nullable=True)
    warn_at: datetime | None = moment(nullable=True)  # four fifths of the limit are used: the light turns yellow
    clock_started_at: datetime | None = moment(nullable=True)
    triage_left_seconds: int | None = None
    handling_left: int | None = Field(default=None, sa_type=BigInteger)  # ticks, while suspended
    resume_at: datetime | None = moment(nullable=True)  # when a suspended case resumes by itself
    return_until: datetime | None = moment(nullable=True)  # later the unit cannot return 退单
    progress_at: datetime | None = moment(nullable=True)  # when a unit last showed that it is at work
    redirect_count: int = 0  # recalls 撤回派单 and redirections 改派
    calendar_version: int = 0  # of the working calendar the deadlines were computed with
    warned_for: datetime | None = moment(nullable=True)  # the deadline the warning was about
    reminded_for: datetime | None = moment(nullable=True)  # the deadline the overdue reminder was about
    ladder_step: int = 0  # steps of the escalation ladder taken for that deadline

    reported_at: datetime = moment()
    device_time: datetime | None = moment(nullable=True)  # of the report: as told, or by our clock if that is earlier
    filed_at: datetime | None = moment(nullable=True)
    dispatched_at: datetime | None = moment(nullable=True)
    signed_at: datetime | None = moment(nullable=True)
    signed_late: bool = False
    auto_signed: bool = False
    resolved_at: datetime | None = moment(nullable=True)
    merged_at: datetime | None = moment(nullable=True)
    closed_at: datetime | None = moment(nullable=True)
    status_since: datetime = moment()

    verification_count: int = 0
    objection_count: int = 0
    rework_round: int = 0
    reopen_count: int = 0
    return_departments: list[str] = _codes()  # the unit of each return asked for, in order
    ruling_binds: bool = False
    pending_request: str | None = Field(default=None, max_length=16)  # suspension or extension asked for, undecided
    request_endorsed: bool = False  # the dispatcher agreed, the leader has yet to
    endorsed_by: UUID | None = Field(default=None, foreign_key="users.id")
    suspension_count: int = 0
    extension_count: int = 0
    extended: int = 0  # by how much of the rule's unit in all
    self_handled: bool = False
    has_merged_cases: bool = False  # others were merged into it
    follower_ids: list[UUID] = Field(sa_column=Column(ARRAY(Uuid), nullable=False, server_default=text("'{}'")))
    supervision_level: int = 0
    order_due_at: datetime | None = moment(nullable=True)  # the answer to a supervision order is due
    order_issued_by: UUID | None = Field(default=None, foreign_key="users.id")  # who issued it
    urged_at: datetime | None = moment(nullable=True)
    resident_urged_at: datetime | None = moment(nullable=True)  # by link; of staff and systems it is `urged_at`
    urge_count: int = 0
    before_photo: bool = False
    after_photo_round: int = -1  # the latest round with an after-photo taken near the case
    result: str | None = Field(default=None, max_length=2000)  # 处置结果
    reply: str | None = Field(default=None, max_length=2000)  # the answer to the reporter
    check_skipped: bool = False
    force_closed: bool = False
    merged_into: UUID | None = None  # another case: never a foreign key
    status_before_merge: Status | None = Field(default=None, sa_type=enum_type(Status))
    stated_timeliness: Timeliness | None = Field(default=None, sa_type=enum_type(Timeliness))  # as its history says
    dates_only: list[str] = _codes()  # of reported_at, due_at, closed_at: those that history knows by the day alone
    rating: int | None = None
