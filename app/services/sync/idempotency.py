"""Idempotency 幂等: the same write under the same key is done once and answered alike, byte for byte."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

import orjson

from app import clock
from app.crypto import canonical
from app.db.session import Session
from app.errors import KeyInFlight, KeyReused
from app.queries.sync import idempotency as queries

#: What the keys of pushed operations begin with, and those of single requests do not.
OPERATION = "operation:"
_SHORTEST_ID = 32


@dataclass(frozen=True, slots=True)
class Answer:
    """What a write answered: the body as sent, its status and, for a case, its entity tag."""

    status_code: int
    body: bytes
    etag: str | None


Before = Callable[[], Iterable[str]]


def address(method: str, path: str) -> str:
    """To what a request goes; an id in it is an id, however it is written."""
    return f"{method} " + "/".join(_one_id(part) for part in path.split("/"))


def _one_id(part: str) -> str:
    try:
        return str(UUID(part)) if len(part) >= _SHORTEST_ID else part
    except ValueError:
        return part


def hashes_before(method: str, path: str, body: bytes) -> Iterator[str]:
    """How a request was told from others until 0.2: by its JSON, and until 0.1 by its bytes."""
    yield hashlib.sha256(b"\0".join([method.encode(), path.encode(), body])).hexdigest()
    with suppress(ValueError, TypeError, RecursionError):
        yield canonical.digest([method, path, orjson.loads(body or b"{}")])


def nothing_before() -> Iterable[str]:
    """Of what was never told otherwise."""
    return ()


async def claim(
    session: Session, user_id: UUID, key: str, digest: str, before: Before = nothing_before
) -> Answer | None:
    """None when the key is new and now held by this transaction; the first answer when it was used before.

    `before` gives the digests the same request had in earlier versions, whose receipts are still kept.

    Raises:
        KeyReused: the key was used for another request. KeyInFlight: that request has not been answered yet.
    """
    claimed = await session.first(
        queries.CLAIM, user_id=user_id, key=key, request_hash=digest, status_code=0, body="", created_at=clock.now()
    )
    if claimed is not None:
        return None
    kept = await session.first(queries.FIND, user=user_id, of_key=key)
    if kept is None:
        raise KeyInFlight()
    if kept["request_hash"] != digest and kept["request_hash"] not in before():
        raise KeyReused()
    return Answer(kept["status_code"], kept["body"].encode(), kept["etag"])


async def claim_new(session: Session, user_id: UUID, digests: Mapping[str, str]) -> bool:
    """Holds these keys by this transaction if each of them is new; else it may hold some, and is to be given up."""
    claimed = await session.all(
        queries.CLAIM_SEVERAL,
        user_id=user_id,
        keys=list(digests),
        hashes=list(digests.values()),
        created_at=clock.now(),
    )
    return len(claimed) == len(digests)


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


async def keep_all(session: Session, user_id: UUID, answers: Mapping[str, bytes]) -> None:
    """Remembers several answers to what was done."""
    bodies = [body.decode() for body in answers.values()]
    await session.run(queries.KEEP_SEVERAL, user=user_id, keys=list(answers), bodies=bodies)


async def found(session: Session, user_id: UUID, keys: Sequence[str]) -> dict[str, bytes]:
    """What was answered under some keys of the user, by key."""
    rows = await session.all(queries.FIND_SEVERAL, user=user_id, keys=list(keys))
    return {row["key"]: row["body"].encode() for row in rows}
