"""`Idempotency-Key` on a write: given again, the first answer comes back and nothing is done twice."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Header, Request
from fastapi.responses import Response

from app.authz import Actor
from app.db.session import Session
from app.errors import BadRequest, Gone
from app.sealing import Safe
from app.services.sync import receipts
from app.services.sync.receipts import OPERATION, Answer
from app.web import responses

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
    request: Request,
    session: Session,
    actor: Actor,
    key: str | None,
    act: Callable[[], Awaitable[Response]],
    *,
    kept: Callable[[bytes], bytes] = bytes,
    safe: Safe | None = None,
) -> Response:
    """Answers with `act()`, or with what it answered when this key was first used, as far as that is `kept`.

    With a `safe` the database keeps the answer locked: for one that bears a secret.

    Raises:
        Gone: the answer was locked under another signing key than today's.
    """
    if key is None:
        return await act()
    if key.startswith(OPERATION):
        raise BadRequest(zh="幂等键不能以 operation: 开头", en="An Idempotency-Key cannot begin with operation:")
    digest = receipts.request_hash(request.method, request.url.path, await request.body())
    before = await receipts.claim(session, actor.user_id, key, digest)
    if before is not None:
        return _again(before, safe)
    response = await act()
    body = kept(bytes(response.body))
    answer = Answer(response.status_code, safe.lock(body) if safe else body, response.headers.get("etag"))
    await receipts.keep(session, actor.user_id, key, answer)
    return response


def _again(before: Answer, safe: Safe | None) -> Response:
    headers = {"Idempotency-Replayed": "true"} | ({"ETag": before.etag} if before.etag else {})
    if safe is None:
        return Response(before.body, before.status_code, headers, "application/json")
    try:
        body = safe.unlock(before.body)
    except ValueError:
        zh, en = "该答复已无法再次显示，请用新的幂等键", "This answer cannot be shown again; use a new key"
        raise Gone(zh=zh, en=en) from None
    return Response(body, before.status_code, headers | responses.NO_STORE, "application/json")
