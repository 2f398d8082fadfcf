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


class BoardColour(Output):
    """What a published period of evaluation made of the village or a grid of it."""

    name: str = Field(description="What the village or grid was called then")
    colour: str | None = Field(description="Code of the colour; null: it was not ranked")
    colour_name: str | None
    scheme_name: str = Field(description="By which scheme: a grid may be assessed by its county and by its town")
    first: date = Field(description="First day of the period")
    last: date = Field(description="Last day of the period")


class BoardBulletin(Output):
    """A bulletin that was signed, by its title."""

    title: str = Field(description="What it is called, without what is personal")
    area_name: str | None
    year: int = Field(description="Of its number")
    number: int = Field(description="Its number in the year")
    signed_at: datetime


class BoardAdoption(Output):
    """A place or matter that a unit or a resident takes care of; no resident is named."""

    kind: str = Field(description="`place` or `matter`")
    title: str = Field(description="What is taken care of, without what is personal")
    unit_name: str | None = Field(description="The unit that does so; null: a resident")
    since: date = Field(description="From this day on")


class BoardPointsLine(Output):
    household: str = Field(description="By its number, or a masked name, as the village decided")
    points: int = Field(description="How many the household had when the list was published")
    rank: int | None = Field(description="Its place; null: a list that ranks nobody")


class BoardPoints(Output):
    """A list of points as the village published it."""

    title: str = Field(description="What it is called, without what is personal")
    since: date = Field(description="First day that counts")
    until: date = Field(description="Last day that counts")
    lines: list[BoardPointsLine] = Field(description="The first 50")


class VillageBoard(Output):
    """All that stands on the board of a village; it may be half a minute old."""

    as_of: datetime
    village: BoardVillage
    pool: list[PooledMatter] = Field(description="What units with volunteers may claim 点单 now; 50 at most")
    answered: list[AnsweredCase] = Field(description="The latest 20 that were released; more by their own list")
    colours: list[BoardColour] = Field(description="Of the latest published period of each scheme for places")
    bulletins: list[BoardBulletin] = Field(description="Of the village and the areas above it; the latest 20")
    adoptions: list[BoardAdoption] = Field(description="What is taken care of today; 20 at most")
    points: list[BoardPoints] = Field(description="The latest 20 lists that name nobody in full")
    model_config = example(
        as_of="2026-11-25T08:09:40Z", village=_VILLAGE,
        pool=[{"category_name": "暴露垃圾", "area_name": "第一网格", "since": "2026-11-25T08:00:00Z",
               "until": "2026-11-25T08:30:00Z"}],
        answered=[_ANSWERED],
        colours=[{"name": "第一网格", "colour": "red", "colour_name": "红",
                  "scheme_name": "网格月度考评", "first": "2026-10-01", "last": "2026-10-31"}],
        bulletins=[{"title": "10月网格工作简报", "area_name": "坪山街道", "year": 2026, "number": 10,
                    "signed_at": "2026-11-02T02:00:00Z"}],
        adoptions=[{"kind": "place", "title": "社区小广场", "unit_name": "城市管理局", "since": "2026-03-01"}],
        points=[{"title": "三季度积分榜", "since": "2026-07-01", "until": "2026-09-30",
                 "lines": [{"household": "12", "points": 85, "rank": 1}]}],
    )  # fmt: skip
