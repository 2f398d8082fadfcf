"""A stream of events (`text/event-stream` of the HTML standard): hints as they come, a heartbeat where none come.

Nothing of the request is held meanwhile but its place among the listeners: its transaction has ended before.
"""

import asyncio
from contextlib import suppress

from fastapi import Request
from fastapi.responses import Response
from starlette.types import Receive, Scope, Send

from app import clock
from app.errors import AppError
from app.services.live import hints
from app.services.live.broadcast import Broadcast, Place
from app.services.live.hints import Why

MEDIA_TYPE = "text/event-stream"
BEAT_EVERY = 10.0  # seconds without an event
_TAKEN = {MEDIA_TYPE, "text/*", "*/*"}
#: Neither kept, nor changed, nor gathered on its way.
_HEADERS = {"Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no"}


class NotAcceptable(AppError):
    """This address answers in one kind of content alone, which your Accept header leaves out."""

    status_code, code, zh = 406, "not-acceptable", "该地址仅以一种内容类型应答，而请求的 Accept 不接受它"


def require_accepted(request: Request) -> None:
    """Asks whether the caller takes a stream of events.

    Raises:
        NotAcceptable: they name other kinds of content alone.
    """
    named = [each.split(";")[0].strip().lower() for each in request.headers.get("accept", "*/*").split(",")]
    if _TAKEN.isdisjoint(named):
        raise NotAcceptable(zh=f"该地址仅以 {MEDIA_TYPE} 应答", en=f"This address answers in {MEDIA_TYPE} alone")


class EventStream(Response):
    """The answer of one who listens at a place that is kept for it."""

    media_type = MEDIA_TYPE

    def __init__(self, live: Broadcast, place: Place, first: bytes) -> None:
        """Takes where the listener is, and what is sent first."""
        if place.listener is None:
            raise ValueError("nobody listens there")
        self.status_code, self.background = 200, None
        self._live, self._place, self._listener, self._first = live, place, place.listener, first
        self.init_headers(_HEADERS)
        self.body = b""  # and no length, for which it would stand above
        place.kept = True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends until the client is gone, or the listener is ended."""
        listener = self._listener
        gone = asyncio.ensure_future(_left(receive))
        gone.add_done_callback(lambda _: listener.wake())
        try:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            await _say(send, self._first)
            while not gone.done() and listener.ended is None:
                if clock.now() >= listener.expires:
                    self._live.end(listener, Why.EXPIRED)
                elif waiting := listener.take():
                    await _say(send, waiting)
                elif not await listener.wait(BEAT_EVERY):
                    await _say(send, hints.HEARTBEAT)
            if listener.ended is not None and not gone.done():
                await _say(send, hints.ending(listener.ended, self._live.number))
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            self._place.leave()
            gone.cancel()
            with suppress(asyncio.CancelledError):
                await gone


async def _say(send: Send, words: bytes) -> None:
    """Sends it; waits while so much is unread that the connection takes no more."""
    await send({"type": "http.response.body", "body": words, "more_body": True})


async def _left(receive: Receive) -> None:
    """Ends when the client is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
