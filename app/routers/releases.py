"""`/cases/{id}/release`: what of an answered case anybody may read 公开审核; `/releases`: what was released."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from fastapi.responses import Response

from app import errors
from app.authz import Actor, Permission
from app.deps import ReadSession, WriteSession, reader, writer
from app.schemas.villages.releases import (
    ProposedPage,
    ProposedQuery,
    ReleaseFile,
    ReleaseIn,
    ReleasePage,
    ReleaseQuery,
    ReleaseView,
    ReleaseWithdrawal,
)
from app.services.villages import releasing
from app.web import responses, routing
from app.web.bodies import Size
from app.web.idempotency import Key, as_it_was, once
from app.web.problems import SIGNED_IN, problems

router = routing.router(tags=["residents"])
_WRITES = (*SIGNED_IN, errors.NotFound, errors.KeyInFlight, errors.KeyReused)
Clerk = Annotated[Actor, reader(Permission.TRIAGE)]
WritingClerk = Annotated[Actor, writer(Permission.TRIAGE)]


@router.get("/cases/{case_id}/release", response_model=ReleaseFile, responses=problems(*SIGNED_IN, errors.NotFound))
async def read_release(case_id: UUID, session: ReadSession, actor: Clerk) -> Response:
    """公开草稿 · What of a case anybody might read, masked to start from; and its releases there have been."""
    return responses.json(await releasing.of_case(session, actor, case_id))


@router.post(
    "/cases/{case_id}/release",
    max_body_size=Size.JSON,
    status_code=201,
    response_model=ReleaseView,
    responses=problems(*_WRITES, errors.GuardRefused, errors.AlreadyExists),
)
async def release(
    request: Request, case_id: UUID, body: ReleaseIn, session: WriteSession, actor: WritingClerk, key: Key = None
) -> Response:
    """公开 · Puts an answered case on the board of its village, in words that name nobody and no home."""

    async def released() -> Response:
        return responses.json(await releasing.release(session, actor, case_id, body), status=201)

    return await once(request, session, actor, key, released, told=body, again=as_it_was)


@router.post(
    "/cases/{case_id}/release/withdraw",
    max_body_size=Size.JSON,
    response_model=ReleaseView,
    responses=problems(*_WRITES),
)
async def withdraw_release(
    request: Request,
    case_id: UUID,
    body: ReleaseWithdrawal,
    session: WriteSession,
    actor: WritingClerk,
    key: Key = None,
) -> Response:
    """撤回公开 · Takes it back: within half a minute nobody reads it any more, and the record says why."""

    async def withdrawn() -> Response:
        return responses.json(await releasing.withdraw(session, actor, case_id, body))

    return await once(request, session, actor, key, withdrawn, told=body, again=as_it_was)


@router.get("/releases", response_model=ReleasePage, responses=problems(*SIGNED_IN, errors.NotFound, errors.BadCursor))
async def list_releases(
    request: Request, query: Annotated[ReleaseQuery, Query()], session: ReadSession, actor: Clerk
) -> Response:
    """公开记录 · What was released, and what was taken back, in the areas where I triage, the newest first."""
    return responses.page(request, await releasing.page(session, actor, query))


@router.get(
    "/releases/proposed",
    response_model=ProposedPage,
    responses=problems(*SIGNED_IN, errors.NotFound, errors.BadCursor),
)
async def list_proposed(
    request: Request, query: Annotated[ProposedQuery, Query()], session: ReadSession, actor: Clerk
) -> Response:
    """待公开案卷 · What was answered where I triage and might be released: closed, not private, and on no board."""
    return responses.page(request, await releasing.proposed(session, actor, query))
