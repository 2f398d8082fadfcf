"""Rewards 奖 and help 帮 on the wire: the points shop with its stock, pairings with their visits."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from app.schemas.base import Code, Day, Input, Note, Output, ShortText, example
from app.schemas.cases.lists import PageQuery
from app.schemas.households.records import AT, BY, HOUSEHOLD, INSTEAD, OF_A_USER
from app.schemas.households.rules import MOST_PHOTOS, MOST_POINTS, RuleName
from app.workflow.households.terms import RedemptionState, StockMove

_MOST_STOCK = 100_000
_MADE = {"made_by": BY, "made_by_name": "李受理", "created_at": AT}


class RewardIn(Input):
    name: RuleName
    cost: int = Field(ge=1, le=MOST_POINTS, description="Points for one")
    stock: int = Field(default=0, ge=0, le=_MOST_STOCK, description="How many there are at first")
    model_config = example(name="洗衣液 2 千克", cost=30, stock=20)


class RewardChange(Input):
    """The whole anew; its stock has a route of its own."""

    name: RuleName
    cost: int = Field(ge=1, le=MOST_POINTS, description="Points for one, from now on")
    is_active: bool
    version: int = Field(ge=1, description="The version that was read; another one is refused")
    model_config = example(name="洗衣液 2 千克", cost=35, is_active=True, version=1)


class StockIn(Input):
    quantity: int = Field(
        ge=-_MOST_STOCK, le=_MOST_STOCK, description="What came in, or with a minus what is gone; not 0"
    )
    note: ShortText
    model_config = example(quantity=20, note="四季度采购")


class RewardQuery(PageQuery):
    active: bool | None = Field(default=None, description="true: only what is offered")


_REWARD = {"id": HOUSEHOLD, "name": "洗衣液 2 千克", "cost": 30, "stock": 20, "is_active": True, "version": 1,
           "created_at": AT}  # fmt: skip


class RewardView(Output):
    """A thing of the points shop."""

    id: UUID
    name: str
    cost: int
    stock: int
    is_active: bool
    version: int
    created_at: datetime
    model_config = example(**_REWARD)


class RewardPage(Output):
    items: list[RewardView]
    next_cursor: str | None
    model_config = example(items=[_REWARD], next_cursor=None)


_MOVE = {"id": HOUSEHOLD, "kind": "in", "quantity": 20, "redemption_id": None, "note": "四季度采购", **_MADE}


class MoveView(Output):
    """What came into a stock or left it."""

    id: UUID
    kind: StockMove
    quantity: int
    redemption_id: UUID | None
    note: str | None
    made_by: UUID
    made_by_name: str | None
    created_at: datetime
    model_config = example(**_MOVE)


class MovePage(Output):
    items: list[MoveView]
    next_cursor: str | None
    model_config = example(items=[_MOVE], next_cursor=None)


class RedeemIn(Input):
    household_id: UUID
    reward_id: UUID
    quantity: int = Field(default=1, ge=1, le=1_000)
    model_config = example(household_id=HOUSEHOLD, reward_id=HOUSEHOLD, quantity=1)


class ReturnIn(Input):
    reason: ShortText
    model_config = example(reason="包装破损，当场退回")


_REDEMPTION = {"id": HOUSEHOLD, "household_id": HOUSEHOLD, "household_number": 12, "reward_id": HOUSEHOLD,
               "reward_name": "洗衣液 2 千克", "quantity": 1, "points": 30, "state": "made", **_MADE,
               "returned_at": None, "return_reason": None}  # fmt: skip


class RedemptionView(Output):
    """A reward that a household took for points."""

    id: UUID
    household_id: UUID
    household_number: int
    reward_id: UUID
    reward_name: str
    quantity: int
    points: int
    state: RedemptionState
    made_by: UUID
    made_by_name: str | None
    created_at: datetime
    returned_at: datetime | None
    return_reason: str | None
    model_config = example(**_REDEMPTION)


class RedemptionPage(Output):
    items: list[RedemptionView]
    next_cursor: str | None
    model_config = example(items=[_REDEMPTION], next_cursor=None)


class RedemptionQuery(PageQuery):
    household: UUID | None = Field(default=None, description="Only those of this household")


class PairingIn(Input):
    """Who helps a household: a user of the service, or a resident of the village by their person."""

    household_id: UUID
    user_id: UUID | None = Field(default=None, description=OF_A_USER)
    username: Code | None = Field(default=None, description=INSTEAD)
    helper_person_id: UUID | None = None
    since: Day = Field(description="From this day on; not before today")
    goal: Note
    model_config = example(
        household_id=HOUSEHOLD, username="zhang", since="2026-11-28", goal="每月走访，帮助参加清洁日"
    )


class PairingEnd(Input):
    on: Day = Field(description="The last day of it; not after today")
    outcome: Note
    model_config = example(on="2026-12-20", outcome="积分已达全村平均")


class HelpVisitIn(Input):
    visited_on: Day = Field(description="Not after today, nor before the pairing began")
    note: Note
    photo_ids: list[UUID] = Field(default=[], max_length=MOST_PHOTOS, description="Photos sent to this village before")
    model_config = example(visited_on="2026-11-28", note="商定参加每月清洁日")


class PairingQuery(PageQuery):
    open: bool | None = Field(default=None, description="true: only those that go on")
    mine: bool | None = Field(default=None, description="true: only those in which the caller helps")


_PAIRING = {
    "id": HOUSEHOLD, "household_id": HOUSEHOLD, "household_number": 12, "head_name": "王**", "helper_id": BY,
    "helper_name": "张网格", "helper_person_id": None, "since": "2026-11-28", "goal": "每月走访", "points_then": 5,
    "rank_then": 130, "visits_count": 1, "last_visit_on": "2026-11-28", "ended_on": None, "outcome": None,
    "created_at": AT, "may": ["visit"],
}  # fmt: skip


class PairingView(Output):
    """Somebody who helps a household."""

    id: UUID
    household_id: UUID
    household_number: int
    head_name: str | None
    helper_id: UUID | None
    helper_name: str | None
    helper_person_id: UUID | None
    since: date
    goal: str
    points_then: int
    rank_then: int | None
    visits_count: int
    last_visit_on: date | None
    ended_on: date | None
    outcome: str | None
    created_at: datetime
    may: list[str]
    model_config = example(**_PAIRING)


class PairingPage(Output):
    items: list[PairingView]
    next_cursor: str | None
    model_config = example(items=[_PAIRING], next_cursor=None)


_VISIT = {"id": HOUSEHOLD, "visited_on": "2026-11-28", "note": "商定参加每月清洁日", "recorded_by": BY,
          "recorded_by_name": "张网格", "created_at": AT, "photo_ids": []}  # fmt: skip


class HelpVisitView(Output):
    """A visit of a helper."""

    id: UUID
    visited_on: date
    note: str
    recorded_by: UUID
    recorded_by_name: str | None
    created_at: datetime
    photo_ids: list[UUID]
    model_config = example(**_VISIT)


class HelpVisitPage(Output):
    items: list[HelpVisitView]
    next_cursor: str | None
    model_config = example(items=[_VISIT], next_cursor=None)
