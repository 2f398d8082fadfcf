"""The board of a village 网上公开: what anybody reads without an account, and nothing of anybody in person."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from app.schemas.base import Output, example
from app.schemas.cases.lists import PageQuery

_VILLAGE = {"code": "440310001001", "name": "六联社区", "above": ["坪山区", "坪山街道"]}
_ANSWERED = {
    "id": "0193a0c0-0000-7000-8000-0000000000f1", "category_name": "暴露垃圾",
    "question": "路边有成堆垃圾，影响通行。", "answer": "已清理，并增设垃圾桶。", "closed_on": "2026-11-24",
    "released_at": "2026-11-25T02:00:00Z",
}  # fmt: skip


class BoardVillage(Output):
    code: str
    name: str = Field(description="What the village is called")
    above: list[str] = Field(description="What the areas are called in which it lies, the outermost first")


class VillageQuery(PageQuery):
    """A page of the villages, in the order of their codes."""


class VillagePage(Output):
    items: list[BoardVillage]
    next_cursor: str | None
    model_config = example(items=[_VILLAGE], next_cursor=None)


class AnsweredQuery(PageQuery):
    """A page of what was answered."""


class AnsweredCase(Output):
    """An answered case in the words of its release."""

    id: UUID = Field(description="Of the release; it names no case")
    category_name: str | None
    question: str = Field(description="What it was about, as anybody reads it")
    answer: str = Field(description="What was done, as anybody reads it")
    closed_on: date
    released_at: datetime


class AnsweredPage(Output):
    items: list[AnsweredCase]
    next_cursor: str | None
    model_config = example(items=[_ANSWERED], next_cursor=None)


class PooledMatter(Output):
    """Something volunteers may take on through their unit: what and roughly where, and no more."""

    category_name: str | None
    area_name: str | None = Field(description="The grid it lies in")
    since: datetime = Field(description="When it was published")
    until: datetime | None = Field(description="Until when it may be claimed")


class VillageBoard(Output):
    """All that stands on the board of a village; it may be half a minute old."""

    as_of: datetime
    village: BoardVillage
    pool: list[PooledMatter] = Field(description="What units with volunteers may claim 点单 now; 50 at most")
    answered: list[AnsweredCase] = Field(description="The latest 20 that were released; more by their own list")
    model_config = example(
        as_of="2026-11-25T08:09:40Z", village=_VILLAGE,
        pool=[{"category_name": "暴露垃圾", "area_name": "第一网格", "since": "2026-11-25T08:00:00Z",
               "until": "2026-11-25T08:30:00Z"}],
        answered=[_ANSWERED],
    )  # fmt: skip
