"""Who is connected: a bound on how many, a look at each every second, and who has to go where there are too many.

Nobody is locked out by those who hold connections and say nothing: at the bound the quietest of the address that holds
most go. Behind a reverse proxy that is the quietest of all, since all come from one address.
"""

import asyncio
import heapq
from collections import Counter as Tally
from collections.abc import Iterator
from enum import Enum, auto
from typing import Protocol

from prometheus_client import Counter, Gauge

from app.edge.limits import Limits
from app.logs import Log

INTERVAL = 1.0  # seconds between two looks
AT_ONCE = 100  # one in so many goes at a time, so that a flood is not answered by a search for each newcomer
_OPEN = Gauge("yikou_connections_open", "Connections of clients that are open")
_CLOSED = Counter("yikou_connections_closed_total", "Connections of clients that ended, by reason", ["reason"])
log = Log()


class Phase(Enum):
    """What of a request arrives; the answer to an earlier one may be under way beside it."""

    IDLE = auto()  # nothing
    HEAD = auto()  # the head, or the first bytes that are to become one
    BODY = auto()
    ENDING = auto()  # nothing that is listened to: it has been answered for the last time


class Member(Protocol):
    """A connection, as the census knows it."""

    peer: str
    heard: float
    unsent: int
    unread: float

    @property
    def is_quiet(self) -> bool:
        """Whether nobody works for it."""

    def look(self, elapsed: float) -> None:
        """Ends it when it has taken too long."""

    def drop(self, reason: str) -> None:
        """Ends it at once."""


class Census:
    """The connections of one process."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._members: dict[Member, None] = {}
        self._held: Tally[str] = Tally()
        self._looking: asyncio.TimerHandle | None = None
        self._looked = 0.0

    def __len__(self) -> int:
        return len(self._members)

    def enter(self, member: Member, loop: asyncio.AbstractEventLoop) -> bool:
        """Counts a newcomer; False: there is no place, since all are being answered."""
        if len(self._members) >= self.limits.connections and not self._make_room():
            _CLOSED.labels("no-place").inc()
            return False
        self._members[member] = None
        self._held[member.peer] += 1
        _OPEN.inc()
        if self._looking is None:
            self._looked = loop.time()
            self._looking = loop.call_later(INTERVAL, self._look, loop)
        return True

    def leave(self, member: Member, reason: str) -> None:
        """One is gone."""
        if member not in self._members:
            return
        del self._members[member]
        self._held[member.peer] -= 1
        if not self._held[member.peer]:
            del self._held[member.peer]
        _OPEN.dec()
        _CLOSED.labels(reason).inc()

    def _make_room(self) -> bool:
        for peer, _ in self._held.most_common():
            quiet = heapq.nsmallest(1 + self.limits.connections // AT_ONCE, self._quiet(peer), key=lambda m: m.heard)
            for member in quiet:
                member.drop("no-room")
            if quiet:
                return True
        log.warning("no_place_for_connections", connections=len(self._members))
        return False

    def _quiet(self, peer: str) -> Iterator[Member]:
        """Those of an address that nobody works for."""
        return (each for each in self._members if each.peer == peer and each.is_quiet)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        now = loop.time()
        # A loop that stood still owes its clients the time: what they sent meanwhile has not been read yet.
        elapsed, self._looked = min(now - self._looked, 2 * INTERVAL), now
        for member in tuple(self._members):
            member.look(elapsed)
        self._bound_unsent()
        self._looking = loop.call_later(INTERVAL, self._look, loop) if self._members else None

    def _bound_unsent(self) -> None:
        """Answers that nobody reads take the memory of all: those read least go first."""
        waiting = sum(member.unsent for member in self._members)
        if waiting <= self.limits.unsent_bytes:
            return
        for member in sorted((m for m in self._members if m.unsent), key=lambda m: (-m.unread, -m.unsent)):
            waiting -= member.unsent
            member.drop("unread")
            if waiting <= self.limits.unsent_bytes // 2:
                return
