"""Soft claims 正在查看: who looks at a case just now."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from app.schemas.base import Input, Output, example

MOST_LOOKS = 50  # each takes a lock of the server's for a moment, of which it has a few thousand


class LookState(StrEnum):
    MINE = "mine"  # 本人正在查看
    OTHERS = "others"  # 他人正在查看
    NOT_FOUND = "not_found"  # 不可见
    NOT_PERMITTED = "not_permitted"  # 与本岗位无关


class LooksIn(Input):
    """Cases that one looks at, or goes on looking at."""

    case_ids: list[UUID] = Field(min_length=1, max_length=MOST_LOOKS)
    model_config = example(case_ids=["0193a0c0-0000-7000-8000-000000000001"])


class LookView(Output):
    """Who looks at a case; it keeps nobody from anything."""

    case_id: UUID
    state: LookState
    looked_at_by: UUID | None = Field(description="null: nobody, or somebody else begins at this moment")
    looked_at_by_name: str | None
    looked_at_since: datetime | None
    looked_at_until: datetime | None = Field(description="Unless it is renewed")
    looked_at_writing: bool = Field(description="Whether they write 正在办理, and do not only look")
    model_config = example(
        case_id="0193a0c0-0000-7000-8000-000000000001",
        state="mine",
        looked_at_by="0193a0c0-0000-7000-8000-0000000000a4",
        looked_at_by_name="陈派遣",
        looked_at_since="2026-11-25T01:10:00Z",
        looked_at_until="2026-11-25T01:12:00Z",
        looked_at_writing=False,
    )


class LooksView(Output):
    """In the order asked for, each once."""

    items: list[LookView]
    model_config = example(
        items=[
            {
                "case_id": "0193a0c0-0000-7000-8000-000000000001",
                "state": "others",
                "looked_at_by": "0193a0c0-0000-7000-8000-0000000000a5",
                "looked_at_by_name": "周派遣",
                "looked_at_since": "2026-11-25T01:10:00Z",
                "looked_at_until": "2026-11-25T01:12:00Z",
                "looked_at_writing": True,
            }
        ]
    )
