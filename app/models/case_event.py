"""What happened to a case, append-only: the application role may insert and read, nothing else."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from app.models.columns import document, enum_check, enum_type, moment, path_column
from app.workflow.actions import Action
from app.workflow.states import Status


class CaseEvent(SQLModel, table=True):
    """`seq` counts from 1 without gaps in each case; `data` holds what the action said, without personal data.

    `area_path` is where the case lay then; every other row below a case moves with it, an event is never changed.
    `stage_due_at` and `due_at` are the deadlines that stood until then: what the event ended, it ended in time or late.
    """

    __tablename__ = "case_events"
    __table_args__ = (
        enum_check("action", Action),
        enum_check("from_status", Status),
        enum_check("to_status", Status),
        Index("ix_case_events_actor", "actor_id", "created_at", postgresql_where=text("actor_id IS NOT NULL")),
    )

    case_id: UUID = Field(primary_key=True, foreign_key="cases.id")
    seq: int = Field(primary_key=True)
    action: Action = Field(sa_type=enum_type(Action))
    from_status: Status | None = Field(default=None, sa_type=enum_type(Status))
    to_status: Status = Field(sa_type=enum_type(Status))
    actor_id: UUID | None = None  # null: a resident by link, or the system
    actor_kind: str = Field(max_length=16)  # user, resident, system
    actor_name: str | None = Field(default=None, max_length=64)
    area_path: str = path_column()
    note: str | None = Field(default=None, max_length=2000)
    data: dict[str, object] = document()
    device_time: datetime | None = moment(nullable=True)
    created_at: datetime = moment()
    stage_due_at: datetime | None = moment(nullable=True)
    due_at: datetime | None = moment(nullable=True)
