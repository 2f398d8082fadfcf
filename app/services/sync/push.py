"""A batch of a phone: each operation exactly once, in order on each case, whole or not at all.

A few go together in one transaction, which costs much less; where one of them cannot be done, none was, and each goes
by itself. So what is wrong with one takes no other with it. After one that was not applied, the rest of its case
waits: nothing is done out of order, and nothing that a person did is thrown away.
"""

import asyncio
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, cast
from uuid import UUID

from app import clock, refusals
from app.authz import Actor
from app.crypto import canonical
from app.crypto.marks import Mark
from app.db.session import Database, Session
from app.errors import AppError, KeyInFlight
from app.models.case_row import CaseRow
from app.queries.cases.case import locked_in_order
from app.queries.cases.scope import scope_of
from app.schemas.sync.batches import Outcome, Push
from app.schemas.sync.operation import Malformed, Operation, Unread
from app.services.flow import several
from app.services.intake import duplicates
from app.services.sync import basis, idempotency, results
from app.services.sync.case_copy import case_copies
from app.services.sync.commands import carry_out, read
from app.services.sync.results import Result
from app.workflow.actions import Action
from app.workflow.timing import device


@dataclass(slots=True)
class Batch:
    """What is known while a batch is worked through: who, when, and which operation each stopped case waits for."""

    database: Database
    actor: Actor
    language: str
    sent_at: datetime | None
    marks: Mark
    waiting: dict[UUID, UUID | None] = field(default_factory=dict)
    last_time: datetime | None = None


async def push(database: Database, actor: Actor, body: Push, language: str, marks: Mark) -> dict[str, Any]:
    """What became of each operation, in their order."""
    batch = Batch(database, actor, language, body.sent_at, marks)
    now = clock.now()
    read: list[Operation | Malformed] = []
    for each in cast(list[Unread], body.operations):  # to the document they are what each is read as
        read.append(each.read())
        await asyncio.sleep(0)
    told = await several.carried_out(read, partial(_together, batch), partial(_settle, batch))
    skew = None if body.sent_at is None else (body.sent_at - now).total_seconds()
    return {"server_time": now, "skew_seconds": skew, "results": told}


async def _together(batch: Batch, group: Sequence[Operation | Malformed]) -> list[Result] | None:
    """What became of them, done in one transaction; None where that cannot be, and nothing was done."""
    operations = [each for each in group if isinstance(each, Operation) and each.case_id not in batch.waiting]
    if len(operations) < max(len(group), 2):
        return None
    last_time, digests = batch.last_time, dict[str, str]()
    for operation in operations:
        digests[results.key_of(operation.id)] = _digest(operation)
        await asyncio.sleep(0)
    done = await several.all_or_none(batch.database, partial(_all_once, batch, operations, digests))
    if done is None:
        batch.last_time = last_time
    return done


async def _all_once(
    batch: Batch, operations: Sequence[Operation], digests: Mapping[str, str], session: Session
) -> list[Result]:
    await _lock_in_order(session, batch.actor, operations)
    if len(digests) < len(operations) or not await idempotency.claim_new(session, batch.actor.user_id, digests):
        raise KeyInFlight()  # or it was answered before, be it by one of these
    done: list[Result] = []
    answers: dict[str, bytes] = {}
    for operation in operations:
        done.append(await _done(session, batch, operation, answers))
        answers[results.key_of(operation.id)] = results.dump(done[-1])
        batch.last_time = operation.device_time or batch.last_time
    await idempotency.keep_all(session, batch.actor.user_id, answers)
    return done


async def _lock_in_order(session: Session, actor: Actor, operations: Sequence[Operation]) -> None:
    """Locks what they change before the first is done, where that is more than one case."""
    ids = {operation.case_id for operation in operations if operation.kind is not Action.REPORT}
    if len(ids) > 1:
        scope = scope_of(actor)
        await session.all(locked_in_order(scope.shape), case_ids=sorted(ids), **scope.values)


async def _settle(batch: Batch, operation: Operation | Malformed) -> Result:
    if isinstance(operation, Malformed):
        id_, case_id = results.id_in(operation.told, "id"), results.id_in(operation.told, "case_id")
        if case_id is not None:
            batch.waiting.setdefault(case_id, id_)
        return results.rejected(id_, refusals.invalid(operation.errors), batch.language)
    if operation.case_id in batch.waiting:
        return results.waiting(operation.id, batch.waiting[operation.case_id])
    result = await _one(batch, operation)
    if result["outcome"] not in (Outcome.APPLIED, Outcome.REPLAYED):
        batch.waiting[operation.case_id] = operation.id
    batch.last_time = operation.device_time or batch.last_time
    return result


async def _one(batch: Batch, operation: Operation) -> Result:
    done_at = device.judged(operation.device_time, None, batch.sent_at, clock.now()).earliest
    refused = partial(results.refused, batch.database, batch.actor, operation, language=batch.language, done_at=done_at)
    done = await several.by_itself(batch.database, partial(_once, batch, operation), operation.kind)
    return await refused(done) if isinstance(done, AppError) else done


async def _once(batch: Batch, operation: Operation, session: Session) -> Result:
    user_id, key = batch.actor.user_id, results.key_of(operation.id)
    before = await idempotency.claim(session, user_id, key, _digest(operation), partial(_digests_before, operation))
    if before is not None:
        return await results.replayed(session, batch.actor, before.body)
    result = await _done(session, batch, operation, {})
    await idempotency.keep(session, user_id, key, idempotency.Answer(200, results.dump(result), None))
    return result


async def _done(session: Session, batch: Batch, operation: Operation, before: Mapping[str, bytes]) -> Result:
    """Does it; `before` are the answers of this transaction that are not kept yet."""
    base = await basis.of(session, batch.actor.user_id, operation, before)
    now = clock.now()
    told = device.judged(operation.device_time, batch.last_time, batch.sent_at, now)
    case = await carry_out(session, batch.actor, operation, told, base, batch.marks)
    (copy,) = await case_copies(session, [case], batch.actor, now)
    return results.applied(
        operation.id,
        copy,
        await basis.passed_on(session, operation.kind, case, base),
        await _doubles(session, batch, operation, case),
    )


async def _doubles(session: Session, batch: Batch, operation: Operation, case: CaseRow) -> list[dict[str, Any]]:
    """What a report may repeat: the person may still follow that instead."""
    if operation.kind is not Action.REPORT:
        return []
    matter = duplicates.matter_of(case)
    return await duplicates.candidates(session, batch.actor, matter, clock.now(), besides=case["id"])


def _digest(operation: Operation) -> str:
    """What makes two operations the same: not the version it was based on, nor what it waited for."""
    return canonical.meaning([operation.kind, operation.case_id, operation.device_time, read(operation)])


def _digests_before(operation: Operation) -> Iterator[str]:
    """How that was told until 0.2, and until 0.1: a phone may send again what it sent before an upgrade."""
    told = operation.model_dump(include={"kind", "case_id", "body", "device_time"})
    yield canonical.digest(told)
    yield hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()
