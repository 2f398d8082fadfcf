"""Answers as finished bytes: views are plain dicts in the declared shapes, so nothing serialises them twice."""

from collections.abc import Sequence
from typing import Any

import orjson
from fastapi import Request
from fastapi.responses import Response

from app.db.rows import columns, in_json

Page = tuple[Sequence[dict[str, Any] | bytes], str | None]
"""The items of a page, those of many fields as finished JSON; and the cursor of the next."""

NO_STORE = {"Cache-Control": "no-store"}


def json(view: object, *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A JSON answer."""
    return Response(in_json(view), status, headers, "application/json")


def case(view: dict[str, Any], *, status: int = 200) -> Response:
    """A case with the ETag of its version."""
    return json(view, status=status, headers={"ETag": etag(view["version"])})


def etag(version: int) -> str:
    """The entity tag of a version."""
    return f'"{version}"'


def page(request: Request, page: Page, fields: str | None = None, **more: object) -> Response:
    """One page of a keyset list, with the address of the next in `Link`; of each item only `fields`, where given."""
    items, cursor = page
    if fields is not None:
        wanted = ["id", *(name for name in fields.split(",") if name != "id")]
        items = [columns(orjson.loads(item) if isinstance(item, bytes) else item, wanted) for item in items]
    told = [orjson.Fragment(item) if isinstance(item, bytes) else item for item in items]
    view = {"items": told, "next_cursor": cursor, **more}
    if cursor is None:
        return json(view)
    following = request.url.include_query_params(cursor=cursor)
    return json(view, headers={"Link": f'<{following.path}?{following.query}>; rel="next"'})
