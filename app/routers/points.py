"""`/villages/{village_code}/…`: 文明积分, the rules of a village, its council, and proposals with their votes."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Request
from fastapi.responses import Response

from app import errors
from app.authz import Actor, Permission
from app.deps import ReadSession, WriteSession, reader, writer
from app.schemas.base import Code
from app.schemas.households.proposals import (
    ProposalIn,
    ProposalPage,
    ProposalQuery,
    ProposalView,
    VotesIn,
    WithdrawProposalIn,
)
from app.schemas.households.rules import (
    PointsRulesHistory,
    PointsRulesIn,
    PointsRulesView,
    SeatEnd,
    SeatIn,
    SeatPage,
    SeatQuery,
    SeatView,
)
from app.services.households import access, council, proposal_views, proposing, rulebook, voting
from app.web import responses, routing
from app.web.bodies import Size
from app.web.idempotency import Key, as_it_was, once
from app.web.problems import SIGNED_IN, problems

router = routing.router("/villages/{village_code}", tags=["households"])
_READS = problems(*SIGNED_IN, errors.NotFound)
_PAGES = problems(*SIGNED_IN, errors.NotFound, errors.BadCursor)
_KEYED = (errors.NotFound, errors.KeyInFlight, errors.KeyReused)
_WRITES = problems(*SIGNED_IN, *_KEYED)
_PROPOSES = problems(*SIGNED_IN, *_KEYED, errors.AlreadyExists, errors.WrongState, rulebook.NoRules, proposing.NoVoters)
_VOTES = problems(*SIGNED_IN, *_KEYED, voting.VotingClosed, voting.VotedAlready, access.OwnHousehold, errors.WrongState)
Anybody = Annotated[Actor, reader(None)]
Writer = Annotated[Actor, writer(None)]
Leader = Annotated[Actor, writer(Permission.LEAD_CENTRE)]


@router.get("/points-rules", response_model=PointsRulesHistory, responses=_READS)
async def list_rules(village_code: Code, session: ReadSession, actor: Anybody) -> Response:
    """积分办法 · A village's own rules in all their versions, those to come first."""
    return responses.json(await rulebook.history(session, actor, village_code))


@router.put(
    "/points-rules/{valid_from}", max_body_size=Size.JSON, response_model=PointsRulesView,
    responses=_WRITES | problems(*SIGNED_IN, *_KEYED, errors.AltersClosed),
)  # fmt: skip
async def write_rules(
    request: Request, village_code: Code, valid_from: Annotated[date, Path()], body: PointsRulesIn,
    session: WriteSession,
    actor: Leader, key: Key = None,
) -> Response:  # fmt: skip
    """制定积分办法 · Writes the rules that hold from a day on, whole; what was done before goes by those of its day."""

    async def written() -> Response:
        return responses.json(await rulebook.write(session, actor, village_code, valid_from, body))

    return await once(request, session, actor, key, written, told=body, again=as_it_was)


@router.get("/council", response_model=SeatPage, responses=_PAGES)
async def list_seats(
    request: Request, village_code: Code, query: Annotated[SeatQuery, Query()], session: ReadSession, actor: Anybody
) -> Response:
    """评议会 · The seats of a village's council, residents by masked names."""
    return responses.page(request, await council.page(session, actor, village_code, query))


@router.post("/council", max_body_size=Size.JSON, status_code=201, response_model=SeatView, responses=_WRITES)
async def add_seat(
    request: Request, village_code: Code, body: SeatIn, session: WriteSession, actor: Leader, key: Key = None
) -> Response:
    """增加席位 · Gives a resident or a user a seat in the council, from a day until a day."""

    async def seated() -> Response:
        return responses.json(await council.seat(session, actor, village_code, body), status=201)

    return await once(request, session, actor, key, seated, told=body, again=as_it_was)


@router.post("/council/{seat_id}/end", max_body_size=Size.JSON, response_model=SeatView, responses=_WRITES)
async def end_seat(
    request: Request,
    village_code: Code,
    seat_id: UUID,
    body: SeatEnd,
    session: WriteSession,
    actor: Leader,
    key: Key = None,
) -> Response:
    """结束席位 · Says which day is the last of a seat."""

    async def ended() -> Response:
        return responses.json(await council.end(session, actor, village_code, seat_id, body))

    return await once(request, session, actor, key, ended, told=body, again=as_it_was)


@router.get("/proposals", response_model=ProposalPage, responses=_PAGES)
async def list_proposals(
    request: Request, village_code: Code, query: Annotated[ProposalQuery, Query()], session: ReadSession, actor: Anybody
) -> Response:
    """评议提议 · What was proposed about households I may know of, by me, or for my vote; the newest first."""
    return responses.page(request, await proposal_views.page(session, actor, village_code, query))


@router.post("/proposals", max_body_size=Size.JSON, status_code=201, response_model=ProposalView, responses=_PROPOSES)
async def propose(
    request: Request, village_code: Code, body: ProposalIn, session: WriteSession, actor: Writer, key: Key = None
) -> Response:
    """提议加分或扣分 · Asks the council to give or take points, by a rule of the day of the deed.

    The same household, rule and day are proposed once; a deduction needs evidence: a photo, a case or an activity.
    """

    async def proposed() -> Response:
        row = await proposing.propose(session, actor, village_code, body)
        return responses.json(await proposal_views.read(session, actor, village_code, row["id"]), status=201)

    return await once(request, session, actor, key, proposed, told=body, again=as_it_was)


@router.get("/proposals/{proposal_id}", response_model=ProposalView, responses=_READS)
async def read_proposal(village_code: Code, proposal_id: UUID, session: ReadSession, actor: Anybody) -> Response:
    """提议详情 · A proposal with its votes and its evidence."""
    return responses.json(await proposal_views.read(session, actor, village_code, proposal_id))


@router.post("/proposals/{proposal_id}/votes", max_body_size=Size.JSON, response_model=ProposalView, responses=_VOTES)
async def vote(
    request: Request, village_code: Code, proposal_id: UUID, body: VotesIn, session: WriteSession, actor: Writer,
    key: Key = None,
) -> Response:  # fmt: skip
    """表决 · Gives my vote; or, for whoever keeps the village, writes down those of a meeting with its minutes.

    Nobody votes twice, after the closing, or on their own household.
    """

    async def voted() -> Response:
        await voting.vote(session, actor, village_code, proposal_id, body)
        return responses.json(await proposal_views.read(session, actor, village_code, proposal_id))

    return await once(request, session, actor, key, voted, told=body, again=as_it_was)


@router.post("/proposals/{proposal_id}/close", response_model=ProposalView, responses=_VOTES)
async def close(
    request: Request, village_code: Code, proposal_id: UUID, session: WriteSession,
    actor: Annotated[Actor, writer(Permission.KEEP_HOUSEHOLDS)], key: Key = None,
) -> Response:  # fmt: skip
    """计票 · Counts the votes once all have voted; when the time is over it is done by itself."""

    async def closed() -> Response:
        await voting.close(session, actor, village_code, proposal_id)
        return responses.json(await proposal_views.read(session, actor, village_code, proposal_id))

    return await once(request, session, actor, key, closed, told=None, again=as_it_was)


@router.post(
    "/proposals/{proposal_id}/withdraw", max_body_size=Size.JSON, response_model=ProposalView, responses=_VOTES
)
async def withdraw(
    request: Request, village_code: Code, proposal_id: UUID, body: WithdrawProposalIn, session: WriteSession,
    actor: Writer,
    key: Key = None,
) -> Response:  # fmt: skip
    """撤回提议 · Takes a proposal back before it is decided."""

    async def withdrawn() -> Response:
        await voting.withdraw(session, actor, village_code, proposal_id, body)
        return responses.json(await proposal_views.read(session, actor, village_code, proposal_id))

    return await once(request, session, actor, key, withdrawn, told=body, again=as_it_was)
