"""Rankings, published lists 公示 and the title 最美家庭 on the wire."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from app.schemas.base import Day, Input, Output, Title, example
from app.schemas.cases.lists import PageQuery
from app.schemas.households.records import AT, BY, HOUSEHOLD
from app.workflow.households.terms import LedgerKind, PointsListKind, PointsListLabel, TieRule

_ROW = {"household_id": HOUSEHOLD, "household_number": 12, "head_name": "王**", "rank": 1, "points": 85,
        "deducted": 0, "awards": 9, "decided_by": "fewest_deducted", "shared": False, "helped": False}  # fmt: skip


class StandingView(Output):
    """The year of one household."""

    household_id: UUID
    household_number: int
    head_name: str | None
    rank: int
    points: int
    deducted: int
    awards: int
    decided_by: TieRule | None
    shared: bool
    helped: bool
    model_config = example(**_ROW)


class StandingsQuery(Input):
    year: int | None = Field(default=None, ge=2000, le=2100, description="Left out: this year")
    lowest: bool = Field(default=False, description="true: those at the bottom, as the village's rules count them")


class Standings(Output):
    """The ranking of a year as it is now, 2,000 households at most."""

    year: int
    households: int
    items: list[StandingView]
    model_config = example(year=2026, households=132, items=[_ROW])


class PointsListIn(Input):
    kind: PointsListKind
    title: Title
    since: Day
    until: Day = Field(description="Itself included; not after today")
    label: PointsListLabel | None = Field(
        default=None, description="Left out: as the rules say; never more than they say"
    )
    model_config = example(kind="ranking", title="六联社区 11 月积分榜", since="2026-11-01", until="2026-11-28")


_LIST_ITEM = {"id": HOUSEHOLD, "kind": "ranking", "title": "六联社区 11 月积分榜", "since": "2026-11-01",
              "until": "2026-11-28", "label": "masked_name", "publisher_id": BY, "publisher_name": "陈书记",
              "published_at": AT}  # fmt: skip


class PointsListItem(Output):
    """A published list without its rows."""

    id: UUID
    kind: PointsListKind
    title: str
    since: date
    until: date
    label: PointsListLabel
    publisher_id: UUID
    publisher_name: str | None
    published_at: datetime
    model_config = example(**_LIST_ITEM)


class PointsListPage(Output):
    items: list[PointsListItem]
    next_cursor: str | None
    model_config = example(items=[_LIST_ITEM], next_cursor=None)


_PUBLISHED = {"household": "12 号 王**", "points": 85, "rank": 1, "kind": None, "rule_name": None,
              "occurred_on": None}  # fmt: skip


class PublishedRow(Output):
    """A line of a published list: a place in the ranking, or one entry."""

    household: str
    points: int
    rank: int | None
    kind: LedgerKind | None
    rule_name: str | None
    occurred_on: date | None


class PointsListView(PointsListItem):
    """A published list, frozen as it was published."""

    rows: list[PublishedRow]
    model_config = example(**_LIST_ITEM, rows=[_PUBLISHED])


class PointsListQuery(PageQuery):
    kind: PointsListKind | None = None


class TitlesView(Output):
    """The 最美家庭 of a year: chosen and frozen, or as they would be chosen now."""

    year: int
    is_published: bool
    titles: int
    tie_rules: list[TieRule]
    deduction_bars: bool
    rule_zh: str
    rule: str
    items: list[StandingView]
    open_proposals: int
    open_appeals: int
    publisher_id: UUID | None
    publisher_name: str | None
    published_at: datetime | None
    model_config = example(
        year=2026, is_published=False, titles=10, tie_rules=["fewest_deducted"], deduction_bars=True,
        rule_zh="按年度积分取前 10 户；同分时扣分少者在前；仍相同的并列。年内有扣分的不参评。",
        rule="The first 10 by the points of the year; of equals the one with less deducted; who is still equal shares "
        "the title. A household with a deduction in the year is not among them.",
        items=[_ROW], open_proposals=0, open_appeals=0, publisher_id=None, publisher_name=None, published_at=None,
    )  # fmt: skip
