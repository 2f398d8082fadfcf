"""A case and its events as evaluation reads them, cut into stretches of a status and rounds of the work."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.workflow.actions import Action
from app.workflow.irregularities.kinds import IrregularityKind
from app.workflow.states import Status

#: How many minutes of working time lie between two moments at a place.
Working = Callable[[str, datetime, datetime], int]


@dataclass(frozen=True, slots=True)
class Told:
    """One event; `stage_due_at` and `due_at` are the deadlines that stood when it happened."""

    at: datetime
    action: Action
    source: Status | None
    target: Status
    actor_id: UUID | None
    area_path: str
    data: Mapping[str, object]
    stage_due_at: datetime | None
    due_at: datetime | None

    @property
    def moves(self) -> bool:
        """Whether the status is another afterwards."""
        return self.source is not self.target


@dataclass(frozen=True, slots=True)
class CountedCase:
    """What is asked of the row of a case: where it stands now, and what no event tells."""

    status: Status
    by_worker: bool
    asks_resident: bool
    area_path: str
    reporter_id: UUID | None
    lead: str | None
    reported_at: datetime
    stage_due_at: datetime | None
    due_at: datetime | None
    deadline_at: datetime | None
    closed_at: datetime | None
    self_handled: bool = False
    in_time: bool | None = None  # as an older system says
    rating: int | None = None
    #: By appeal, of the whole case; and in which ways it was confirmed to be irregular.
    exempt: frozenset[str] = field(default_factory=frozenset)
    irregular: frozenset[IrregularityKind] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A status from the event that began it to the one that ended it; the last lasts. `due_at` is the stage's."""

    status: Status
    begun: Told
    ended: Told | None
    due_at: datetime | None


def stretches(case: CountedCase, history: Iterable[Told]) -> Iterator[Stretch]:
    """The statuses a case went through, in order."""
    begun: Told | None = None
    for event in history:
        if not event.moves:
            continue
        if begun is not None:
            yield Stretch(begun.target, begun, event, event.stage_due_at)
        begun = event
    if begun is not None:
        yield Stretch(begun.target, begun, None, case.stage_due_at)


@dataclass(slots=True)
class Sending:
    """A case with a unit, from when it was given it; `ended` is the event that took it away."""

    unit: str
    begun: Told
    is_first: bool = False
    events: list[Told] = field(default_factory=list)


_GIVEN: Mapping[Action, str] = {
    Action.DISPATCH: "lead",
    Action.REDIRECT: "lead",
    Action.CLAIM: "department",
    Action.EXPIRE_POOL: "fallback",
    Action.HAND_OVER_UNIT: "to_department",
}
_CHOSEN = frozenset({Action.DISPATCH, Action.REDIRECT})


def sendings(history: Iterable[Told]) -> list[Sending]:
    """Every unit a case was given, in order, each with what happened while it had it."""
    found: list[Sending] = []
    chosen = False
    for event in history:
        given = event.data.get(_GIVEN.get(event.action, ""))
        if isinstance(given, str):
            is_choice = event.action in _CHOSEN
            found.append(Sending(given, event, is_first=is_choice and not chosen))
            chosen = chosen or is_choice
        elif found:
            found[-1].events.append(event)
    return found


@dataclass(slots=True)
class Round:
    """From filing or reopening until the case is closed, or until now; a case that is reopened has another."""

    events: list[Told] = field(default_factory=list)
    closed: Told | None = None
    is_reopened: bool = False

    def last(self, *actions: Action) -> Told | None:
        """The last event by one of these actions."""
        return next((event for event in reversed(self.events) if event.action in actions), None)

    def has(self, *actions: Action) -> bool:
        """Whether any of these happened."""
        return self.last(*actions) is not None


def rounds(history: Sequence[Told]) -> list[Round]:
    """The rounds of a case; what was only reported has one that is not closed."""
    found = [Round()]
    for event in history:
        if event.action is Action.REOPEN and event.moves:
            found[-1].is_reopened = True
            found.append(Round())
        found[-1].events.append(event)
        if event.moves and event.target is Status.CLOSED:
            found[-1].closed = event
    return found


def unit_at(sent: Sequence[Sending], at: datetime) -> str | None:
    """The unit that had the case at a moment, or had it last."""
    given = [each for each in sent if each.begun.at <= at]
    return given[-1].unit if given else None


def named(event: Told | None, *names: str) -> UUID | None:
    """The person an event names."""
    for name in names if event is not None else ():
        value = event.data.get(name) if event is not None else None
        if isinstance(value, str):
            return UUID(value)
    return None
