"""`/villages/{village_code}/households`: 一户一档, the households of a village and the people in them."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from fastapi.responses import Response

from app import errors
from app.authz import Actor, Permission
from app.deps import ReadSession, WriteSession, reader, writer
from app.schemas.base import Code
from app.schemas.cases.lists import PageQuery
from app.schemas.households.people import VillagePeople, VillagePeopleQuery
from app.schemas.households.records import (
    HouseholdChange,
    HouseholdEndIn,
    HouseholdIn,
    HouseholdMemberIn,
    HouseholdPage,
    HouseholdQuery,
    HouseholdRevealIn,
    HouseholdView,
    LeaveIn,
    PersonChange,
    RecordedLooks,
    RevealedHousehold,
    SplitIn,
    Villages,
)
from app.services.households import ending, looks, members, people, records, villages
from app.web import responses, routing
from app.web.bodies import Size
from app.web.idempotency import Key, as_it_was, once
from app.web.problems import SIGNED_IN, problems

router = routing.router("/villages", tags=["households"])
_READS = problems(*SIGNED_IN, errors.NotFound)
_PAGES = problems(*SIGNED_IN, errors.NotFound, errors.BadCursor)
_WRITES = problems(*SIGNED_IN, errors.NotFound, errors.WrongState, errors.GuardRefused, errors.KeyInFlight,
                   errors.KeyReused, errors.StaleVersion)  # fmt: skip
Anybody = Annotated[Actor, reader(None)]
Keeper = Annotated[Actor, writer(Permission.KEEP_HOUSEHOLDS)]


@router.get("", response_model=Villages, responses=problems(*SIGNED_IN))
async def list_villages(session: ReadSession, actor: Anybody) -> Response:
    """我的村社区 · The villages in which I keep households, propose, lead or sit in the council."""
    return responses.json(await villages.mine(session, actor))


@router.get("/{village_code}/people", response_model=VillagePeople, responses=_PAGES)
async def list_people(
    request: Request,
    village_code: Code,
    query: Annotated[VillagePeopleQuery, Query()],
    session: ReadSession,
    actor: Anybody,
) -> Response:
    """村内选人 · Whom I may name here by their account: who has to do with the village by a post, nearest first."""
    return responses.page(request, await people.page(session, actor, village_code, query))


@router.get("/{village_code}/households", response_model=HouseholdPage, responses=_PAGES)
async def list_households(
    request: Request,
    village_code: Code,
    query: Annotated[HouseholdQuery, Query()],
    session: ReadSession,
    actor: Anybody,
) -> Response:
    """户档列表 · The households of a village that I may know of, with their balance; names are masked."""
    return responses.page(request, await records.page(session, actor, village_code, query))


@router.post(
    "/{village_code}/households",
    max_body_size=Size.JSON,
    status_code=201,
    response_model=HouseholdView,
    responses=_WRITES,
)
async def register(
    request: Request, village_code: Code, body: HouseholdIn, session: WriteSession, actor: Keeper, key: Key = None
) -> Response:
    """建档 · Registers a household with the people in it; it gets the next number of the village, for good."""

    async def registered() -> Response:
        return responses.json(await records.register(session, actor, village_code, body), status=201)

    return await once(request, session, actor, key, registered, told=body, again=as_it_was)


@router.get("/{village_code}/households/{household_id}", response_model=HouseholdView, responses=_READS)
async def read_household(village_code: Code, household_id: UUID, session: ReadSession, actor: Anybody) -> Response:
    """户档 · A household with the people who live or lived there, masked."""
    return responses.json(await records.read(session, actor, village_code, household_id))


@router.put(
    "/{village_code}/households/{household_id}",
    max_body_size=Size.JSON,
    response_model=HouseholdView,
    responses=_WRITES,
)
async def change(
    request: Request, village_code: Code, household_id: UUID, body: HouseholdChange, session: WriteSession,
    actor: Keeper, key: Key = None,
) -> Response:  # fmt: skip
    """变更户档 · Writes anew where a household lives and of which kind it is."""

    async def changed() -> Response:
        return responses.json(await records.change(session, actor, village_code, household_id, body))

    return await once(request, session, actor, key, changed, told=body, again=as_it_was)


@router.post(
    "/{village_code}/households/{household_id}/members", max_body_size=Size.JSON, status_code=201,
    response_model=HouseholdView, responses=_WRITES,
)  # fmt: skip
async def add_member(
    request: Request, village_code: Code, household_id: UUID, body: HouseholdMemberIn, session: WriteSession,
    actor: Keeper, key: Key = None,
) -> Response:  # fmt: skip
    """增加成员 · Somebody comes into a household."""

    async def came() -> Response:
        return responses.json(await members.come(session, actor, village_code, household_id, body), status=201)

    return await once(request, session, actor, key, came, told=body, again=as_it_was)


@router.put(
    "/{village_code}/households/{household_id}/members/{person_id}", max_body_size=Size.JSON,
    response_model=HouseholdView, responses=_WRITES,
)  # fmt: skip
async def change_member(
    request: Request, village_code: Code, household_id: UUID, person_id: UUID, body: PersonChange,
    session: WriteSession, actor: Keeper, key: Key = None,
) -> Response:  # fmt: skip
    """更正成员 · Writes anew what is so of somebody; who is made the head takes the place of the one before."""

    async def rewritten() -> Response:
        return responses.json(await members.rewrite(session, actor, village_code, household_id, person_id, body))

    return await once(request, session, actor, key, rewritten, told=body, again=as_it_was)


@router.post(
    "/{village_code}/households/{household_id}/members/{person_id}/leave", max_body_size=Size.JSON,
    response_model=HouseholdView, responses=_WRITES,
)  # fmt: skip
async def leave(
    request: Request, village_code: Code, household_id: UUID, person_id: UUID, body: LeaveIn, session: WriteSession,
    actor: Keeper, key: Key = None,
) -> Response:  # fmt: skip
    """成员离户 · Somebody is of a household no more from a day on."""

    async def left() -> Response:
        return responses.json(await members.leave(session, actor, village_code, household_id, person_id, body))

    return await once(request, session, actor, key, left, told=body, again=as_it_was)


@router.post(
    "/{village_code}/households/{household_id}/split", max_body_size=Size.JSON, status_code=201,
    response_model=HouseholdView, responses=_WRITES,
)  # fmt: skip
async def split(
    request: Request, village_code: Code, household_id: UUID, body: SplitIn, session: WriteSession,
    actor: Keeper, key: Key = None,
) -> Response:  # fmt: skip
    """分户 · Some of its people found a household of their own, with as many points of the balance as are told."""

    async def founded() -> Response:
        return responses.json(await ending.split(session, actor, village_code, household_id, body), status=201)

    return await once(request, session, actor, key, founded, told=body, again=as_it_was)


@router.post(
    "/{village_code}/households/{household_id}/end",
    max_body_size=Size.JSON,
    response_model=HouseholdView,
    responses=_WRITES,
)
async def end(
    request: Request, village_code: Code, household_id: UUID, body: HouseholdEndIn, session: WriteSession,
    actor: Keeper, key: Key = None,
) -> Response:  # fmt: skip
    """销档 · Ends a household: it moved, was joined to another, or should not be; nothing undecided may be left.

    One that moves to another village is known there from that day on, without points: those were given here.
    """

    async def ended() -> Response:
        return responses.json(await ending.end(session, actor, village_code, household_id, body))

    return await once(request, session, actor, key, ended, told=body, again=as_it_was)


@router.post(
    "/{village_code}/households/{household_id}/reveal", max_body_size=Size.JSON, response_model=RevealedHousehold,
    responses=_READS,
)  # fmt: skip
async def reveal(
    village_code: Code, household_id: UUID, body: HouseholdRevealIn, session: WriteSession,
    actor: Annotated[Actor, writer(None)],
) -> Response:  # fmt: skip
    """查看明文 · The people of a household in the clear, for a purpose; who looked, and for what, is recorded."""
    view = await looks.reveal(session, actor, village_code, household_id, body)
    return responses.json(view, headers=responses.NO_STORE)


@router.get("/{village_code}/households/{household_id}/looks", response_model=RecordedLooks, responses=_PAGES)
async def list_looks(
    request: Request, village_code: Code, household_id: UUID, query: Annotated[PageQuery, Query()],
    session: ReadSession,
    actor: Annotated[Actor, reader(Permission.LEAD_CENTRE)],
) -> Response:  # fmt: skip
    """查看记录 · Who looked at a household in the clear, the newest first; for whoever leads the village."""
    return responses.page(request, await looks.page(session, actor, village_code, household_id, query))
