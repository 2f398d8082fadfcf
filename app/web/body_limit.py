"""No body is taken beyond a size: refused unread where its length is declared, else where it passes the limit.

Photos may be larger than anything that is read whole: what a body says it is decides which limit holds.
"""

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import TooLarge
from app.web.problems import render

_OF_PHOTOS = ("multipart/form-data", "application/offset+octet-stream")


class BodyLimit:
    """ASGI middleware that answers a body of too many bytes with a problem document that names the limit."""

    def __init__(self, app: ASGIApp, limit: int, photo_limit: int) -> None:
        """Takes the application to guard."""
        self.app, self.limit, self.photo_limit = app, limit, photo_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102  (ASGI's own word)
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        limit = self.photo_limit if headers.get("content-type", "").lower().startswith(_OF_PHOTOS) else self.limit
        declared = headers.get("content-length", "")
        if declared.isdecimal() and int(declared[:20]) > limit:
            await self._refuse(scope, receive, send, limit)
            return
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit:
                raise TooLarge(limit=limit)
            return message

        async def said(message: Message) -> None:
            if taken <= limit:
                await send(message)
            elif message["type"] == "http.response.start":  # whatever was made of the body that was cut off
                await self._refuse(scope, receive, send, limit)

        await self.app(scope, counted, said)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, limit: int) -> None:
        await render(TooLarge(limit=limit), Request(scope))(scope, receive, send)
