"""A large answer goes on in pieces 分段: whoever compresses it lets others have their turn after each.

Compressing two megabytes at once would hold the event loop for a tenth of a second.
"""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_PIECE = 64 * 1024


class Pieces:
    """ASGI middleware inside the compression."""

    def __init__(self, app: ASGIApp) -> None:
        """Takes the application whose answers are divided."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def divided(message: Message) -> None:
            body = message.get("body", b"")
            if message["type"] != "http.response.body" or len(body) <= 2 * _PIECE:
                await send(message)
                return
            for start in range(0, len(body), _PIECE):
                more = start + _PIECE < len(body) or message.get("more_body", False)
                await send({**message, "body": body[start : start + _PIECE], "more_body": more})
                await asyncio.sleep(0)

        await self.app(scope, receive, divided)
