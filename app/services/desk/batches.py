"""Batches 批量: one action on many cases in one request, each with the same meaning as alone.

Cases are taken in the order of their ids, so that two batches never wait for each other. Who asks is read anew in each
transaction: whoever loses their post in the middle is refused the rest, and what was done is done. With a key each case
has a receipt of its own beside that of the whole: sent again, what was done is told again and the rest is tried.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypedDict
from uuid import UUID

import orjson

from app import errors
from app.authz import Actor, Bearer
from app.crypto import canonical
from app.db.session import Database, Session
from app.errors import AppError, BadRequest, KeyInFlight
from app.schemas.desk.batches import BatchOutcome
from app.schemas.flow.command import Command
from app.services.cases import other_cases
from app.services.desk import next_case
from app.services.desk.rows import View
from app.services.flow import several
from app.services.flow.transitions import perform
from app.services.identity.actors import authenticate
from app.services.sync import idempotency
from app.services.sync.idempotency import OPERATION, Answer
from app.workflow.actions import Action

#: What may be done to many at once: decisions that a desk or a unit takes case by case, and takes alike.
BATCHED = (Action.FILE, Action.DISPATCH, Action.SIGN, Action.REQUEST_CHECK, Action.CLOSE, Action.TRANSFER)
_LATER = (errors.KeyInFlight, errors.Busy, errors.InternalError, errors.TooManyRequests)


class _Kept(TypedDict):
    """Of a kept result: what may be told again."""

    version: int
    status: str


Result = dict[str, object]


@dataclass(frozen=True, slots=True)
class Item:
    """One case of a batch, as it was seen, with what is said of it."""

    case_id: UUID
    version: int
    command: Command


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch and whose it is; `key` is that of the request, `digest` what makes it the same batch."""

    database: Database
    bearer: Bearer
    language: str
    action: Action
    key: str | None
    digest: str

    def receipt_of(self, item: Item) -> tuple[str, str]:
        """The key of the receipt of one case, and what makes it the same."""
        named = hashlib.sha256(f"{self.key} {item.case_id}".encode()).hexdigest()
        said = canonical.meaning([self.action, item.case_id, item.version, item.command])
        return f"{OPERATION}batch:{named}", said

    async def actor(self, session: Session) -> Actor:
        """Whose it is, as of this transaction."""
        return await authenticate(session, self.bearer, self.language, afresh=True)


async def carry_out(batch: Batch, items: Sequence[Item]) -> list[Result]:
    """What became of each, in their order.

    Raises:
        KeyReused: the key was used for another request. KeyInFlight: it is being used at this moment.
        NotAuthenticated: nothing was done.
    """
    await _claim_whole(batch)
    ordered = sorted(items, key=lambda item: item.case_id)
    told = await several.carried_out(ordered, partial(_together, batch), partial(_alone, batch))
    result_of = {item.case_id: result for item, result in zip(ordered, told, strict=True)}
    return [result_of[item.case_id] for item in items]


async def after(batch: Batch, queue: str, besides: Collection[UUID]) -> View | None:
    """The first case of a queue that is none of these; nothing, where it is theirs no longer: what was done is told."""
    found = await several.by_itself(batch.database, partial(_first, batch, queue, besides), batch.action)
    return None if isinstance(found, AppError) else found


async def _first(batch: Batch, queue: str, besides: Collection[UUID], session: Session) -> View | None:
    actor = await batch.actor(session)
    return await (await next_case.beginning(session, actor, queue)).case(session, actor, besides)


async def _claim_whole(batch: Batch) -> None:
    if batch.key is None:
        return
    if batch.key.startswith(OPERATION):
        raise BadRequest(zh="幂等键不能以 operation: 开头", en="An Idempotency-Key cannot begin with operation:")
    async with batch.database.writing() as session:
        user_id = (await batch.actor(session)).user_id
        if await idempotency.claim(session, user_id, batch.key, batch.digest) is None:
            await idempotency.keep(session, user_id, batch.key, Answer(200, b"{}", None))


async def _together(batch: Batch, group: Sequence[Item]) -> list[Result] | None:
    if len(group) == 1:
        return None
    return await several.all_or_none(batch.database, partial(_all_once, batch, group))


async def _all_once(batch: Batch, group: Sequence[Item], session: Session) -> list[Result]:
    actor = await batch.actor(session)
    receipts = dict(batch.receipt_of(item) for item in group) if batch.key is not None else {}
    if receipts and not await idempotency.claim_new(session, actor.user_id, receipts):
        raise KeyInFlight()  # or it was done before
    done = [await _done(session, actor, batch, item) for item in group]
    if receipts:
        answers = {name: orjson.dumps(result, default=str) for name, result in zip(receipts, done, strict=True)}
        await idempotency.keep_all(session, actor.user_id, answers)
    return done


async def _alone(batch: Batch, item: Item) -> Result:
    done = await several.by_itself(batch.database, partial(_once, batch, item), batch.action)
    return _refused(item, done) if isinstance(done, AppError) else done


async def _once(batch: Batch, item: Item, session: Session) -> Result:
    actor = await batch.actor(session)
    if batch.key is None:
        return await _done(session, actor, batch, item)
    name, digest = batch.receipt_of(item)
    before = await idempotency.claim(session, actor.user_id, name, digest)
    if before is not None:
        kept: _Kept = orjson.loads(before.body)
        return await _replayed(session, actor, item, kept)
    result = await _done(session, actor, batch, item)
    await idempotency.keep(session, actor.user_id, name, Answer(200, orjson.dumps(result, default=str), None))
    return result


async def _done(session: Session, actor: Actor, batch: Batch, item: Item) -> Result:
    versions = frozenset({item.version})
    case = await perform(session, actor, item.case_id, batch.action, item.command, if_versions=versions)
    return _result(item, BatchOutcome.DONE, version=case["version"], status=case["status"])


async def _replayed(session: Session, actor: Actor, item: Item, kept: _Kept) -> Result:
    """What was told then; of a case that is out of their sight by now only that it was done."""
    if item.case_id not in await other_cases.in_sight(session, actor, [item.case_id]):
        return _result(item, BatchOutcome.REPLAYED)
    return _result(item, BatchOutcome.REPLAYED, version=kept["version"], status=kept["status"])


def _refused(item: Item, error: AppError) -> Result:
    outcome = BatchOutcome.LATER if isinstance(error, _LATER) else BatchOutcome.REFUSED
    now = error.extensions
    problem = {
        "code": error.code,
        "status": error.status_code,
        "detail_zh": error.detail("zh"),
        "detail": error.detail("en"),
        "errors": now.get("errors", []),
    }
    return _result(item, outcome, version=now.get("version"), status=now.get("status_now"), problem=problem)


def _result(
    item: Item,
    outcome: BatchOutcome,
    *,
    version: int | None = None,
    status: str | None = None,
    problem: View | None = None,
) -> Result:
    said = {"version": version, "status": status, "problem": problem}
    return {"id": item.case_id, "outcome": outcome.value, **said}
