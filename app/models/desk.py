"""The dispatch desk 派遣台: who looks at which case just now, and the lists that people saved."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from app.models.columns import document, moment


class Look(SQLModel, table=True):
    """Somebody looks at a case 正在查看: for two minutes, unless it is renewed; one at a time, and never a lock.

    Who writes 正在办理 takes it over from who only looks.

    It is no fact of the case and outlives no crash: the table is unlogged, and has no foreign key, whose check would
    wait for whoever is moving the case. Past `seq` the history says whether its holder has moved the case since.
    """

    __tablename__ = "looks"

    case_id: UUID = Field(primary_key=True)
    user_id: UUID
    seq: int
    since: datetime = moment()
    expires_at: datetime = moment()
    writing: bool = False


class SavedView(SQLModel, table=True):
    """Filters of a list of cases under a name 常用筛选; with `area_code` the centre there reads it too."""

    __tablename__ = "saved_views"
    __table_args__ = (
        Index("uq_saved_views_name", "owner_id", "name", unique=True),
        Index("ix_saved_views_area_code", "area_code", postgresql_where=text("area_code IS NOT NULL")),
    )

    id: UUID = Field(primary_key=True)
    owner_id: UUID = Field(foreign_key="users.id")
    name: str = Field(max_length=40)
    query: dict[str, object] = document()
    area_code: str | None = Field(default=None, foreign_key="areas.code", max_length=32)
    version: int = 1
    created_at: datetime = moment()
    updated_at: datetime = moment()
