"""Releases 公开审核: what of an answered case may be read by anybody, in words that a clerk answers for."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from app.models.columns import moment

_STANDS = text("withdrawn_at IS NULL")


class CaseRelease(SQLModel, table=True):
    """One release of a case, by whom; taken back it stays, and says by whom and why. One stands at a time."""

    __tablename__ = "case_releases"
    __table_args__ = (
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_at IS NULL) = (withdraw_reason IS NULL)",
            name="withdrawn_by_somebody",
        ),
        Index("uq_case_releases_standing", "case_id", unique=True, postgresql_where=_STANDS),
        Index("ix_case_releases_village", "area_code", "released_at", "id", postgresql_where=_STANDS),
        Index("ix_case_releases_released", "released_at", "id"),
    )

    case_id: UUID = Field(primary_key=True, foreign_key="cases.id")
    id: UUID = Field(primary_key=True)
    area_code: str = Field(foreign_key="areas.code", max_length=32)  # the village
    category_code: str | None = Field(default=None, foreign_key="categories.code", max_length=32)
    question: str = Field(max_length=2000)
    answer: str = Field(max_length=2000)
    closed_on: date
    released_by: UUID = Field(foreign_key="users.id")
    released_at: datetime = moment()
    withdrawn_by: UUID | None = Field(default=None, foreign_key="users.id")
    withdrawn_at: datetime | None = moment(nullable=True)
    withdraw_reason: str | None = Field(default=None, max_length=2000)
