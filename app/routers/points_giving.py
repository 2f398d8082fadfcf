"""`/villages/{village_code}/…`: 奖 and 帮, the points shop with what was redeemed, and pairings with their visits."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from fastapi.responses import Response

from app import errors
from app.authz import Actor, Permission
from app.deps import ReadSession, WriteSession, reader, writer
from app.schemas.base import Code
from app.schemas.cases.lists import PageQuery
from app.schemas.households.giving import (
    HelpVisitIn,
    HelpVisitPage,
    HelpVisitView,
    MovePage,
    PairingEnd,
    PairingIn,
    PairingPage,
    PairingQuery,
    PairingView,
    RedeemIn,
    RedemptionPage,
    RedemptionQuery,
    RedemptionView,
    ReturnIn,
    RewardChange,
    RewardIn,
    RewardPage,
    RewardQuery,
    RewardView,
    StockIn,
)
from app.services.households import helping, rewards, rulebook
from app.web import responses, routing
from app.web.bodies import Size
from app.web.idempotency import Key, as_it_was, once
from app.web.problems import SIGNED_IN, problems

router = routing.router("/villages/{village_code}", tags=["households"])
_PAGES = problems(*SIGNED_IN, errors.NotFound, errors.BadCursor)
_KEYED = (errors.NotFound, errors.KeyInFlight, errors.KeyReused)
_KEEPS = problems(*SIGNED_IN, *_KEYED, errors.AlreadyExists, errors.StaleVersion, rewards.OutOfStock)
_REDEEMS = problems(*SIGNED_IN, *_KEYED, errors.WrongState, rewards.OutOfStock, rewards.TooFewPoints)
_HELPS = problems(*SIGNED_IN, *_KEYED, errors.WrongState, errors.AlreadyExists, helping.OwnHelper, rulebook.NoRules)
Anybody = Annotated[Actor, reader(None)]
Keeper = Annotated[Actor, writer(Permission.KEEP_HOUSEHOLDS)]


@router.get("/rewards", response_model=RewardPage, responses=_PAGES)
async def list_rewards(
    request: Request, village_code: Code, query: Annotated[RewardQuery, Query()], session: ReadSession, actor: Anybody
) -> Response:
    """积分超市 · The rewards of a village, what each costs and how many there are."""
    return responses.page(request, await rewards.page(session, actor, village_code, query))


@router.post("/rewards", max_body_size=Size.JSON, status_code=201, response_model=RewardView, responses=_KEEPS)
async def add_reward(
    request: Request, village_code: Code, body: RewardIn, session: WriteSession, actor: Keeper, key: Key = None
) -> Response:
    """上架奖品 · A new reward, with what there is of it at first."""

    async def added() -> Response:
        return responses.json(await rewards.add(session, actor, village_code, body), status=201)

    return await once(request, session, actor, key, added, told=body, again=as_it_was)


@router.put("/rewards/{reward_id}", max_body_size=Size.JSON, response_model=RewardView, responses=_KEEPS)
async def change_reward(
    request: Request, village_code: Code, reward_id: UUID, body: RewardChange, session: WriteSession, actor: Keeper,
    key: Key = None,
) -> Response:  # fmt: skip
    """变更奖品 · Changes what a reward is called and costs, from now on; or offers it no more."""

    async def changed() -> Response:
        return responses.json(await rewards.change(session, actor, village_code, reward_id, body))

    return await once(request, session, actor, key, changed, told=body, again=as_it_was)


@router.post("/rewards/{reward_id}/stock", max_body_size=Size.JSON, response_model=RewardView, responses=_KEEPS)
async def change_stock(
    request: Request, village_code: Code, reward_id: UUID, body: StockIn, session: WriteSession, actor: Keeper,
    key: Key = None,
) -> Response:  # fmt: skip
    """出入库 · What came into a stock, or is gone from it, and why; it never falls below zero."""

    async def stocked() -> Response:
        return responses.json(await rewards.stock(session, actor, village_code, reward_id, body))

    return await once(request, session, actor, key, stocked, told=body, again=as_it_was)


@router.get("/rewards/{reward_id}/moves", response_model=MovePage, responses=_PAGES)
async def list_moves(
    request: Request, village_code: Code, reward_id: UUID, query: Annotated[PageQuery, Query()], session: ReadSession,
    actor: Anybody,
) -> Response:  # fmt: skip
    """库存台账 · What came into a stock and left it, oldest first; together it is the stock."""
    return responses.page(request, await rewards.moves(session, actor, village_code, reward_id, query))


@router.get("/redemptions", response_model=RedemptionPage, responses=_PAGES)
async def list_redemptions(
    request: Request,
    village_code: Code,
    query: Annotated[RedemptionQuery, Query()],
    session: ReadSession,
    actor: Anybody,
) -> Response:
    """兑换记录 · What households took for their points, oldest first."""
    return responses.page(request, await rewards.redemptions(session, actor, village_code, query))


@router.post("/redemptions", max_body_size=Size.JSON, status_code=201, response_model=RedemptionView,
             responses=_REDEEMS)  # fmt: skip
async def redeem(
    request: Request, village_code: Code, body: RedeemIn, session: WriteSession, actor: Keeper, key: Key = None
) -> Response:
    """兑换 · Gives a household a reward for its points; of two who want the last one, one gets it."""

    async def redeemed() -> Response:
        return responses.json(await rewards.redeem(session, actor, village_code, body), status=201)

    return await once(request, session, actor, key, redeemed, told=body, again=as_it_was)


@router.post("/redemptions/{redemption_id}/return", max_body_size=Size.JSON, response_model=RedemptionView,
             responses=_REDEEMS)  # fmt: skip
async def give_back(
    request: Request, village_code: Code, redemption_id: UUID, body: ReturnIn, session: WriteSession, actor: Keeper,
    key: Key = None,
) -> Response:  # fmt: skip
    """退兑 · What was redeemed comes back, with the stock and the points, once."""

    async def returned() -> Response:
        return responses.json(await rewards.give_back(session, actor, village_code, redemption_id, body))

    return await once(request, session, actor, key, returned, told=body, again=as_it_was)


@router.get("/pairings", response_model=PairingPage, responses=_PAGES)
async def list_pairings(
    request: Request, village_code: Code, query: Annotated[PairingQuery, Query()], session: ReadSession, actor: Anybody
) -> Response:
    """结对帮扶 · Who helps which household; to a helper without another post here, their own."""
    return responses.page(request, await helping.page(session, actor, village_code, query))


@router.post("/pairings", max_body_size=Size.JSON, status_code=201, response_model=PairingView, responses=_HELPS)
async def pair(
    request: Request, village_code: Code, body: PairingIn, session: WriteSession, actor: Keeper, key: Key = None
) -> Response:
    """结对 · Names who helps a household: a user or a resident, not of the household itself; one at a time."""

    async def paired() -> Response:
        return responses.json(await helping.pair(session, actor, village_code, body), status=201)

    return await once(request, session, actor, key, paired, told=body, again=as_it_was)


@router.post("/pairings/{pairing_id}/end", max_body_size=Size.JSON, response_model=PairingView, responses=_HELPS)
async def end_pairing(
    request: Request, village_code: Code, pairing_id: UUID, body: PairingEnd, session: WriteSession, actor: Keeper,
    key: Key = None,
) -> Response:  # fmt: skip
    """结束结对 · Ends a pairing, with what came of it."""

    async def ended() -> Response:
        return responses.json(await helping.end(session, actor, village_code, pairing_id, body))

    return await once(request, session, actor, key, ended, told=body, again=as_it_was)


@router.get("/pairings/{pairing_id}/visits", response_model=HelpVisitPage, responses=_PAGES)
async def list_visits(
    request: Request, village_code: Code, pairing_id: UUID, query: Annotated[PageQuery, Query()], session: ReadSession,
    actor: Anybody,
) -> Response:  # fmt: skip
    """走访记录 · The visits of a pairing, oldest first."""
    return responses.page(request, await helping.visits(session, actor, village_code, pairing_id, query))


@router.post("/pairings/{pairing_id}/visits", max_body_size=Size.JSON, status_code=201, response_model=HelpVisitView,
             responses=_HELPS)  # fmt: skip
async def visit(
    request: Request, village_code: Code, pairing_id: UUID, body: HelpVisitIn, session: WriteSession,
    actor: Annotated[Actor, writer(None)], key: Key = None,
) -> Response:  # fmt: skip
    """走访 · Records a visit of a helper; photos may be among it."""

    async def visited() -> Response:
        return responses.json(await helping.visit(session, actor, village_code, pairing_id, body), status=201)

    return await once(request, session, actor, key, visited, told=body, again=as_it_was)
