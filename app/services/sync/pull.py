"""Everything that changed in what a user may see, since their cursor: nothing skipped, nothing repeated for ever.

First, and when posts are added, open cases are swept in the order of their ids; then the numbered stream is followed
from where it stood when the sweep began. What a scope key found and the user no longer sees has left their scope.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app import clock
from app.authz import Actor
from app.crypto.signed import Signed
from app.db.session import Session
from app.models.case_row import KnownCase, present
from app.queries.cases.scope import scope_of
from app.queries.sync import changes as change_queries
from app.queries.sync import pull as queries
from app.queries.sync.changes import Look
from app.services.cases import scope_keys
from app.services.sync import position as positions
from app.services.sync import reference
from app.services.sync.case_copy import case_copies
from app.services.sync.position import Position, Sweep
from app.workflow.privacy import PrivacyTier

_ENDED_FOR = timedelta(days=30)
_ENDED_MOST = 200
_FIRST_ID = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Step:
    """What one pull found: ids to tell of, where the phone stands afterwards, and whether more is waiting.

    Of those that are `unspoken` nothing is said to who does not see them, not even that they left.
    """

    phase: str
    case_ids: list[UUID]
    then: Position
    more: bool
    unspoken: frozenset[UUID] = frozenset()


async def pull(session: Session, actor: Actor, cursor: str | None, limit: int, signed: Signed) -> dict[str, Any]:
    """One page.

    Raises:
        BadCursor: it is not ours, or another user's: start again without one.
    """
    now = clock.now()
    keys = scope_keys.of_actor(actor)
    known = positions.read(cursor, actor.user_id, signed) if cursor is not None else None
    look = await session.one(change_queries.LOOK, keys=list(keys), after=known.number if known else 0, count=limit)
    anew = known is None or _must_start_again(known, keys, look)
    start = _anew(actor, known, keys, look) if known is None or anew else _on(known, keys)
    moved = look["number"] > start.number
    if start.sweep:
        step = await _sweep(session, start, start.sweep, limit, now, moved=moved)
    else:
        step = _follow(start, look, limit)
    seen = await _seen(session, actor, step.case_ids)
    versions = reference.versions(actor, look["versions"] or {})
    has = known.versions if known else {}
    fresh = {name: version for name, version in versions.items() if has.get(name) != version}
    return {
        "server_time": now,
        "phase": step.phase,
        "reset": anew,
        "cases": await case_copies(session, seen.values(), actor, now),
        "left": [case_id for case_id in step.case_ids if case_id not in seen and case_id not in step.unspoken],
        "reference": await reference.load(session, actor, fresh),
        "cursor": positions.write(replace(step.then, versions=versions), signed),
        "more": step.more,
    }


def has_news(actor: Actor, known: Position, keys: tuple[str, ...], look: Look) -> bool:
    """Whether a pull from where a phone stands would bring anything; `look` is one under its keys."""
    if known.sweep is not None or known.keys != keys or _must_start_again(known, keys, look):
        return True
    return look["found"] > 0 or reference.versions(actor, look["versions"] or {}) != known.versions


def _must_start_again(known: Position, keys: tuple[str, ...], look: Look) -> bool:
    """Whether what the phone knows cannot be carried on.

    Cases changed without the stream, the stream was forgotten or is another one, or a key is followed no longer: what
    the phone holds under that one may have ended or moved since, and nobody would tell it.
    """
    reachable = look["forgotten"] <= known.number <= look["number"]
    return known.epoch != look["epoch"] or not reachable or not set(known.keys) <= set(keys)


def _anew(actor: Actor, known: Position | None, keys: tuple[str, ...], look: Look) -> Position:
    """From the beginning; what lies under keys that are followed no longer is named as gone."""
    sweep = Sweep(tuple(sorted({*keys, *(known.keys if known else ())})))
    return Position(str(actor.user_id), keys, look["number"], look["epoch"], {}, sweep)


def _on(known: Position, keys: tuple[str, ...]) -> Position:
    """Further; over the keys that came first."""
    if known.keys == keys:
        return known
    new = set(keys) - set(known.keys)
    unfinished = set(known.sweep.keys) if known.sweep else set()
    return replace(known, keys=keys, sweep=Sweep(tuple(sorted(new | unfinished))))


async def _sweep(session: Session, start: Position, sweep: Sweep, limit: int, now: datetime, *, moved: bool) -> Step:
    scope = scope_keys.scope_of(sweep.keys)
    after = UUID(sweep.after) if sweep.after else _FIRST_ID
    rows = await session.all(queries.open_ids(scope.shape), after=after, count=limit + 1, **scope.values)
    found = [row["id"] for row in rows[:limit]]
    confidential = frozenset(row["id"] for row in rows if row["privacy_tier"] == PrivacyTier.CONFIDENTIAL)
    more = len(rows) > limit
    then = replace(start, sweep=replace(sweep, after=str(found[-1])) if more else None)
    whole = set(sweep.keys) >= set(start.keys)
    if sweep.after is None and whole:
        since = now - _ENDED_FOR
        ended = await session.all(queries.ENDED_REPORTS, user_id=UUID(start.user), since=since, count=_ENDED_MOST)
        found += [row["id"] for row in ended]
    # The changes since the sweep began are still to come, where there are any. A key that is followed no longer finds
    # confidential cases younger than that too; those the phone holds go by `reset`.
    return Step("snapshot" if whole else "scope", found, then, more or moved, confidential)


def _follow(start: Position, look: Look, limit: int) -> Step:
    more = look["found"] >= limit
    then = replace(start, number=present(look["last"]) if more else look["number"])
    return Step("changes", look["case_ids"] or [], then, more)


async def _seen(session: Session, actor: Actor, case_ids: Iterable[UUID]) -> dict[UUID, KnownCase]:
    """Those of the cases the actor sees, in their order."""
    wanted = list(case_ids)
    if not wanted:
        return {}
    scope = scope_of(actor)
    rows = await session.all(queries.visible_among(scope.shape), case_ids=wanted, **scope.values)
    return {row["id"]: row for row in rows}
