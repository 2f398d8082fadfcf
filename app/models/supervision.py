"""Supervision orders 督办 of a case, and the inbox of each user."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from app.models.columns import enum_check, enum_type, moment, path_column
from app.workflow.actions import Action


class SupervisionOrder(SQLModel, table=True):
    """An order that must be answered; its level rises when it is not. `ended_at`: answered, withdrawn, or over."""

    __tablename__ = "supervision_orders"
    __table_args__ = (
        CheckConstraint("level BETWEEN 1 AND 3", name="level_known"),
        Index("ix_supervision_orders_issued_at", "issued_at"),
        Index("uq_supervision_orders_open", "case_id", unique=True, postgresql_where=text("ended_at IS NULL")),
    )

    case_id: UUID = Field(primary_key=True, foreign_key="cases.id")
    id: UUID = Field(primary_key=True)
    level: int
    demand: str = Field(max_length=2000)
    area_path: str = path_column()
    issued_by: UUID = Field(foreign_key="users.id")
    issued_at: datetime = moment()
    reply_due_at: datetime = moment()
    answered_by: UUID | None = Field(default=None, foreign_key="users.id")
    answered_at: datetime | None = moment(nullable=True)
    answer: str | None = Field(default=None, max_length=2000)
    ended_at: datetime | None = moment(nullable=True)


class Notice(SQLModel, table=True):
    """Something a user should know: one event of one case, in their inbox. (user, case, seq) is told once."""

    __tablename__ = "notices"
    __table_args__ = (
        enum_check("action", Action),
        Index("uq_notices_event", "user_id", "case_id", "seq", unique=True),
        Index("ix_notices_created_at", "created_at"),
        Index("ix_notices_latest", "user_id", "created_at", "id"),
        Index("ix_notices_urges", "case_id", "seq", postgresql_where=text("action = 'urge'")),
        Index("ix_notices_unread", "user_id", "id", postgresql_where=text("read_at IS NULL")),
    )

    user_id: UUID = Field(primary_key=True, foreign_key="users.id")
    id: UUID = Field(primary_key=True)
    case_id: UUID  # keyed by the reader, not by the case: never a foreign key to cases
    seq: int
    action: Action = Field(sa_type=enum_type(Action))
    created_at: datetime = moment()
    read_at: datetime | None = moment(nullable=True)
