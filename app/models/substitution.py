"""Substitutes 代理: who stands in for somebody away, from a day until a day (inclusive), or until it is ended."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from app.models.columns import moment

_GOES_ON = text("ended_at IS NULL")


class Substitution(SQLModel, table=True):
    """One absence 请假; it is never taken away, for the history of cases says who acted for whom."""

    __tablename__ = "substitutions"
    __table_args__ = (
        CheckConstraint("valid_to >= valid_from", name="dates_in_order"),
        CheckConstraint("absent_id <> substitute_id", name="another"),
        Index("ix_substitutions_absent", "absent_id", "valid_to", postgresql_where=_GOES_ON),
        Index("ix_substitutions_substitute", "substitute_id", "valid_to", postgresql_where=_GOES_ON),
    )

    id: UUID = Field(primary_key=True)
    absent_id: UUID = Field(foreign_key="users.id")
    substitute_id: UUID = Field(foreign_key="users.id")
    valid_from: date
    valid_to: date
    reason_code: str = Field(max_length=32)
    note: str | None = Field(default=None, max_length=2000)
    named_by: UUID = Field(foreign_key="users.id")
    created_at: datetime = moment()
    ended_at: datetime | None = moment(nullable=True)
    ended_by: UUID | None = Field(default=None, foreign_key="users.id")
