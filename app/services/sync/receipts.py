"""Idempotency 幂等: the same write under the same key is done once and answered alike, byte for byte."""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import orjson

from app import canonical, clock
from app.db.session import Session
from app.errors import KeyInFlight, KeyReused
from app.queries import receipts as queries

#: What the keys of pushed operations begin with, and those of single requests do not.
OPERATION = "operation:"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a write answered: the body as sent, its status and, for a case, its entity tag."""

    status_code: int
    body: bytes
    etag: str | None


async def request_hashes(method: str, path: str, body: bytes) -> tuple[str, str]:
    """What makes two requests the same request, however the JSON is spelled; then by the bytes, as it was until 0.1.

    A large body takes a while in each step, and between them others have their turn.
    """
    as_sent = hashlib.sha256(b"\0".join([method.encode(), path.encode(), body])).hexdigest()
    await asyncio.sleep(0)
    try:
        told = orjson.loads(body or b"{}")
        await asyncio.sleep(0)
        return canonical.digest([method, path, told]), as_sent
    except (ValueError, TypeError, RecursionError):  # no JSON, or none that can be spelled otherwise
        return as_sent, as_sent


async def claim(session: Session, user_id: UUID, key: str, *digests: str) -> Answer | None:
    """None when the key is new and now held by this transaction; the first answer when it was used before.

    The first digest of the request is kept; under any of them it is known again.

    Raises:
        KeyReused: the key was used for another request. KeyInFlight: that request has not been answered yet.
    """
    claimed = await session.first(
        queries.CLAIM, user_id=user_id, key=key, request_hash=digests[0], status_code=0, body="", created_at=clock.now()
    )
    if claimed is not None:
        return None
    kept = await session.first(queries.FIND, user=user_id, of_key=key)
    if kept is None:
        raise KeyInFlight()
    if kept["request_hash"] not in digests:
        raise KeyReused()
    return Answer(kept["status_code"], kept["body"].encode(), kept["etag"])


async def keep(session: Session, user_id: UUID, key: str, answer: Answer) -> None:
    """Remembers the answer, in the transaction of the write itself."""
    await session.run(
        queries.KEEP,
        user=user_id,
        of_key=key,
        status=answer.status_code,
        answer=answer.body.decode(),
        tag=answer.etag,
    )


async def found(session: Session, user_id: UUID, keys: Sequence[str]) -> dict[str, bytes]:
    """What was answered under some keys of the user, by key."""
    rows = await session.all(queries.FIND_SEVERAL, user=user_id, keys=list(keys))
    return {row["key"]: row["body"].encode() for row in rows}
