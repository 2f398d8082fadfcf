"""`/cobuilding/activities`, `/cobuilding/adoptions`: what happens on the spot, and who takes care of what."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from fastapi.responses import Response

from app.authz import Actor
from app.bearing import BearerDep
from app.deps import ReadSession, WriteSession, reader, writer
from app.schemas.cobuilding.activities import (
    ActivityIn,
    ActivityPage,
    ActivityQuery,
    ActivityView,
    AdopterContact,
    AdoptionEnd,
    AdoptionIn,
    AdoptionPage,
    AdoptionQuery,
    AdoptionView,
    CheckIn,
    DoneIn,
    MinutesIn,
    RevealIn,
)
from app.schemas.cobuilding.work import ReasonIn
from app.services.cobuilding import access, activities, adoptions
from app.web import responses, routing
from app.web.bodies import Size
from app.web.cobuilding import LISTS, READS, WRITES, while_seen
from app.web.idempotency import Key, once

router = routing.router("/cobuilding", tags=["cobuilding"])
Reader = Annotated[Actor, reader(None)]
Writer = Annotated[Actor, writer(None)]
_post = partial(router.post, max_body_size=Size.JSON, responses=WRITES)


@router.get("/activities", response_model=ActivityPage, responses=LISTS)
async def list_activities(
    request: Request, query: Annotated[ActivityQuery, Query()], session: ReadSession, actor: Reader
) -> Response:
    """共建活动列表 · Activities of the groups that I see, with how many were there."""
    return responses.page(request, await activities.page(session, actor, query))


@_post("/groups/{group_id}/activities", status_code=201, response_model=ActivityView)
async def plan_activity(
    request: Request, group_id: UUID, body: ActivityIn, session: WriteSession, actor: Writer, key: Key = None
) -> Response:
    """计划共建活动 · Plans a meeting, a day of labour, a visit or a talk."""

    async def planned() -> Response:
        return responses.json(await activities.plan(session, actor, group_id, body), status=201)

    again = while_seen(partial(access.seen, session, actor, group_id))
    return await once(request, session, actor, key, planned, told=body, again=again)


@router.get("/activities/{activity_id}", response_model=ActivityView, responses=READS)
async def read_activity(activity_id: UUID, session: ReadSession, actor: Reader) -> Response:
    """共建活动详情 · An activity with who was there, its minutes, evidence and history."""
    return responses.json(await activities.read(session, actor, activity_id))


@_post("/activities/{activity_id}/check-in", response_model=ActivityView)
async def check_in(
    request: Request,
    activity_id: UUID,
    body: CheckIn,
    session: WriteSession,
    actor: Writer,
    bearer: BearerDep,
    key: Key = None,
) -> Response:
    """活动签到 · I am there; said twice it is said once. What the phone tells is remarked upon and refuses nothing."""

    async def there() -> Response:
        return responses.json(await activities.check_in(session, actor, bearer, activity_id, body))

    again = while_seen(partial(activities.seen, session, actor, activity_id))
    return await once(request, session, actor, key, there, told=body, again=again)


@_post("/activities/{activity_id}/minutes", response_model=ActivityView)
async def write_minutes(
    request: Request, activity_id: UUID, body: MinutesIn, session: WriteSession, actor: Writer, key: Key = None
) -> Response:
    """活动记录 · Writes the minutes, by which it was held; again they are mended, and the history keeps the former."""

    async def minuted() -> Response:
        return responses.json(await activities.minute(session, actor, activity_id, body))

    again = while_seen(partial(activities.seen, session, actor, activity_id))
    return await once(request, session, actor, key, minuted, told=body, again=again)


@_post("/activities/{activity_id}/cancel", response_model=ActivityView)
async def cancel_activity(
    request: Request, activity_id: UUID, body: ReasonIn, session: WriteSession, actor: Writer, key: Key = None
) -> Response:
    """取消共建活动 · Cancels what was planned."""

    async def cancelled() -> Response:
        return responses.json(await activities.cancel(session, actor, activity_id, body.note))

    again = while_seen(partial(activities.seen, session, actor, activity_id))
    return await once(request, session, actor, key, cancelled, told=body, again=again)


@router.get("/adoptions", response_model=AdoptionPage, responses=LISTS)
async def list_adoptions(
    request: Request, query: Annotated[AdoptionQuery, Query()], session: ReadSession, actor: Reader
) -> Response:
    """认领共管列表 · Places and matters that units and residents have adopted; residents are masked."""
    return responses.page(request, await adoptions.page(session, actor, query))


@_post("/groups/{group_id}/adoptions", status_code=201, response_model=AdoptionView)
async def record_adoption(
    request: Request, group_id: UUID, body: AdoptionIn, session: WriteSession, actor: Writer, key: Key = None
) -> Response:
    """登记认领共管 · Records who has adopted what; by staff of the community or of a member unit."""

    async def recorded() -> Response:
        return responses.json(await adoptions.record(session, actor, group_id, body), status=201)

    again = while_seen(partial(access.seen, session, actor, group_id))
    return await once(request, session, actor, key, recorded, told=body, again=again)


@router.get("/adoptions/{adoption_id}", response_model=AdoptionView, responses=READS)
async def read_adoption(adoption_id: UUID, session: ReadSession, actor: Reader) -> Response:
    """认领共管详情 · An adoption with what was done and until when."""
    return responses.json(await adoptions.read(session, actor, adoption_id))


@_post("/adoptions/{adoption_id}/deeds", status_code=201, response_model=AdoptionView)
async def enter_deed(
    request: Request, adoption_id: UUID, body: DoneIn, session: WriteSession, actor: Writer, key: Key = None
) -> Response:
    """登记共管情况 · Enters what the adopter did."""

    async def did() -> Response:
        return responses.json(await adoptions.did(session, actor, adoption_id, body), status=201)

    again = while_seen(partial(adoptions.seen, session, actor, adoption_id))
    return await once(request, session, actor, key, did, told=body, again=again)


@_post("/adoptions/{adoption_id}/end", response_model=AdoptionView)
async def end_adoption(
    request: Request, adoption_id: UUID, body: AdoptionEnd, session: WriteSession, actor: Writer, key: Key = None
) -> Response:
    """结束认领 · Ends an adoption on a day, with the reason."""

    async def ended() -> Response:
        return responses.json(await adoptions.end(session, actor, adoption_id, body))

    again = while_seen(partial(adoptions.seen, session, actor, adoption_id))
    return await once(request, session, actor, key, ended, told=body, again=again)


@_post("/adoptions/{adoption_id}/reveal-contact", response_model=AdopterContact)
async def reveal_adopter(adoption_id: UUID, body: RevealIn, session: WriteSession, actor: Writer) -> Response:
    """查看认领人联系方式 · The resident's name and phone in full; who looked, and for what, is logged."""
    view = await adoptions.reveal(session, actor, adoption_id, body)
    return responses.json(view, headers=responses.NO_STORE)
