"""`/substitutions`: who stands in 代理 for whom while they are away."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from fastapi.responses import Response

from app import errors
from app.authz import Actor
from app.deps import ReadSession, WriteSession, reader, writer
from app.schemas.organisation.substitution import (
    SubstitutionIn,
    SubstitutionPage,
    SubstitutionQuery,
    SubstitutionView,
)
from app.services.units import substitutions
from app.web import responses, routing
from app.web.bodies import Size
from app.web.idempotency import Key, as_it_was, once
from app.web.problems import SIGNED_IN, problems

router = routing.router("/substitutions", tags=["people"])
_WRITES = problems(*SIGNED_IN, errors.NotFound, errors.KeyInFlight, errors.KeyReused)
Anybody = Annotated[Actor, writer(None)]


@router.get("", response_model=SubstitutionPage, responses=problems(*SIGNED_IN, errors.BadCursor))
async def list_substitutions(
    request: Request,
    query: Annotated[SubstitutionQuery, Query()],
    session: ReadSession,
    actor: Annotated[Actor, reader(None)],
) -> Response:
    """代理 · My own, those I named, and those of whoever works in the units or areas that I head or administer."""
    return responses.page(request, await substitutions.page(session, actor, query))


@router.post("", max_body_size=Size.JSON, status_code=201, response_model=SubstitutionView, responses=_WRITES)
async def name_substitute(
    request: Request, body: SubstitutionIn, session: WriteSession, actor: Anybody, key: Key = None
) -> Response:
    """请假代理 · Names who stands in for me, or for somebody I head or administer, from a day until a day.

    They verify and check what the absent one has to, hand on what they handle, and hear what they are told; with the
    permissions of their own posts and no others. It ends by itself.
    """

    async def named() -> Response:
        return responses.json(await substitutions.name(session, actor, body), status=201)

    return await once(request, session, actor, key, named, told=body, again=as_it_was)


@router.post("/{substitution_id}/end", response_model=SubstitutionView, responses=_WRITES)
async def end_substitution(
    request: Request, substitution_id: UUID, session: WriteSession, actor: Anybody, key: Key = None
) -> Response:
    """结束代理 · Ends it now, before its last day; what was done in the meantime stays as it is."""

    async def ended() -> Response:
        return responses.json(await substitutions.end(session, actor, substitution_id))

    return await once(request, session, actor, key, ended, told=None, again=as_it_was)
