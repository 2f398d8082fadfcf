"""`Idempotency-Key` on a write: given again, the first answer comes back and nothing is done twice."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Header, Request
from fastapi.responses import Response

from app.authz import Actor
from app.db.session import Session
from app.services import receipts
from app.services.receipts import Answer

Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=100,
        pattern=r"^[\x21-\x7e]+$",
        description="Made by the client for each write; sending it again gives the first answer again",
    ),
]


async def once(
    request: Request, session: Session, actor: Actor, key: str | None, act: Callable[[], Awaitable[Response]]
) -> Response:
    """Answers with `act()`, or with what it answered when this key was first used."""
    if key is None:
        return await act()
    digest = receipts.request_hash(request.method, request.url.path, await request.body())
    before = await receipts.claim(session, actor.user_id, key, digest)
    if before is not None:
        headers = {"Idempotency-Replayed": "true"} | ({"ETag": before.etag} if before.etag else {})
        return Response(before.body, before.status_code, headers, "application/json")
    response = await act()
    answer = Answer(response.status_code, bytes(response.body), response.headers.get("etag"))
    await receipts.keep(session, actor.user_id, key, answer)
    return response
