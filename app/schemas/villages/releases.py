"""The release of an answered case to the board of its village 公开审核: drafted, released, taken back."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from app.schemas.base import Code, Input, Note, Output, example
from app.schemas.cases.lists import PageQuery
from app.text.personal import Personal

_VIEW = {
    "id": "0193a0c0-0000-7000-8000-0000000000f1", "case_id": "0193a0c0-0000-7000-8000-000000000001",
    "number": "10000017", "area_code": "440310001001", "area_name": "六联社区", "category_code": "DCM-01-02",
    "category_name": "暴露垃圾", "question": "路边有成堆垃圾，影响通行。", "answer": "已清理，并增设垃圾桶。",
    "closed_on": "2026-11-24", "released_by": "0193a0c0-0000-7000-8000-0000000000a1", "released_by_name": "李受理",
    "released_at": "2026-11-25T02:00:00Z", "withdrawn_by": None, "withdrawn_by_name": None, "withdrawn_at": None,
    "withdraw_reason": None,
}  # fmt: skip


class ReleaseIn(Input):
    """What anybody will read, in the words of whoever releases it: no names, phones, homes or plates."""

    question: Note = Field(description="What it was about")
    answer: Note = Field(description="What was done and answered")
    model_config = example(question="路边有成堆垃圾，影响通行。", answer="已清理，并增设垃圾桶。")


class ReleaseWithdrawal(Input):
    reason: Note = Field(description="Why it is taken back; it stands in the record")
    model_config = example(reason="文字中可认出当事人")


class ReleaseView(Output):
    """A release: it is never changed, and taken back it stays in the record."""

    id: UUID
    case_id: UUID
    number: str
    area_code: str = Field(description="The village on whose board it stands")
    area_name: str | None
    category_code: str | None
    category_name: str | None
    question: str = Field(description="What it was about, as anybody reads it")
    answer: str = Field(description="What was done, as anybody reads it")
    closed_on: date
    released_by: UUID
    released_by_name: str | None
    released_at: datetime
    withdrawn_by: UUID | None
    withdrawn_by_name: str | None
    withdrawn_at: datetime | None = Field(description="When it was taken back; null: it stands")
    withdraw_reason: str | None
    model_config = example(**_VIEW)


class ReleaseDraft(Output):
    """What the case itself says, masked, to start from; a clerk rewrites it."""

    question: str = Field(description="The words of the report with what is personal masked")
    answer: str = Field(description="The answer with what is personal masked")
    masked: list[Personal] = Field(description="What was found in it and masked")


class ReleaseFile(Output):
    """A draft, and the releases of a case there have been."""

    draft: ReleaseDraft
    items: list[ReleaseView] = Field(description="The latest first; one stands at most")
    model_config = example(
        draft={"question": "路边有成堆垃圾，请联系＊＊。", "answer": "已清理。", "masked": ["number"]}, items=[_VIEW]
    )


class ProposedQuery(PageQuery):
    area: Code | None = Field(default=None, description="This area and all below it")
    days: int = Field(default=30, ge=1, le=366, description="Closed within so many days")


class ProposedView(Output):
    """An answered case of which nothing stands on a board."""

    id: UUID
    number: str
    description: str = Field(description="As it was written: for staff alone")
    category_code: str | None
    category_name: str | None
    area_code: str
    area_name: str | None
    closed_at: datetime
    was_withdrawn: bool = Field(description="Whether it stood on a board and was taken back")


class ProposedPage(Output):
    items: list[ProposedView]
    next_cursor: str | None
    model_config = example(
        items=[{
            "id": "0193a0c0-0000-7000-8000-000000000001", "number": "10000017", "description": "路边有成堆垃圾",
            "category_code": "DCM-01-02", "category_name": "暴露垃圾", "area_code": "44031000100101",
            "area_name": "第一网格", "closed_at": "2026-11-24T08:00:00Z", "was_withdrawn": False,
        }],
        next_cursor=None,
    )  # fmt: skip


class ReleaseQuery(PageQuery):
    area: Code | None = Field(default=None, description="This area and all below it")
    stands: bool | None = Field(default=None, description="true: what anybody reads now; false: what was taken back")


class ReleasePage(Output):
    items: list[ReleaseView]
    next_cursor: str | None
    model_config = example(items=[_VIEW], next_cursor=None)
