"""Texts for replies and results 常用语: of a unit or of the centre of an area, each version a row of its own."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from app.models.columns import enum_check, enum_type, moment

_CURRENT = text("is_current")


class TemplateKind(StrEnum):
    RESULT = "result"  # 处置结果
    REPLY = "reply"  # 结案答复
    REJECT_REPLY = "reject_reply"  # 不予受理答复
    NOTE = "note"  # 备注


class ReplyTemplate(SQLModel, table=True):
    """One version of a text; a category holds for all below it, a unit or an area too."""

    __tablename__ = "reply_templates"
    __table_args__ = (
        enum_check("kind", TemplateKind),
        CheckConstraint("num_nonnulls(department_code, area_code) = 1", name="one_owner"),
        Index("uq_reply_templates_current", "id", unique=True, postgresql_where=_CURRENT),
        Index("ix_reply_templates_department", "department_code", "id", postgresql_where=_CURRENT),
        Index("ix_reply_templates_area", "area_code", "id", postgresql_where=_CURRENT),
    )

    id: UUID = Field(primary_key=True)
    version: int = Field(primary_key=True)
    is_current: bool
    kind: TemplateKind = Field(sa_type=enum_type(TemplateKind))
    name: str = Field(max_length=120)
    text: str = Field(max_length=1500)
    category_code: str | None = Field(default=None, foreign_key="categories.code", max_length=32)
    department_code: str | None = Field(default=None, foreign_key="departments.code", max_length=32)
    area_code: str | None = Field(default=None, foreign_key="areas.code", max_length=32)
    is_active: bool = True
    written_by: UUID = Field(foreign_key="users.id")
    written_at: datetime = moment()
