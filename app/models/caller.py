"""From which lines a case was reported, as keyed digests: what the database compares and cannot read."""

from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class CaseCaller(SQLModel, table=True):
    """One number of the contact of a case, or of a resident who follows it."""

    __tablename__ = "case_callers"
    __table_args__ = (Index("ix_case_callers_mark", "mark", "case_id"),)

    case_id: UUID = Field(primary_key=True, foreign_key="cases.id")
    mark: str = Field(primary_key=True, max_length=64)
