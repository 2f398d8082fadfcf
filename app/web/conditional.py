"""`ETag` and `304 Not Modified` (RFC 9110 §13) on every JSON answer to a GET of the API: the same is not sent twice.

The tag is a digest of the answer. Where the answer is a case it follows the version, `"7-5f3c…"`: what one may do can
change while the version does not. `If-Match` compares the version alone.
"""

import hashlib
import re

from fastapi import Request
from fastapi.responses import Response, StreamingResponse

from app.web.tags import has

_PLAIN_VERSION = re.compile(rb'"(\d+)"')
_DIGEST_CHARACTERS = 16
_JSON = (b"content-type", b"application/json")
_OF_A_BODY = (b"content-type", b"content-length")


def apply(request: Request, response: Response) -> None:
    """Gives an answer its tag, says who may keep it, and leaves its body away for whoever has it.

    What comes in several pieces and what is no JSON stays as it is.
    """
    headers = response.raw_headers
    if response.status_code != 200 or _JSON not in headers or isinstance(response, StreamingResponse):
        return
    tag = _tag(headers, response.body)
    if has(request.headers.get("if-none-match"), tag.removeprefix("W/")):
        response.status_code, response.body = 304, b""
        headers[:] = [field for field in headers if field[0] not in _OF_A_BODY]


def _tag(headers: list[tuple[bytes, bytes]], body: bytes | memoryview) -> str:
    """Writes the tag among the headers, and who may keep the answer."""
    digest = hashlib.sha256(body).hexdigest()[:_DIGEST_CHARACTERS]
    told = dict(headers)
    version = _PLAIN_VERSION.fullmatch(told.get(b"etag", b""))
    tag = f'"{version[1].decode()}-{digest}"' if version else f'W/"{digest}"'
    if version:
        headers.remove((b"etag", version[0]))
    headers.append((b"etag", tag.encode()))
    if b"cache-control" not in told:
        headers.append((b"cache-control", b"private, no-cache"))
    headers.append((b"vary", b"Authorization, Cookie, Accept-Language"))
    return tag
