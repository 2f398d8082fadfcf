"""Publications 亮单: each time a case was offered to several units, and what came of it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Column, Index, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from app.models.columns import enum_check, enum_type, moment, path_column


class PoolOutcome(StrEnum):
    CLAIMED = "claimed"  # 已点单
    WITHDRAWN = "withdrawn"  # 已撤回
    EXPIRED = "expired"  # 到期转兜底单位
    ENDED = "ended"  # the case ended in the pool


class Publication(SQLModel, table=True):
    """One round of a case in the pool; `ended_at` and `outcome` come together, and one of a case is open at most."""

    __tablename__ = "publications"
    __table_args__ = (
        enum_check("outcome", PoolOutcome),
        Index("uq_publications_open", "case_id", unique=True, postgresql_where=text("ended_at IS NULL")),
    )

    case_id: UUID = Field(primary_key=True, foreign_key="cases.id")
    id: UUID = Field(primary_key=True)
    area_path: str = path_column()
    eligible_codes: list[str] = Field(sa_column=Column(ARRAY(String), nullable=False))
    fallback_code: str = Field(foreign_key="departments.code", max_length=32)
    published_at: datetime = moment()
    published_by: UUID | None = Field(default=None, foreign_key="users.id")  # null: a routing rule
    ended_at: datetime | None = moment(nullable=True)
    outcome: PoolOutcome | None = Field(default=None, sa_type=enum_type(PoolOutcome))
    claimed_by_code: str | None = Field(default=None, foreign_key="departments.code", max_length=32)
