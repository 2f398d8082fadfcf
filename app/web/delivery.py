"""How an answer leaves: compressed for who takes that, and a large one in pieces 分段.

Compressing two megabytes at once would hold the event loop for a tenth of a second; between two pieces others have
their turn. What is small leaves as it is.
"""

import asyncio

from fastapi.responses import Response, StreamingResponse
from starlette.types import Message, Receive, Scope, Send
from starlette_compress import CompressMiddleware

from app.web.assets import DOCUMENT, FILES

_PIECE = 64 * 1024
_SMALL = 500  # bytes: less does not pay
_ANSWER, _STARTED = "yikou.answer", "yikou.started"


async def send(response: Response, scope: Scope, receive: Receive, out: Send) -> None:
    """Sends an answer."""
    scope[_STARTED] = True
    small = not isinstance(response, StreamingResponse) and len(response.body) < _SMALL
    if small or scope["path"].startswith((FILES, DOCUMENT)):  # those lie ready, compressed where that pays
        await response(scope, receive, out)
        return
    scope[_ANSWER] = response
    await _compressing(scope, receive, out)


def has_started(scope: Scope) -> bool:
    """Whether the answer to a request is under way: there is no other any more."""
    return _STARTED in scope


async def _leave(scope: Scope, receive: Receive, out: Send) -> None:
    """Sends the answer at hand, a large one in pieces."""
    response: Response = scope[_ANSWER]
    if not isinstance(response, StreamingResponse) and len(response.body) <= 2 * _PIECE:
        await response(scope, receive, out)
        return

    async def divided(message: Message) -> None:
        body = message.get("body", b"")
        if len(body) <= 2 * _PIECE:
            await out(message)
            return
        for start in range(0, len(body), _PIECE):
            more = start + _PIECE < len(body) or message.get("more_body", False)
            await out({**message, "body": body[start : start + _PIECE], "more_body": more})
            await asyncio.sleep(0)

    await response(scope, receive, divided)


_compressing = CompressMiddleware(_leave, minimum_size=_SMALL)
