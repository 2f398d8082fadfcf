"""奖: the points shop 积分超市. It is redeemed in one transaction: stock and balance both suffice, or nothing is."""

from uuid import UUID

from app import clock, cursors
from app.authz import Actor
from app.db.session import Session
from app.errors import GuardRefused, NotFound, StaleVersion, WrongState, invalid_field
from app.identifiers import new_id
from app.queries.households import giving as queries
from app.queries.households.giving import MoveRow, RedemptionRow, RewardRow
from app.schemas.cases.lists import PageQuery
from app.schemas.households.giving import (
    RedeemIn,
    RedemptionQuery,
    ReturnIn,
    RewardChange,
    RewardIn,
    RewardQuery,
    StockIn,
)
from app.services.households import ledger
from app.services.households.access import Village, household_of, kept, require_there, sees_all, village_of
from app.services.organisation import names
from app.workflow.households.terms import LedgerKind, RedemptionState, StockMove

_NIL = UUID(int=0)
_HIDDEN = frozenset({"village_code", "reward_id"})
_OWN = frozenset({"village_code", "returned_by"})
Page = tuple[list[dict[str, object]], str | None]


class OutOfStock(GuardRefused):
    """There is not so much of this reward any more."""

    code, zh = "out-of-stock", "该奖品库存不足"


class TooFewPoints(GuardRefused):
    """The household does not have so many points."""

    code, zh = "too-few-points", "该户积分不足"


async def page(session: Session, actor: Actor, code: str, query: RewardQuery) -> Page:
    """The rewards of a village, for whoever works there.

    Raises:
        NotFound: the village is none of theirs.
    """
    village = await village_of(session, actor, code)
    identity = ("rewards", village.code, query.active)
    after = cursors.decode(query.cursor, identity, undated=True)[1] if query.cursor else _NIL
    rows = await session.all(
        queries.PAGE, village=village.code, active=query.active, after=after, count=query.limit + 1
    )
    views = [_view(row) for row in rows[: query.limit]]
    return views, cursors.encode(None, rows[query.limit - 1]["id"], identity) if rows[query.limit :] else None


async def add(session: Session, actor: Actor, code: str, body: RewardIn) -> dict[str, object]:
    """A new reward with what there is of it.

    Raises:
        NotFound, NotPermitted: see `kept`. AlreadyExists: there is one of that name.
    """
    village = await kept(session, actor, code)
    now = clock.now()
    row: RewardRow = {
        "id": new_id(now), "village_code": village.code, "name": body.name, "cost": body.cost, "stock": body.stock,
        "is_active": True, "version": 1, "created_at": now,
    }  # fmt: skip
    await session.run(queries.ADD, **row)
    if body.stock:
        await _moved(session, actor, row["id"], StockMove.IN, body.stock)
    return _view(row)


async def change(session: Session, actor: Actor, code: str, reward_id: UUID, body: RewardChange) -> dict[str, object]:
    """Changes what a reward is called and costs, from now on; what was redeemed stays as it was.

    Raises:
        NotFound, NotPermitted: see `kept`. StaleVersion: it was changed meanwhile.
    """
    village = await kept(session, actor, code)
    row = await _locked(session, village, reward_id)
    if row["version"] != body.version:
        raise StaleVersion(zh="奖品已被他人更新，请刷新后重试", en="The reward has changed since you read it",
                           version=row["version"])  # fmt: skip
    await session.run(
        queries.CHANGE, of_id=reward_id, new_name=body.name, new_cost=body.cost, new_is_active=body.is_active
    )
    return _view(await session.one(queries.ONE, of_id=reward_id, village=village.code))


async def stock(session: Session, actor: Actor, code: str, reward_id: UUID, body: StockIn) -> dict[str, object]:
    """What came into a stock, or is gone from it, and why.

    Raises:
        NotFound, NotPermitted: see `kept`. OutOfStock: there is not so much to take away. Invalid: nothing moves.
    """
    village = await kept(session, actor, code)
    await _locked(session, village, reward_id)
    if body.quantity == 0:
        raise invalid_field("/quantity", "不能为零", "not 0")
    if await session.value(queries.STOCK, of_id=reward_id, by=body.quantity) is None:
        raise OutOfStock()
    kind = StockMove.IN if body.quantity > 0 else StockMove.OUT
    await _moved(session, actor, reward_id, kind, body.quantity, note=body.note)
    return _view(await session.one(queries.ONE, of_id=reward_id, village=village.code))


async def moves(session: Session, actor: Actor, code: str, reward_id: UUID, query: PageQuery) -> Page:
    """What came into a stock and left it, oldest first.

    Raises:
        NotFound: there is no such reward. NotPermitted: see `kept`.
    """
    village = await sees_all(session, actor, code)
    if await session.first(queries.ONE, of_id=reward_id, village=village.code) is None:
        raise NotFound()
    identity = ("stock", reward_id)
    after = cursors.decode(query.cursor, identity, undated=True)[1] if query.cursor else _NIL
    rows = await session.all(queries.MOVES, of_id=reward_id, after=after, count=query.limit + 1)
    views = [{name: value for name, value in row.items() if name not in _HIDDEN} for row in rows[: query.limit]]
    await names.give(session, actor, views)
    return views, cursors.encode(None, rows[query.limit - 1]["id"], identity) if rows[query.limit :] else None


async def redeem(session: Session, actor: Actor, code: str, body: RedeemIn) -> dict[str, object]:
    """Gives a household a reward for its points. Of two who want the last one, the second is told that it is gone.

    Raises:
        NotFound, NotPermitted, WrongState: see `kept`; it has ended. OutOfStock, TooFewPoints: as they say.
    """
    village = await kept(session, actor, code)
    household = await household_of(session, village, body.household_id, lock=True)
    require_there(household)
    reward = await _locked(session, village, body.reward_id)
    if not reward["is_active"]:
        raise WrongState(zh="该奖品已停用", en="This reward is not offered any more")
    points = reward["cost"] * body.quantity
    balance = await ledger.balance_of(session, household)
    if points > balance:
        raise TooFewPoints(zh=f"需 {points} 分，该户现有 {balance} 分", en=f"It takes {points} points of {balance}")
    if await session.value(queries.STOCK, of_id=reward["id"], by=-body.quantity) is None:
        raise OutOfStock()
    now = clock.now()
    row: RedemptionRow = {
        "id": new_id(now), "village_code": village.code, "household_id": household["id"], "reward_id": reward["id"],
        "reward_name": reward["name"], "quantity": body.quantity, "points": points,
        "state": RedemptionState.MADE.value, "made_by": actor.user_id, "created_at": now, "returned_by": None,
        "returned_at": None, "return_reason": None,
    }  # fmt: skip
    await session.run(queries.REDEEM, **row)
    await _moved(session, actor, reward["id"], StockMove.REDEEMED, -body.quantity, redemption_id=row["id"])
    await ledger.write(
        session, household, LedgerKind.REDEMPTION, -points, occurred_on=clock.today(), redemption_id=row["id"],
        reason=reward["name"], made_by=actor.user_id,
    )  # fmt: skip
    return await _redemption(session, actor, row["id"])


async def give_back(
    session: Session, actor: Actor, code: str, redemption_id: UUID, body: ReturnIn
) -> dict[str, object]:
    """What was redeemed comes back: the stock and the points with it, once.

    Raises:
        NotFound, NotPermitted: see `kept`. WrongState: it came back already.
    """
    village = await kept(session, actor, code)
    row = await session.first(queries.LOCKED_REDEMPTION, of_id=redemption_id, village=village.code)
    if row is None:
        raise NotFound()
    if row["state"] != RedemptionState.MADE:
        raise WrongState(zh="该兑换已退回", en="This came back already")
    household = await household_of(session, village, row["household_id"], lock=True)
    await _locked(session, village, row["reward_id"])
    await session.value(queries.STOCK, of_id=row["reward_id"], by=row["quantity"])
    await _moved(session, actor, row["reward_id"], StockMove.RETURNED, row["quantity"], redemption_id=row["id"])
    await session.run(queries.RETURN, of_id=redemption_id, new_state=RedemptionState.RETURNED.value,
                      by=actor.user_id, at=clock.now(), reason=body.reason)  # fmt: skip
    await ledger.write(
        session, household, LedgerKind.RETURN, row["points"], occurred_on=clock.today(), redemption_id=row["id"],
        reason=body.reason, made_by=actor.user_id,
    )  # fmt: skip
    return await _redemption(session, actor, redemption_id)


async def redemptions(session: Session, actor: Actor, code: str, query: RedemptionQuery) -> Page:
    """What households took, oldest first; for whoever keeps or leads the village.

    Raises:
        NotFound: the village is none of theirs. NotPermitted: they neither keep nor lead it.
    """
    village = await sees_all(session, actor, code)
    identity = ("redemptions", village.code, query.household)
    after = cursors.decode(query.cursor, identity, undated=True)[1] if query.cursor else _NIL
    rows = await session.all(
        queries.REDEMPTIONS, village=village.code, household=query.household, after=after, count=query.limit + 1
    )
    views = [{name: value for name, value in row.items() if name not in _OWN} for row in rows[: query.limit]]
    await names.give(session, actor, views)
    return views, cursors.encode(None, rows[query.limit - 1]["id"], identity) if rows[query.limit :] else None


async def _redemption(session: Session, actor: Actor, redemption_id: UUID) -> dict[str, object]:
    row = await session.one(queries.REDEMPTION, of_id=redemption_id)
    view: dict[str, object] = {name: value for name, value in row.items() if name not in _OWN}
    await names.give(session, actor, [view])
    return view


async def _locked(session: Session, village: Village, reward_id: UUID) -> RewardRow:
    row = await session.first(queries.LOCKED, of_id=reward_id, village=village.code)
    if row is None:
        raise NotFound()
    return row


async def _moved(
    session: Session, actor: Actor, reward_id: UUID, kind: StockMove, quantity: int, *,
    redemption_id: UUID | None = None, note: str | None = None,
) -> None:  # fmt: skip
    now = clock.now()
    row: MoveRow = {
        "id": new_id(now), "reward_id": reward_id, "kind": kind.value, "quantity": quantity,
        "redemption_id": redemption_id, "note": note, "made_by": actor.user_id, "created_at": now,
    }  # fmt: skip
    await session.run(queries.MOVE, **row)


def _view(row: RewardRow) -> dict[str, object]:
    return {name: value for name, value in row.items() if name != "village_code"}
