"""`/people`: who can be picked for a verification, a check or the handling."""

from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response

from app import errors
from app.authz import Actor, Permission
from app.deps import ReadSession, reader
from app.schemas.organisation.picking import People, PeopleQuery
from app.services.flow import picking
from app.web import responses, routing
from app.web.problems import SIGNED_IN, problems

router = routing.router(tags=["people"])
_REFUSALS = problems(*SIGNED_IN, errors.NotFound, errors.BadCursor, errors.WrongState, errors.GuardRefused)


@router.get("/people", response_model=People, responses=_REFUSALS)
async def people(
    request: Request,
    query: Annotated[PeopleQuery, Query()],
    session: ReadSession,
    actor: Annotated[Actor, reader(Permission.PICK_PEOPLE)],
) -> Response:
    """选派人员 · Who may verify, check or handle, with their load; for a case, whom its action would take."""
    return responses.page(request, await picking.page(session, actor, query))
