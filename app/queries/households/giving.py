"""奖: rewards with their stock, what came in and left, and what households took."""

import uuid
from datetime import datetime
from typing import TypedDict

from sqlalchemy import Boolean, Integer, bindparam, insert, or_, select, update
from sqlalchemy.dialects.postgresql import UUID, VARCHAR

from app.db.statement import Scalar, Statement
from app.models.points_giving import Redemption, Reward, RewardMove
from app.queries.households.parts import households
from app.queries.tables import table

rewards, moves, redemptions = table(Reward), table(RewardMove), table(Redemption)
_VILLAGE, _ID = bindparam("village", type_=VARCHAR()), bindparam("of_id", type_=UUID())
_AFTER, _COUNT = bindparam("after", type_=UUID()), bindparam("count", type_=Integer())


class RewardRow(TypedDict):
    id: uuid.UUID
    village_code: str
    name: str
    cost: int
    stock: int
    is_active: bool
    version: int
    created_at: datetime


_HERE = (rewards.c.id == _ID, rewards.c.village_code == _VILLAGE)
ADD = Statement(insert(rewards), columns=tuple(RewardRow.__annotations__))
ONE = Statement(select(rewards).where(*_HERE), RewardRow)
LOCKED = Statement(select(rewards).where(*_HERE).with_for_update(), RewardRow)
CHANGE = Statement(
    update(rewards)
    .where(rewards.c.id == _ID)
    .values(
        {name: bindparam(f"new_{name}", type_=rewards.c[name].type) for name in ("name", "cost", "is_active")}
        | {"version": rewards.c.version + 1}
    )
)
_BY = bindparam("by", type_=Integer())
STOCK = Scalar(
    update(rewards)
    .where(rewards.c.id == _ID, rewards.c.stock + _BY >= 0)
    .values(stock=rewards.c.stock + _BY)
    .returning(rewards.c.stock),
    int,
)
"""Changes a stock; no row where there is not so much of it."""

_ACTIVE = bindparam("active", type_=Boolean())
PAGE = Statement(
    select(rewards)
    .where(rewards.c.village_code == _VILLAGE, or_(_ACTIVE.is_(None), rewards.c.is_active == _ACTIVE),
           rewards.c.id > _AFTER)
    .order_by(rewards.c.id)
    .limit(_COUNT),
    RewardRow,
)  # fmt: skip


class MoveRow(TypedDict):
    id: uuid.UUID
    reward_id: uuid.UUID
    kind: str
    quantity: int
    redemption_id: uuid.UUID | None
    note: str | None
    made_by: uuid.UUID
    created_at: datetime


MOVE = Statement(insert(moves), columns=tuple(MoveRow.__annotations__))
MOVES = Statement(
    select(moves).where(moves.c.reward_id == _ID, moves.c.id > _AFTER).order_by(moves.c.id).limit(_COUNT), MoveRow
)


class RedemptionRow(TypedDict):
    id: uuid.UUID
    village_code: str
    household_id: uuid.UUID
    reward_id: uuid.UUID
    reward_name: str
    quantity: int
    points: int
    state: str
    made_by: uuid.UUID
    created_at: datetime
    returned_by: uuid.UUID | None
    returned_at: datetime | None
    return_reason: str | None


class ListedRedemption(RedemptionRow):
    household_number: int


REDEEM = Statement(insert(redemptions), columns=tuple(RedemptionRow.__annotations__))
LOCKED_REDEMPTION = Statement(
    select(redemptions).where(redemptions.c.id == _ID, redemptions.c.village_code == _VILLAGE).with_for_update(),
    RedemptionRow,
)
RETURN = Statement(
    update(redemptions)
    .where(redemptions.c.id == _ID)
    .values(
        state=bindparam("new_state", type_=redemptions.c.state.type),
        returned_by=bindparam("by", type_=UUID()),
        returned_at=bindparam("at", type_=redemptions.c.returned_at.type),
        return_reason=bindparam("reason", type_=VARCHAR()),
    )
)
_OF = bindparam("household", type_=UUID())
_LISTED = select(redemptions, households.c.household_number).select_from(
    redemptions.join(households, households.c.id == redemptions.c.household_id)
)
REDEMPTIONS = Statement(
    _LISTED.where(redemptions.c.village_code == _VILLAGE, or_(_OF.is_(None), redemptions.c.household_id == _OF),
                  redemptions.c.id > _AFTER)
    .order_by(redemptions.c.id)
    .limit(_COUNT),
    ListedRedemption,
)  # fmt: skip
REDEMPTION = Statement(_LISTED.where(redemptions.c.id == _ID), ListedRedemption)
