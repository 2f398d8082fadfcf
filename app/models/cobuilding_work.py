"""What a co-building group 共建 does: tasks, activities, adoptions 认领共管, projects; history and photos."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from app.models.columns import document, enum_check, enum_type, moment
from app.text.phones import LONGEST


class GroupTaskState(StrEnum):
    OPEN = "open"  # 进行中
    DONE = "done"  # 已报完成
    ACCEPTED = "accepted"  # 已验收
    WITHDRAWN = "withdrawn"  # 已撤销


class GroupActivityKind(StrEnum):
    MEETING = "meeting"  # 例会
    LABOUR_DAY = "labour_day"  # 义务劳动
    VISIT = "visit"  # 走访
    TALK = "talk"  # 座谈


class GroupActivityState(StrEnum):
    PLANNED = "planned"  # 已计划
    HELD = "held"  # 已开展, with minutes
    CANCELLED = "cancelled"  # 已取消


class AdoptionKind(StrEnum):
    PLACE = "place"  # 点位
    MATTER = "matter"  # 事项


class GroupProjectState(StrEnum):
    RUNNING = "running"  # 实施中
    DONE = "done"  # 已完成
    STOPPED = "stopped"  # 已终止


class EvidenceSubject(StrEnum):
    """What an entry of the history or a photo belongs to."""

    TASK = "task"
    ACTIVITY = "activity"
    ADOPTION = "adoption"
    PROJECT = "project"
    INSPECTION = "inspection"
    ASSESSMENT = "assessment"


class GroupEntryKind(StrEnum):
    CREATED = "created"
    REPORTED = "reported"  # 报告完成
    ACCEPTED = "accepted"  # 验收通过
    SENT_BACK = "sent_back"  # 退回
    CHANGED = "changed"  # 改派或改期
    WITHDRAWN = "withdrawn"  # 撤销
    MINUTED = "minuted"  # 记录
    CANCELLED = "cancelled"  # 取消
    DID = "did"  # 开展共管
    ENDED = "ended"  # 结束
    STAGE_DONE = "stage_done"  # 阶段完成


class CobuildingTask(SQLModel, table=True):
    """What one unit of the group has to do in a quarter."""

    __tablename__ = "cobuilding_tasks"
    __table_args__ = (
        enum_check("state", GroupTaskState),
        Index("ix_cobuilding_tasks_group_id", "group_id", "quarter", "id"),
        Index("ix_cobuilding_tasks_department_code", "department_code", "due_on"),
    )

    id: UUID = Field(primary_key=True)
    group_id: UUID = Field(foreign_key="cobuilding_groups.id")
    quarter: date  # its first day
    title: str = Field(max_length=120)
    description: str | None = Field(default=None, max_length=2000)
    evidence: str | None = Field(default=None, max_length=300)  # what shows that it is done
    department_code: str = Field(foreign_key="departments.code", max_length=32)
    due_on: date
    state: GroupTaskState = Field(sa_type=enum_type(GroupTaskState))
    result: str | None = Field(default=None, max_length=2000)
    done_at: datetime | None = moment(nullable=True)
    set_by: UUID = Field(foreign_key="users.id")
    created_at: datetime = moment()


class CobuildingActivity(SQLModel, table=True):
    """A meeting, a day of labour, a visit or a talk."""

    __tablename__ = "cobuilding_activities"
    __table_args__ = (
        enum_check("kind", GroupActivityKind),
        enum_check("state", GroupActivityState),
        CheckConstraint("ends_at > starts_at", name="times_in_order"),
        CheckConstraint("residents_present >= 0", name="residents_present_known"),
        Index("ix_cobuilding_activities_group_id", "group_id", "starts_at", "id"),
    )

    id: UUID = Field(primary_key=True)
    group_id: UUID = Field(foreign_key="cobuilding_groups.id")
    kind: GroupActivityKind = Field(sa_type=enum_type(GroupActivityKind))
    title: str = Field(max_length=120)
    place: str = Field(max_length=300)
    lat: float | None = None
    lon: float | None = None
    starts_at: datetime = moment()
    ends_at: datetime = moment()
    department_code: str = Field(foreign_key="departments.code", max_length=32)
    state: GroupActivityState = Field(sa_type=enum_type(GroupActivityState))
    minutes: str | None = Field(default=None, max_length=4000)
    residents_present: int | None = None
    planned_by: UUID = Field(foreign_key="users.id")
    created_at: datetime = moment()


class CobuildingAttendance(SQLModel, table=True):
    """Somebody was there 签到, once however often they say so. Append-only."""

    __tablename__ = "cobuilding_attendances"

    activity_id: UUID = Field(primary_key=True, foreign_key="cobuilding_activities.id")
    user_id: UUID = Field(primary_key=True, foreign_key="users.id", index=True)
    department_code: str | None = Field(default=None, foreign_key="departments.code", max_length=32)
    lat: float | None = None
    lon: float | None = None
    distance_m: int | None = None
    device_at: datetime | None = moment(nullable=True)  # by our clock, as far as the phone lets us know
    remarks: list[str] = document()
    created_at: datetime = moment()


class CobuildingAdoption(SQLModel, table=True):
    """A place or a matter that a unit or a resident takes care of; the resident's name and phone are personal data."""

    __tablename__ = "cobuilding_adoptions"
    __table_args__ = (
        enum_check("kind", AdoptionKind),
        CheckConstraint("num_nonnulls(department_code, resident_name) = 1", name="one_adopter"),
        CheckConstraint("resident_phone IS NULL OR resident_name IS NOT NULL", name="phone_of_somebody"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates_in_order"),
        Index("ix_cobuilding_adoptions_group_id", "group_id", "id"),
    )

    id: UUID = Field(primary_key=True)
    group_id: UUID = Field(foreign_key="cobuilding_groups.id")
    kind: AdoptionKind = Field(sa_type=enum_type(AdoptionKind))
    title: str = Field(max_length=120)
    description: str | None = Field(default=None, max_length=2000)
    lat: float | None = None
    lon: float | None = None
    department_code: str | None = Field(default=None, foreign_key="departments.code", max_length=32)
    resident_name: str | None = Field(default=None, max_length=64)
    resident_phone: str | None = Field(default=None, max_length=LONGEST)
    valid_from: date
    valid_to: date | None = None
    recorded_by: UUID = Field(foreign_key="users.id")
    created_at: datetime = moment()


class CobuildingProject(SQLModel, table=True):
    """A project 共建项目 with its stages."""

    __tablename__ = "cobuilding_projects"
    __table_args__ = (
        enum_check("state", GroupProjectState),
        Index("ix_cobuilding_projects_group_id", "group_id", "id"),
    )

    id: UUID = Field(primary_key=True)
    group_id: UUID = Field(foreign_key="cobuilding_groups.id")
    title: str = Field(max_length=120)
    description: str | None = Field(default=None, max_length=2000)
    department_code: str = Field(foreign_key="departments.code", max_length=32)
    state: GroupProjectState = Field(sa_type=enum_type(GroupProjectState))
    planned_by: UUID = Field(foreign_key="users.id")
    created_at: datetime = moment()


class CobuildingStage(SQLModel, table=True):
    """A stage of a project, done one after the other."""

    __tablename__ = "cobuilding_stages"

    project_id: UUID = Field(primary_key=True, foreign_key="cobuilding_projects.id")
    position: int = Field(primary_key=True)
    title: str = Field(max_length=120)
    due_on: date
    done_at: datetime | None = moment(nullable=True)
    result: str | None = Field(default=None, max_length=2000)


class CobuildingEntry(SQLModel, table=True):
    """Who did what to one of these, and when. Append-only."""

    __tablename__ = "cobuilding_entries"
    __table_args__ = (
        enum_check("subject", EvidenceSubject),
        enum_check("kind", GroupEntryKind),
        Index("ix_cobuilding_entries_subject_id", "subject_id", "id"),
    )

    id: UUID = Field(primary_key=True)
    subject: EvidenceSubject = Field(sa_type=enum_type(EvidenceSubject))
    subject_id: UUID
    kind: GroupEntryKind = Field(sa_type=enum_type(GroupEntryKind))
    note: str | None = Field(default=None, max_length=2000)
    data: dict[str, object] = document()
    entered_by: UUID = Field(foreign_key="users.id")
    created_at: datetime = moment()


class CobuildingPhoto(SQLModel, table=True):
    """A photo as evidence of one of these; its bytes lie in the one store of photos. Append-only."""

    __tablename__ = "cobuilding_photos"
    __table_args__ = (
        enum_check("subject", EvidenceSubject),
        Index("uq_cobuilding_photos_content", "subject_id", "item_code", "sha256", unique=True),
    )

    id: UUID = Field(primary_key=True)
    subject: EvidenceSubject = Field(sa_type=enum_type(EvidenceSubject))
    subject_id: UUID
    item_code: str = Field(default="", max_length=32)  # of the form, or the position of a stage; empty: the whole
    sha256: str = Field(foreign_key="photos.sha256", max_length=64)
    is_repeated: bool = False  # the very same bytes had been used before
    lat: float | None = None
    lon: float | None = None
    taken_at: datetime | None = moment(nullable=True)
    uploaded_by: UUID = Field(foreign_key="users.id")
    created_at: datetime = moment()
