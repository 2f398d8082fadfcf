"""`ETag` and `304 Not Modified` (RFC 9110 §13) on every JSON answer to a GET of the API: the same is not sent twice.

The tag is a digest of the answer. Where the answer is a case it follows the version, `"7-5f3c…"`: what one may do can
change while the version does not. `If-Match` compares the version alone.
"""

import hashlib
import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.tags import has

_PLAIN_VERSION = re.compile(r'"(\d+)"')
_DIGEST_BYTES = 8


class Conditional:
    """The middleware; it leaves alone what comes in several pieces, what is no JSON and what is not a GET."""

    def __init__(self, app: ASGIApp, under: str) -> None:
        """Takes the application and the address below which answers are tagged."""
        self.app, self.under = app, under

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(self.under):
            await self.app(scope, receive, send)
            return
        known = Headers(scope=scope).get("if-none-match")
        held: Message | None = None

        async def tagged(message: Message) -> None:
            nonlocal held
            if message["type"] == "http.response.start" and _is_taggable(message):
                held = message
                return
            start, held = held, None
            if start is None:
                await send(message)
                return
            whole = not message.get("more_body", False)
            if whole and has(known, _tag(start, message.get("body", b""))):
                start["status"], message = 304, {**message, "body": b""}
                headers = MutableHeaders(raw=start["headers"])
                del headers["content-length"], headers["content-type"]
            await send(start)
            await send(message)

        await self.app(scope, receive, tagged)


def _is_taggable(start: Message) -> bool:
    return start["status"] == 200 and Headers(raw=start["headers"]).get("content-type", "") == "application/json"


def _tag(start: Message, body: bytes) -> str:
    """Gives the answer its tag and says who may keep it; the opaque part of the tag."""
    headers = MutableHeaders(raw=start["headers"])
    digest = hashlib.blake2b(body, digest_size=_DIGEST_BYTES).hexdigest()
    version = _PLAIN_VERSION.fullmatch(headers.get("etag", ""))
    tag = f'"{version[1]}-{digest}"' if version else f'W/"{digest}"'
    headers["etag"] = tag
    headers.setdefault("cache-control", "private, no-cache")
    headers.add_vary_header("Authorization, Accept-Language")
    return tag.removeprefix("W/")
