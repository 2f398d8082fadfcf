"""`Idempotency-Key` on a write: given again, the first answer comes back and nothing is done twice.

It comes back as far as its user may still see it. Who may not is told that it was done, by a 204 without a body.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated, Any

import orjson
from fastapi import Header, Request
from fastapi.responses import Response
from pydantic import BaseModel

from app.authz import Actor
from app.crypto import canonical
from app.crypto.encryption import Encryption
from app.db.session import Session
from app.errors import BadRequest, Gone
from app.services.sync import idempotency
from app.services.sync.idempotency import OPERATION, Answer
from app.web import responses, shapes

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

#: Of the view that was answered what its user may see today; None: nothing of it.
Again = Callable[[dict[str, Any]], Awaitable[dict[str, Any] | None]]


async def as_it_was(view: dict[str, Any]) -> dict[str, Any]:
    """Of what somebody did themselves: they may hear again what they were told."""
    return view


async def nothing(view: dict[str, Any]) -> None:
    """Of an answer without a body."""


async def once(
    request: Request,
    session: Session,
    actor: Actor,
    key: str | None,
    act: Callable[[], Awaitable[Response]],
    *,
    told: BaseModel | None,
    again: Again,
    kept: Callable[[bytes], bytes] = bytes,
    encryption: Encryption | None = None,
) -> Response:
    """Answers with `act()`, or with what it answered when this key was first used, as far as that is `kept`.

    `told` is the body as it was read: another spelling of the same is the same request. `again` says what may still be
    seen of the answer. With `encryption` the database keeps the answer so: for one that bears a secret.

    Raises:
        Gone: the answer was encrypted under a signing key that is not known any more.
    """
    if key is None:
        return await act()
    if key.startswith(OPERATION):
        raise BadRequest(zh="幂等键不能以 operation: 开头", en="An Idempotency-Key cannot begin with operation:")
    method, path, body = request.method, request.url.path, await request.body()
    digest = canonical.meaning([idempotency.address(method, path), told])
    if len(body) > shapes.LARGE:
        await asyncio.sleep(0)  # that took a while
    before = await idempotency.claim(
        session, actor.user_id, key, digest, partial(idempotency.hashes_before, method, path, body)
    )
    if before is not None:
        return await _replayed(before, encryption, again)
    response = await act()
    answered = kept(bytes(response.body))
    answer = Answer(
        response.status_code, encryption.encrypt(answered) if encryption else answered, response.headers.get("etag")
    )
    await idempotency.keep(session, actor.user_id, key, answer)
    return response


async def _replayed(before: Answer, encryption: Encryption | None, again: Again) -> Response:
    headers = {"Idempotency-Replayed": "true"}
    body = _decrypted(before.body, encryption) if before.body else b""
    if body:
        view = orjson.loads(body)
        told = await again(view)
        if told is None:
            return Response(None, 204, headers)
        body = body if told == view else orjson.dumps(told)
    headers |= {"ETag": before.etag} if before.etag else {}
    headers |= responses.NO_STORE if encryption else {}
    return Response(body, before.status_code, headers, "application/json" if body else None)


def _decrypted(kept: bytes, encryption: Encryption | None) -> bytes:
    try:
        return encryption.decrypt(kept) if encryption else kept
    except ValueError:
        zh, en = "该答复已无法再次显示，请用新的幂等键", "This answer cannot be shown again; use a new key"
        raise Gone(zh=zh, en=en) from None
