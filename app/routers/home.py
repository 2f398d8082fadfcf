"""`/home`: everything a phone shows first."""

from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from app import errors
from app.authz import Actor, Permission
from app.deps import CursorsDep, ReadSession, reader
from app.schemas.sync.home import Home, HomeQuery
from app.services.sync import home
from app.web import responses, routing
from app.web.problems import SIGNED_IN, problems

router = routing.router(tags=["home"])


@router.get("/home", response_model=Home, responses=problems(*SIGNED_IN, errors.BadCursor))
async def look(
    query: Annotated[HomeQuery, Query()],
    session: ReadSession,
    signed: CursorsDep,
    actor: Annotated[Actor, reader(Permission.READ_CASES)],
) -> Response:
    """首页 · My queues with counts, what is due next, unread notices, and whether a pull would bring anything."""
    return responses.json(await home.look(session, actor, query.cursor, signed))
