"""The trail of administration 操作记录 on the wire."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from app.models.audit import Deed
from app.schemas.base import Moment, Output, Plain, example
from app.schemas.cases.lists import PageQuery

_ENTRY: dict[str, Any] = {
    "id": "0193a0c0-0000-7000-8000-0000000000e1", "at": "2026-11-28T02:00:00Z", "action": "appointment_revoked",
    "label_zh": "免职", "label": "Post revoked", "by_id": "0193a0c0-0000-7000-8000-0000000000a1",
    "by_name": "管理员", "target": "0193a0c0-0000-7000-8000-0000000000a4", "target_name": "张三",
    "area_path": "440310/440310003/", "data": {"post": "grid_leader", "area_code": "440310003"},
}  # fmt: skip


class AuditQuery(PageQuery):
    actor: UUID | None = Field(default=None, description="Who did it")
    action: Deed | None = None
    target: Annotated[str, StringConstraints(min_length=1, max_length=100), Plain] | None = Field(
        default=None, description="What it was done to: the id of a user, the code of anything else"
    )
    since: Moment | None = None
    until: Moment | None = Field(default=None, description="Before this moment")


class AuditItem(Output):
    id: UUID
    at: datetime
    action: Deed
    label_zh: str
    label: str
    by_id: UUID | None = Field(description="null: a command on the machine itself")
    by_name: str
    target: str = Field(description="The id of a user, the code of anything else")
    target_name: str | None
    area_path: str = Field(description="The area in which all of it lies; empty where it holds for every area")
    data: dict[str, Any] = Field(description="More of the deed; no passwords, and no phones")
    model_config = example(**_ENTRY)


class AuditPage(Output):
    items: list[AuditItem]
    next_cursor: str | None
    model_config = example(items=[_ENTRY], next_cursor=None)
