"""What a phone keeps: operations, photos, cases; and how a person settles a conflict."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

#: A case as the service gave it last.
Case = Mapping[str, Any]


class State(StrEnum):
    """Where an operation or a photo stands."""

    WAITING = "waiting"  # not yet with the service, or not yet possible there
    DONE = "done"
    ATTENTION = "attention"  # refused, or in conflict: a person has to look at it; nothing of it is thrown away
    DROPPED = "dropped"  # given up by a person


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing a person did on a case; `base_version` is the version of the case they saw."""

    id: str
    kind: str
    case_id: str
    body: Mapping[str, Any]
    base_version: int | None
    device_time: datetime
    state: State = State.WAITING
    result: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture or file for a case; `url` is known once the service has accepted to take it."""

    id: str
    case_id: str
    purpose: str
    path: str
    taken_at: datetime
    lat: float | None
    lon: float | None
    url: str | None = None
    state: State = State.WAITING
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """An operation that the case has outrun: the case as it is now, what happened meanwhile, and why it is refused."""

    operation: Operation
    case: Case | None
    since: tuple[Mapping[str, Any], ...]
    problem: Mapping[str, Any]


class Resolution(StrEnum):
    """What to do about a conflict."""

    KEEP = "keep"  # show it to the person
    AGAIN = "again"  # it still holds: send it again, based on the case as it is now
    DROP = "drop"  # it has become pointless


Settle = Callable[[Conflict], Resolution]


def keep(conflict: Conflict) -> Resolution:
    """Leaves every conflict to the person."""
    return Resolution.KEEP
