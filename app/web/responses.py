"""Answers as finished bytes: views are plain dicts in the declared shapes, so nothing serialises them twice."""

from typing import Any
from uuid import UUID

import orjson
from fastapi import Request
from fastapi.responses import Response

Page = tuple[list[dict[str, Any]], str | None]
"""The items of a page, and the cursor of the next."""

NO_STORE = {"Cache-Control": "no-store"}


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


def page(request: Request, page: Page, fields: str | None = None, **more: Any) -> Response:
    """One page of a keyset list, with the address of the next in `Link`; of each item only `fields`, where given."""
    items, cursor = page
    if fields is not None:
        wanted = ["id", *(name for name in fields.split(",") if name != "id")]
        items = [{name: item[name] for name in wanted} for item in items]
    view = {"items": items, "next_cursor": cursor, **more}
    if cursor is None:
        return json(view)
    following = request.url.include_query_params(cursor=cursor)
    return json(view, headers={"Link": f'<{following.path}?{following.query}>; rel="next"'})
