"""The result of each operation: applied, replayed, in conflict, rejected or deferred, and why."""

from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from app import clock, errors, refusals
from app.authz import Actor
from app.db.session import Database, Session
from app.errors import AppError
from app.models.case_part_rows import EventRow
from app.queries.cases import events
from app.queries.cases.scope import scope_of
from app.queries.sync import pull as queries
from app.schemas.sync.batches import Outcome
from app.schemas.sync.operation import Operation
from app.services.cases.facts import sight_on, who_followed
from app.services.reading import replays
from app.services.sync import idempotency
from app.services.sync.case_copy import case_copies
from app.services.sync.overtaken import is_overtaken
from app.workflow.actions import ACTION_LABELS, Action
from app.workflow.privacy import Sight
from app.workflow.transitions import ROWS_OF

Result = dict[str, Any]
_MOST_EVENTS = 50


class NotYet(errors.AppError):
    """An earlier operation on this case has not been done."""

    status_code, code, zh = 409, "operation-missing", "同一案卷的前一操作尚未完成"

    def __init__(self, waits_for: UUID) -> None:
        """Names the operation that has to come first."""
        super().__init__()
        self.waits_for = waits_for


#: The case has moved on: a person has to look at it.
_CONFLICTS = (errors.WrongState, errors.GuardRefused, errors.StaleVersion, errors.EvidenceMissing)
#: The same, where it was theirs to do before the case moved on.
_MAY_HAVE_BEEN = (errors.NotPermitted, errors.NotFound)
#: The same operation may pass later, as it is.
_LATER = (NotYet, errors.KeyInFlight, errors.Busy, errors.InternalError, errors.TooManyRequests)


def key_of(operation_id: UUID) -> str:
    """The key under which the receipt of an operation is kept, apart from those of single commands."""
    return f"{idempotency.OPERATION}{operation_id}"


def dump(result: Result) -> bytes:
    """A result as a receipt keeps it."""
    return orjson.dumps(result, default=str)


def applied(operation_id: UUID, case: dict[str, Any], next_base: int, candidates: list[dict[str, Any]]) -> Result:
    """Done, once; `next_base` is what follows builds on, `candidates` are open cases that a report may repeat."""
    return _result(operation_id, Outcome.APPLIED, case=case, next_base=next_base, candidates=candidates)


async def replayed(session: Session, actor: Actor, kept: bytes) -> Result:
    """Done before: what was answered then, as far as the actor is shown it today."""
    first: Result = {"next_base_version": None} | orjson.loads(kept)
    return await replays.of_operation(session, actor, first) | {"outcome": Outcome.REPLAYED}


def led_to(kept: bytes) -> tuple[str, int]:
    """The case of an operation and the version that what follows builds on, from its receipt."""
    result = orjson.loads(kept)
    case = result["case"]
    return case["id"], result.get("next_base_version") or case["version"]  # older receipts have the case alone


def waiting(operation_id: UUID, waits_for: UUID | None) -> Result:
    """Not looked at: an earlier operation of the batch on the same case was not applied; it may bear no id."""
    return _result(operation_id, Outcome.DEFERRED, waits_for=waits_for)


def rejected(operation_id: UUID | None, error: AppError, language: str) -> Result:
    """Never possible as it is."""
    return _result(operation_id, Outcome.REJECTED, problem=_problem(error, language))


async def refused(
    database: Database,
    actor: Actor,
    operation: Operation,
    error: AppError,
    language: str,
    done_at: datetime | None = None,
) -> Result:
    """What a refusal means for the phone; a conflict shows the case as it is now and what happened meanwhile.

    `done_at` is when it was done, by our own clock, as far as the device lets us know.
    """
    problem = _problem(error, language)
    if isinstance(error, _LATER) or _on_its_way(error):
        waits_for = error.waits_for if isinstance(error, NotYet) else None
        return _result(operation.id, Outcome.DEFERRED, problem=problem, waits_for=waits_for)
    async with database.reading() as session:
        overtaken = await is_overtaken(session, actor, operation, error, done_at)
    if not overtaken and not isinstance(error, (*_CONFLICTS, *_MAY_HAVE_BEEN)):
        return _result(operation.id, Outcome.REJECTED, problem=problem)
    case, since = await _meanwhile(database, actor, operation)
    if not overtaken and isinstance(error, _MAY_HAVE_BEEN) and not _may_have_been(actor, operation, case, since):
        return _result(operation.id, Outcome.REJECTED, problem=problem)
    if isinstance(error, errors.NotPermitted) and not overtaken:  # their post may; it is the case that has moved on
        problem = _problem(errors.StaleVersion(version=case["version"] if case else None), language)
    return _result(operation.id, Outcome.CONFLICT, case=case, problem=problem, since=since)


def _may_have_been(
    actor: Actor, operation: Operation, case: dict[str, Any] | None, since: list[dict[str, Any]]
) -> bool:
    """Whether it could be done when it was: a post of theirs may, they knew the case, and it has moved on since then.

    Of a case that is out of sight nobody learns whether it is there: who says that they knew it is believed.
    """
    may = any(row.permission is not None and actor.may(row.permission) for row in ROWS_OF[operation.kind])
    return may and operation.base_version is not None and (case is None or bool(since))


def _on_its_way(error: AppError) -> bool:
    """Whether a photo that is missing has been declared: nothing else would ever bring one without the person."""
    missing, pending = error.extensions.get("photos", ()), error.extensions.get("photos_pending", ())
    return isinstance(error, errors.EvidenceMissing) and not set(missing).isdisjoint(pending)


async def _meanwhile(
    database: Database, actor: Actor, operation: Operation
) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    scope = scope_of(actor)
    async with database.reading() as session:
        row = await session.first(queries.visible_among(scope.shape), case_ids=[operation.case_id], **scope.values)
        if row is None:
            return None, []
        after = max(operation.base_version or 0, row["version"] - _MOST_EVENTS)
        history = await session.all(events.EVENTS_OF, case_id=row["id"], after=after, count=_MOST_EVENTS)
        (copy,) = await case_copies(session, [row], actor, clock.now())
    sight = sight_on(actor, row, who_followed(history))
    return copy, [_event(event, sight) for event in history]


def _event(row: EventRow, sight: Sight) -> dict[str, Any]:
    zh, en = ACTION_LABELS[Action(row["action"])]
    view = {name: row[name] for name in ("seq", "action", "from_status", "to_status", "created_at")}
    return view | {"actor_name": sight.name(row["actor_id"], row["actor_name"]), "label_zh": zh, "label": en}


def _problem(error: AppError, language: str) -> dict[str, Any]:
    told = refusals.document(error, language)
    return {name: told[name] for name in ("code", "status", "title", "detail")} | {"errors": told.get("errors", [])}


def id_in(told: Any, name: str) -> UUID | None:
    """The id under a name in what is no operation, where it bears one."""
    try:
        return UUID(told[name])
    except (TypeError, KeyError, ValueError, AttributeError):
        return None


def _result(
    operation_id: UUID | None,
    outcome: Outcome,
    *,
    case: dict[str, Any] | None = None,
    next_base: int | None = None,
    problem: dict[str, Any] | None = None,
    since: list[dict[str, Any]] | None = None,
    waits_for: UUID | None = None,
    candidates: list[dict[str, Any]] | None = None,
) -> Result:
    return {
        "id": operation_id,
        "outcome": outcome,
        "case": case,
        "next_base_version": next_base,
        "problem": problem,
        "since": since or [],
        "waits_for": waits_for,
        "duplicate_candidates": candidates or [],
    }


async def receipts_of(session: Session, actor: Actor, ids: list[UUID]) -> dict[str, Any]:
    """The results of operations that were applied, and the ids of those that never were."""
    kept = await idempotency.found(session, actor.user_id, [key_of(id_) for id_ in ids])
    done = {id_: kept[key_of(id_)] for id_ in ids if key_of(id_) in kept}
    items = [await replayed(session, actor, body) for body in done.values()]
    return {"items": items, "unknown": [id_ for id_ in ids if id_ not in done]}
