"""No body is taken beyond a size: refused unread where its length is declared, else where it passes the limit."""

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import TooLarge
from app.problems import render


class BodyLimit:
    """ASGI middleware that answers a body of more than `limit` bytes with a problem document."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        """Takes the application to guard."""
        self.app, self.limit = app, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102  (ASGI's own word)
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = render(TooLarge(), Request(scope))
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdecimal() and int(declared[:20]) > self.limit:
            await refusal(scope, receive, send)
            return
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self.limit:
                raise TooLarge()
            return message

        async def said(message: Message) -> None:
            if taken <= self.limit:
                await send(message)
            elif message["type"] == "http.response.start":  # whatever was made of the body that was cut off
                await refusal(scope, receive, send)

        await self.app(scope, counted, said)
