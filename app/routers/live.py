"""`/events`: hints for who keeps a screen open."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Header, Query, Request
from fastapi.responses import Response

from app import errors
from app.authz import Actor, Permission
from app.bearing import BearerDep, UntilDep
from app.deps import LiveDep, ReadSession, reader
from app.services.live import hints
from app.services.live.broadcast import Place
from app.services.live.joining import join
from app.web import events, routing
from app.web.problems import SIGNED_IN, Responses, problems

_MOST_DIGITS = 18
router = routing.router(tags=["live"])


async def _place(request: Request, bearer: BearerDep, live: LiveDep) -> AsyncIterator[Place]:
    """Before anything is asked of the database: room for the stream, which is given back whatever happens."""
    events.require_accepted(request)
    with live.place(bearer.user_id) as place:
        yield place


async def _since(
    last_event_id: Annotated[
        str | None,
        Header(
            description="The id of the last event heard: go on after it", max_length=_MOST_DIGITS, pattern="^[0-9]*$"
        ),
    ] = None,
    since: Annotated[
        int | None,
        Query(description="The same, for who cannot set the header, which counts before it", ge=0, lt=10**_MOST_DIGITS),
    ] = None,
) -> int | None:
    """After which number somebody goes on: the header of who comes back is newer than the address they began with."""
    return int(last_event_id) if last_event_id else since


_STREAM: Responses = {200: {"content": {events.MEDIA_TYPE: {"schema": {"type": "string"}, "example": hints.EXAMPLE}}}}


@router.get(
    "/events",
    response_class=Response,
    responses=problems(*SIGNED_IN, events.NotAcceptable, errors.TooManyRequests) | _STREAM,
)
async def listen(
    place: Annotated[Place, Depends(_place, scope="function")],
    session: ReadSession,
    actor: Annotated[Actor, reader(Permission.READ_CASES)],
    bearer: BearerDep,
    until: UntilDep,
    live: LiveDep,
    since: Annotated[int | None, Depends(_since)],
) -> events.EventStream:
    """实时提示 · A stream of hints what has changed in what I may see, and in which of my queues; never what."""
    first = await join(session, live, place, bearer, until, actor, since)
    return events.EventStream(live, place, first)
