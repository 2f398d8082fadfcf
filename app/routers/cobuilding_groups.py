"""`/cobuilding/groups`, `/cobuilding/schemes`: groups with their units, their own assessments, and the schemes."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from fastapi.responses import Response

from app.authz import Actor
from app.deps import ReadSession, WriteSession, reader, writer
from app.schemas.cobuilding.groups import GroupEndIn, GroupIn, GroupPage, GroupQuery, GroupView, MemberIn
from app.schemas.cobuilding.marks import AssessmentIn, Assessments, AssessmentView
from app.schemas.cobuilding.schemes import (
    CobuildingSchemeIn,
    CobuildingSchemePage,
    CobuildingSchemeQuery,
    CobuildingSchemeView,
)
from app.services.cobuilding import access, assessments, groups, schemes
from app.web import responses, routing
from app.web.bodies import Size
from app.web.cobuilding import LISTS, READS, WRITES, as_it_was, while_seen
from app.web.idempotency import Key, once

router = routing.router("/cobuilding", tags=["cobuilding"])
Reader = Annotated[Actor, reader(None)]
Writer = Annotated[Actor, writer(None)]
_post = partial(router.post, max_body_size=Size.JSON, responses=WRITES)


@router.get("/groups", response_model=GroupPage, responses=LISTS)
async def list_groups(
    request: Request, query: Annotated[GroupQuery, Query()], session: ReadSession, actor: Reader
) -> Response:
    """共建小组列表 · Groups of co-building around my posts, of my units, and those I inspect."""
    return responses.page(request, await groups.page(session, actor, query))


@_post("/groups", status_code=201, response_model=GroupView)
async def found_group(
    request: Request, body: GroupIn, session: WriteSession, actor: Writer, key: Key = None
) -> Response:
    """成立共建小组 · Founds the group of a community with its lead unit; for who supervises or administers there."""

    async def founded() -> Response:
        return responses.json(await groups.found(session, actor, body), status=201)

    return await once(request, session, actor, key, founded, told=body, again=as_it_was)


@router.get("/groups/{group_id}", response_model=GroupView, responses=READS)
async def read_group(group_id: UUID, session: ReadSession, actor: Reader) -> Response:
    """共建小组详情 · A group with its units, former ones too, and what you may do there."""
    return responses.json(await groups.read(session, actor, group_id))


@_post("/groups/{group_id}/end", response_model=GroupView)
async def end_group(
    request: Request, group_id: UUID, body: GroupEndIn, session: WriteSession, actor: Writer, key: Key = None
) -> Response:
    """结束共建小组 · Ends a group with all its memberships; what it did and its published quarters stay."""

    async def ended() -> Response:
        return responses.json(await groups.end(session, actor, group_id, body))

    again = while_seen(partial(access.seen, session, actor, group_id))
    return await once(request, session, actor, key, ended, told=body, again=again)


@_post("/groups/{group_id}/members", status_code=201, response_model=GroupView)
async def add_member(
    request: Request, group_id: UUID, body: MemberIn, session: WriteSession, actor: Writer, key: Key = None
) -> Response:
    """成员单位加入 · Lets a unit join, perhaps in the place of another: of the lead, or of one that was merged."""

    async def joined() -> Response:
        return responses.json(await groups.join(session, actor, group_id, body), status=201)

    again = while_seen(partial(access.seen, session, actor, group_id))
    return await once(request, session, actor, key, joined, told=body, again=again)


@_post("/groups/{group_id}/members/{member_id}/end", response_model=GroupView)
async def end_member(
    request: Request,
    group_id: UUID,
    member_id: UUID,
    body: GroupEndIn,
    session: WriteSession,
    actor: Writer,
    key: Key = None,
) -> Response:
    """成员单位退出 · Ends a membership; a unit with open work, and the lead, are first replaced by another."""

    async def left() -> Response:
        return responses.json(await groups.leave(session, actor, group_id, member_id, body))

    again = while_seen(partial(access.seen, session, actor, group_id))
    return await once(request, session, actor, key, left, told=body, again=again)


@router.get("/groups/{group_id}/assessments", response_model=Assessments, responses=READS)
async def list_assessments(group_id: UUID, session: ReadSession, actor: Reader) -> Response:
    """月自查自评 · How a group assessed itself, month by month, with its evidence; and the form of today."""
    return responses.json(await assessments.listed(session, actor, group_id))


@_post("/groups/{group_id}/assessments", status_code=201, response_model=AssessmentView)
async def assess(
    request: Request, group_id: UUID, body: AssessmentIn, session: WriteSession, actor: Writer, key: Key = None
) -> Response:
    """提交月自查自评 · The lead unit says how a month was; again is a further revision, until it is published."""

    async def assessed() -> Response:
        return responses.json(await assessments.assess(session, actor, group_id, body), status=201)

    again = while_seen(partial(access.seen, session, actor, group_id))
    return await once(request, session, actor, key, assessed, told=body, again=again)


@router.get("/schemes", response_model=CobuildingSchemePage, responses=LISTS)
async def list_schemes(
    request: Request, query: Annotated[CobuildingSchemeQuery, Query()], session: ReadSession, actor: Reader
) -> Response:
    """考评方案 · Schemes around the groups that concern me, in all their versions."""
    return responses.page(request, await schemes.page(session, actor, query))


@_post("/schemes", status_code=201, response_model=CobuildingSchemeView)
async def write_scheme(
    request: Request, body: CobuildingSchemeIn, session: WriteSession, actor: Writer, key: Key = None
) -> Response:
    """制定考评方案 · A new version: its form, weights, what a missing part means, thresholds. None is ever changed."""

    async def written() -> Response:
        return responses.json(await schemes.write(session, actor, body), status=201)

    return await once(request, session, actor, key, written, told=body, again=as_it_was)
