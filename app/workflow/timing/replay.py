"""The clocks of a case told again from its history: what explains a deadline, and what computes it anew.

The history is the events of the case in their order; what each did to the handling clock stands in the table.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from app.workflow.actions import Action
from app.workflow.states import Status
from app.workflow.timing.clocks import Clocks, Terms, handling
from app.workflow.transition import Clock
from app.workflow.transitions import TRANSITIONS


@dataclass(frozen=True, slots=True)
class Moved:
    """One event: when, by which action, from where to where; `granted` is what an extension added."""

    at: datetime
    action: Action
    source: Status | None
    target: Status
    granted: int = 0


class Running(StrEnum):
    """What the handling clock did between two events."""

    RUNNING = "running"
    PAUSED = "paused"  # provisionally: the time counts all the same
    SUSPENDED = "suspended"  # the only time that does not count
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Span:
    """From one event of the clock to the next; `until` None: it lasts. `action` is what began it."""

    since: datetime
    until: datetime | None
    state: Running
    action: Action


_STATE: Mapping[Clock, Running] = MappingProxyType(
    {
        Clock.START: Running.RUNNING,
        Clock.RESTART: Running.RUNNING,
        Clock.CONTINUE: Running.RUNNING,
        Clock.RESUME: Running.RUNNING,
        Clock.EXTEND: Running.RUNNING,
        Clock.PAUSE: Running.PAUSED,
        Clock.SUSPEND: Running.SUSPENDED,
        Clock.STOP: Running.STOPPED,
    }
)
_EFFECTS: Mapping[tuple[Action, Status, Status], Clock] = MappingProxyType(
    {(row.action, source, row.target): row.clock for row in TRANSITIONS if row.target for source in row.sources}
)
_AT_REST = Clocks()
#: Events of other actions need not be read.
CLOCK_ACTIONS = tuple(sorted({row.action.value for row in TRANSITIONS if row.clock is not Clock.NONE}))


def effect_of(event: Moved) -> Clock:
    """What an event did to the handling clock. An extension that was only endorsed added nothing yet."""
    if event.source is None:
        return Clock.NONE
    effect = _EFFECTS.get((event.action, event.source, event.target), Clock.NONE)
    return Clock.NONE if effect is Clock.EXTEND and not event.granted else effect


def replay(history: Iterable[Moved], terms: Terms, clocks: Clocks = _AT_REST) -> tuple[Clocks, list[Span]]:
    """The handling clock after the history, and its spans since it last started anew.

    `clocks` is how it stood before, when it was set by an import.
    """
    spans, extended = list[Span](), 0
    for event in history:
        effect = effect_of(event)
        if effect in (Clock.RESTART, Clock.CLEAR):
            spans, extended = [], 0
        if effect is Clock.NONE:
            continue
        extended += event.granted
        clocks = handling(clocks, effect, event.at, replace(terms, extended=extended, added=event.granted))
        if spans and spans[-1].until is None:
            spans[-1] = replace(spans[-1], until=event.at)
        if effect in _STATE and (spans or clocks.started_at is not None):
            spans.append(Span(event.at, None, _STATE[effect], event.action))
    return clocks, spans
