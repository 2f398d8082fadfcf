"""The judgement: what an actor may do with a case now. The same functions enforce and explain."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from app.authz import Actor, Permission
from app.workflow.actions import Action
from app.workflow.condition import Condition
from app.workflow.facts import CaseFacts
from app.workflow.relations import Relation, holds
from app.workflow.states import Status
from app.workflow.transition import Transition
from app.workflow.transitions import FROM_STATUS, ROWS_OF


@dataclass(frozen=True, slots=True)
class WrongStatus:
    """No row leads out of this status by this action."""


@dataclass(frozen=True, slots=True)
class NotAllowed:
    """A row exists, but the actor lacks its permission or is not what its "who" names."""


@dataclass(frozen=True, slots=True)
class Unmet:
    """Everything fits but this condition."""

    condition: Condition


Judgement = Transition | WrongStatus | NotAllowed | Unmet


def permitted(row: Transition, actor: Actor, case: CaseFacts) -> bool:
    """Permission and relation of one row, both held by this actor for this case."""
    if row.permission not in actor.permissions:  # nor is none, of a row that no user may take
        return False
    return any(holds(relation, actor, case) for relation in row.who)


def unmet(row: Transition, case: CaseFacts, now: datetime, user_id: UUID | None) -> Condition | None:
    """The first condition of the row that does not hold, or bars the user; a link and the system have none."""
    for condition in row.conditions:
        if not condition.holds(case, now) or (user_id is not None and condition.bars(case, user_id)):
            return condition
    return None


def judge(action: Action, actor: Actor, case: CaseFacts, now: datetime) -> Judgement:
    """The row by which a member of staff may do this now, or why not: status, then permission, then conditions."""
    rows = [row for row in FROM_STATUS[case.status] if row.action is action]
    if not rows:
        return WrongStatus()
    mine = [row for row in rows if permitted(row, actor, case)]
    if not mine:
        return WrongStatus() if _had_a_time(action, actor, case) else NotAllowed()
    return _first_met(mine, case, now, actor.user_id)


def _had_a_time(action: Action, actor: Actor, case: CaseFacts) -> bool:
    """Whether the action is theirs at another stage of the case: then its stage forbids it, and not their post."""
    return any(permitted(row, actor, case) for row in ROWS_OF[action])


def in_place_of(row: Transition, actor: Actor, case: CaseFacts) -> UUID | None:
    """Whom the actor stands in for 代理 by taking this row; None: they take it as themselves.

    What a handler's unit does it does for the handler who is away.
    """
    if Relation.UNIT in row.who or Relation.HANDLER in row.who:
        return case.handler_id if case.handler_id in actor.stands_in_for else None
    held = ((Relation.VERIFIER, case.verifier_id), (Relation.CHECKER, case.checker_id))
    absent = next((who for tie, who in held if tie in row.who and who in actor.stands_in_for), None)
    if absent is None:
        return None
    alone = replace(actor, stands_in_for=frozenset())
    return None if any(holds(relation, alone, case) for relation in row.who) else absent


def is_with_another_centre(action: Action, actor: Actor, case: CaseFacts) -> bool:
    """Whether the action would be theirs at some stage, if no other centre had the case alone."""
    return case.centre_path is not None and _had_a_time(action, actor, replace(case, centre_path=None))


def judge_without_user(action: Action, who: Relation, case: CaseFacts, now: datetime) -> Judgement:
    """The same for the resident behind a link and for the system, who hold no post."""
    rows = [row for row in FROM_STATUS[case.status] if row.action is action and who in row.who]
    return _first_met(rows, case, now, None) if rows else WrongStatus()


def _first_met(rows: list[Transition], case: CaseFacts, now: datetime, user_id: UUID | None) -> Judgement:
    """The first row that fits; else what is lacking in the row that comes nearest to it."""
    failed: list[tuple[int, Condition]] = []
    for row in rows:
        condition = unmet(row, case, now, user_id)
        if condition is None:
            return row
        failed.append((row.conditions.index(condition), condition))
    return Unmet(max(failed, key=lambda found: found[0])[1])


def held_by(actor: Actor, case: CaseFacts) -> tuple[Relation, ...]:
    """What the actor is to the case, of all that the rows out of its status ask for; whatever the moment."""
    return tuple([relation for relation in _asked(case.status, actor.permissions) if holds(relation, actor, case)])


def allowed(
    actor: Actor, case: CaseFacts, now: datetime, held: tuple[Relation, ...] | None = None
) -> Iterator[Transition]:
    """The rows this actor may take now, each action once, in the order of the table.

    `held` is what `held_by` says of this very actor and this very case, where that is known.
    """
    held = held_by(actor, case) if held is None else held
    seen: set[Action] = set()
    for row in _permitted(case.status, actor.permissions, held):
        if row.action not in seen and unmet(row, case, now, actor.user_id) is None:
            seen.add(row.action)
            yield row


_KINDS = 5_000  # of what people are to cases: many rows ask for the same few relations


@lru_cache(maxsize=_KINDS)
def _asked(status: Status, permissions: frozenset[Permission]) -> tuple[Relation, ...]:
    """What people with these permissions may be to a case of this status, for a row of the table to be theirs."""
    rows = (row for row in FROM_STATUS[status] if row.permission in permissions)
    return tuple(dict.fromkeys(relation for row in rows for relation in row.who))


@lru_cache(maxsize=_KINDS)
def _permitted(
    status: Status, permissions: frozenset[Permission], held: tuple[Relation, ...]
) -> tuple[Transition, ...]:
    """The rows out of this status that are permitted to whoever has these permissions, and is this to the case."""
    rows = (row for row in FROM_STATUS[status] if row.permission in permissions)
    return tuple(row for row in rows if not set(held).isdisjoint(row.who))
