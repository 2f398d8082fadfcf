"""What somebody follows: the scope keys of all they may see, and under which of them a change touches which queue.

The keys are those of `GET /sync/pull`. What a queue asks of a case is read from its own filters, so that a new queue is
hinted at without a word here; where they say less than the queue asks for, it is hinted at once too often.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from app.authz import Actor
from app.services.cases import scope_keys
from app.services.reading import queues
from app.services.reading.queues import Queue

_OF_A_PERSON = {"mine", "to_verify", "to_check"}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A queue under one of its keys, and in which statuses cases wait there; None: in any."""

    queue: str
    statuses: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Interest:
    """Of one person, as their posts are."""

    keys: frozenset[str]
    names: tuple[str, ...]  # of all their queues
    queues: Mapping[str, tuple[Waiting, ...]]  # by key

    def touched(self, keys: Iterable[str], statuses: Collection[str | None]) -> tuple[str, ...]:
        """The queues that a change may have added to, taken from or altered a row of."""
        found = {
            waiting.queue
            for key in keys
            for waiting in self.queues.get(key, ())
            if waiting.statuses is None or not waiting.statuses.isdisjoint(statuses)
        }
        return tuple(sorted(found))


def of_actor(actor: Actor) -> Interest:
    """Theirs."""
    keys, mine = scope_keys.of_actor(actor), queues.mine(actor)
    by_key: dict[str, list[Waiting]] = {}
    for queue in mine:
        values = queue.values(actor)
        status = values.get("status")
        waiting = Waiting(queue.name, None if status is None else frozenset({str(status)}))
        for key in _keys_of(queue, actor, values, keys):
            by_key.setdefault(key, []).append(waiting)
    names = tuple(queue.name for queue in mine)
    return Interest(frozenset(keys), names, {key: tuple(waiting) for key, waiting in by_key.items()})


def _keys_of(queue: Queue, actor: Actor, filters: Mapping[str, object], keys: tuple[str, ...]) -> Iterable[str]:
    """Under which keys the cases of a queue are found."""
    if queue.by_area:
        paths = actor.areas_of(queue.permission)
        return [f"{kind}:{path}" for path in paths for kind in ("area", "centre")]
    if not _OF_A_PERSON.isdisjoint(filters):
        return [f"user:{actor.user_id}"]
    if any(_are_units(value, actor) for name, value in filters.items() if name != "status"):
        return [f"unit:{code}" for code in actor.department_codes]
    return keys


def _are_units(value: object, actor: Actor) -> bool:
    """Whether a filter asks for units of the actor, under whatever name."""
    codes = value if isinstance(value, list) else [value]
    return bool(codes) and all(code in actor.department_codes for code in codes)
