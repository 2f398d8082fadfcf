"""The rows below a case: assignments, approvals, attachments, followers, timers and ratings."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from app.models.columns import enum_check, enum_type, moment, path_column
from app.text.phones import LONGEST
from app.workflow.approvals import ApprovalKind, ApprovalState
from app.workflow.limits import LimitUnit
from app.workflow.timing.timers import TimerKind


class AssignmentRole(StrEnum):
    LEAD = "lead"  # 主办
    ASSIST = "assist"  # 协办


OPEN_ASSISTS = text("role = 'assist' AND done_at IS NULL AND ended_at IS NULL")


class Assignment(SQLModel, table=True):
    """A unit put on a case; `ended_at` when it was taken off again, `done_at` when an assist said it is done.

    An assist 协办 may have a time of its own, `due_at`, else it has the case's. Told as a limit it counts `ticks_left`
    of `limit_unit` from `counts_from` on; told as a moment it has no unit, and no calendar moves it.
    """

    __tablename__ = "assignments"
    __table_args__ = (
        enum_check("role", AssignmentRole),
        enum_check("limit_unit", LimitUnit),
        Index(
            "uq_assignments_open_lead",
            "case_id",
            unique=True,
            postgresql_where=text("role = 'lead' AND ended_at IS NULL"),
        ),
        Index(
            "uq_assignments_open_unit",
            "case_id",
            "department_code",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_assignments_department_code", "department_code"),
        Index("ix_assignments_open_assists", "department_code", postgresql_where=OPEN_ASSISTS),
    )

    case_id: UUID = Field(primary_key=True, foreign_key="cases.id")
    id: UUID = Field(primary_key=True)
    role: AssignmentRole = Field(sa_type=enum_type(AssignmentRole))
    department_code: str = Field(foreign_key="departments.code", max_length=32)
    area_path: str = path_column()
    assigned_at: datetime = moment()
    assigned_by: UUID | None = Field(default=None, foreign_key="users.id")
    done_at: datetime | None = moment(nullable=True)
    ended_at: datetime | None = moment(nullable=True)
    late: bool = False  # done after its time
    limit_amount: int | None = None
    limit_unit: LimitUnit | None = Field(default=None, sa_type=enum_type(LimitUnit))
    counts_from: datetime | None = moment(nullable=True)
    ticks_left: int | None = Field(default=None, sa_type=BigInteger)
    warn_at: datetime | None = moment(nullable=True)  # four fifths of its time are used
    due_at: datetime | None = moment(nullable=True)
    reminded_for: datetime | None = moment(nullable=True)  # the deadline the reminder was about


class AssistExcuse(SQLModel, table=True):
    """An assist that asked to be excused 免办, once; `approved` null while nobody has decided."""

    __tablename__ = "assist_excuses"

    case_id: UUID = Field(primary_key=True, foreign_key="cases.id")
    assignment_id: UUID = Field(primary_key=True)
    area_path: str = path_column()
    department_code: str = Field(foreign_key="departments.code", max_length=32)
    reason_code: str = Field(max_length=32)
    note: str = Field(max_length=2000)
    asked_by: UUID = Field(foreign_key="users.id")
    asked_at: datetime = moment()
    approved: bool | None = None
    decided_by: UUID | None = Field(default=None, foreign_key="users.id")
    decided_at: datetime | None = moment(nullable=True)
    decision_note: str | None = Field(default=None, max_length=2000)


class Approval(SQLModel, table=True):
    """Something a unit asked for and a dispatcher or leader decides; one pending of a kind and case."""

    __tablename__ = "approvals"
    __table_args__ = (
        enum_check("kind", ApprovalKind),
        enum_check("state", ApprovalState),
        Index(
            "uq_approvals_pending",
            "case_id",
            "kind",
            unique=True,
            postgresql_where=text("state IN ('pending', 'endorsed')"),
        ),
    )

    case_id: UUID = Field(primary_key=True, foreign_key="cases.id")
    id: UUID = Field(primary_key=True)
    kind: ApprovalKind = Field(sa_type=enum_type(ApprovalKind))
    state: ApprovalState = Field(sa_type=enum_type(ApprovalState))
    area_path: str = path_column()
    department_code: str = Field(foreign_key="departments.code", max_length=32)
    proposed_department_code: str | None = Field(default=None, foreign_key="departments.code", max_length=32)
    reason_code: str = Field(max_length=32)
    note: str | None = Field(default=None, max_length=2000)
    amount: int | None = None  # of an extension, in the unit of the rule
    resume_at: datetime | None = moment(nullable=True)  # of a suspension
    requested_by: UUID = Field(foreign_key="users.id")
    requested_at: datetime = moment()
    endorsed_by: UUID | None = Field(default=None, foreign_key="users.id")
    endorsed_at: datetime | None = moment(nullable=True)
    decided_by: UUID | None = Field(default=None, foreign_key="users.id")
    decided_at: datetime | None = moment(nullable=True)
    decision_note: str | None = Field(default=None, max_length=2000)


class AttachmentPurpose(StrEnum):
    BEFORE = "before"  # 处置前
    AFTER = "after"  # 处置后
    SCENE = "scene"  # 现场
    RESPONSE = "response"  # 报到: near or far of the place of the whistle


class Attachment(SQLModel, table=True):
    """A photo of a case; the bytes lie once in the store of files, under their SHA-256."""

    __tablename__ = "attachments"
    __table_args__ = (
        enum_check("purpose", AttachmentPurpose),
        CheckConstraint("size_bytes > 0", name="size_positive"),
        Index("uq_attachments_content", "case_id", "purpose", "round", "sha256", unique=True),
        Index("ix_attachments_sha256", "sha256", postgresql_using="hash"),
    )

    case_id: UUID = Field(primary_key=True, foreign_key="cases.id")
    id: UUID = Field(primary_key=True)
    purpose: AttachmentPurpose = Field(sa_type=enum_type(AttachmentPurpose))
    round: int = 0
    sha256: str = Field(max_length=64)
    media_type: str = Field(max_length=32)
    size_bytes: int
    width: int
    height: int
    area_path: str = path_column()
    lat: float | None = None
    lon: float | None = None
    taken_at: datetime | None = moment(nullable=True)
    near_case: bool = False
    repeated: bool = False  # the very same bytes had been attached before, here or elsewhere
    device_taken_at: datetime | None = moment(nullable=True)  # as the picture's own metadata says: for evidence
    device_lat: float | None = None
    device_lon: float | None = None
    uploaded_by: UUID | None = Field(default=None, foreign_key="users.id")  # null: a resident, by link
    created_at: datetime = moment()


class Follower(SQLModel, table=True):
    """Someone besides the first reporter who is told and may rate.

    It is the reporter of a case merged into this one, or whoever followed instead of reporting; `from_case_id` is the
    id of the merged case, or the follow's own, the same whenever the same person follows for the same contact.
    """

    __tablename__ = "followers"

    case_id: UUID = Field(primary_key=True, foreign_key="cases.id")
    from_case_id: UUID = Field(primary_key=True)
    merged: bool
    area_path: str = path_column()
    user_id: UUID | None = Field(default=None, foreign_key="users.id")
    contact_name: str | None = Field(default=None, max_length=64)
    contact_phone: str | None = Field(default=None, max_length=LONGEST)
    told_by: UUID | None = Field(default=None, foreign_key="users.id")  # who gave the contact; they may follow no more
    since: datetime = moment()
    ended_at: datetime | None = moment(nullable=True)


class SplitPart(SQLModel, table=True):
    """A part of a report that was split 拆分: a case of its own, known by its id and never by a foreign key.

    What ends or opens a part says so here, in a row nobody else holds, and not in the report: the worker takes what has
    changed from there. So parts that end at the same moment, alone or in batches, never wait for each other.
    """

    __tablename__ = "split_parts"
    __table_args__ = (
        Index("uq_split_parts_part", "part_id", unique=True),
        Index("ix_split_parts_changed", "case_id", postgresql_where=text("changed")),
    )

    case_id: UUID = Field(primary_key=True, foreign_key="cases.id")
    number: int = Field(primary_key=True)  # from 1 up
    part_id: UUID
    area_path: str = path_column()
    ended_at: datetime | None = moment(nullable=True)
    changed: bool = False  # since the report was last looked at


class CaseTimer(SQLModel, table=True):
    """Something the worker does when its moment comes; written and withdrawn with the case's own transaction."""

    __tablename__ = "case_timers"
    __table_args__ = (
        enum_check("kind", TimerKind),
        Index("ix_case_timers_due", "due_at", postgresql_where=text("parked_at IS NULL")),
        Index("ix_case_timers_parked", "parked_at", postgresql_where=text("parked_at IS NOT NULL")),
    )

    case_id: UUID = Field(primary_key=True, foreign_key="cases.id")
    kind: TimerKind = Field(primary_key=True, sa_type=enum_type(TimerKind))
    due_at: datetime = moment()
    attempts: int = 0
    parked_at: datetime | None = moment(nullable=True)


class Rating(SQLModel, table=True):
    """What the resident said of one round of a case: one answer a round, whoever followed it."""

    __tablename__ = "ratings"
    __table_args__ = (
        CheckConstraint("score BETWEEN 1 AND 5", name="score_range"),
        Index("ix_ratings_created", "created_at", "case_id"),
    )

    case_id: UUID = Field(primary_key=True, foreign_key="cases.id")
    round: int = Field(primary_key=True)  # the case's reopen_count when it closed
    score: int
    solved: bool | None = None  # null: its history tells the score alone
    words: str | None = Field(default=None, max_length=1000)
    area_path: str = path_column()
    created_at: datetime = moment()
