"""Answers as finished bytes: views are plain dicts in the declared shapes, so nothing serialises them twice."""

import re
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
from fastapi import Request
from fastapi.responses import FileResponse, Response

from app.errors import RangeNotSatisfiable

_RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")


def json(view: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A JSON answer."""
    return Response(orjson.dumps(view, default=_plain), status, headers, "application/json")


def _plain(value: object) -> str:
    """A UUID of asyncpg's own class, which orjson does not know."""
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value)} has no place in an answer")


def case(view: dict[str, Any], *, status: int = 200) -> Response:
    """A case with the ETag of its version."""
    return json(view, status=status, headers={"ETag": etag(view["version"])})


def etag(version: int) -> str:
    """The entity tag of a version."""
    return f'"{version}"'


def page(request: Request, page: tuple[list[dict[str, Any]], str | None], **more: Any) -> Response:
    """One page of a keyset list, with the address of the next in `Link`."""
    items, cursor = page
    view = {"items": items, "next_cursor": cursor, **more}
    if cursor is None:
        return json(view)
    following = request.url.include_query_params(cursor=cursor)
    return json(view, headers={"Link": f'<{following.path}?{following.query}>; rel="next"'})


def file(request: Request, path: Path, media_type: str) -> Response:
    """The bytes of a file, or the one range of them that is asked for.

    Raises:
        RangeNotSatisfiable: the file does not reach that far.
    """
    if not _is_range(request.headers.get("range", ""), path.stat().st_size):
        request.scope["headers"] = [each for each in request.scope["headers"] if each[0] != b"range"]
    headers = {"Cache-Control": "private, max-age=3600", "X-Content-Type-Options": "nosniff"}
    return FileResponse(path, media_type=media_type, headers=headers)


def _is_range(told: str, size: int) -> bool:
    """Whether this is one range of bytes; whatever else a `Range` says is ignored, as RFC 9110 has it."""
    found = _RANGE.fullmatch(told)
    if found is None:
        return False
    first, last = (int(group) if group else None for group in found.groups())
    if (first is not None and first >= size) or (first is None and last == 0):
        raise RangeNotSatisfiable(headers={"Content-Range": f"bytes */{size}"})
    return last is not None if first is None else last is None or first <= last
