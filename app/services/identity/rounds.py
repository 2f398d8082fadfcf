"""Who waits to be looked at, in fair rounds: the networks take turns, and within a network its accounts."""

import asyncio
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from enum import IntEnum


class Urgency(IntEnum):
    """Who is looked at ahead of the line, the first of these first."""

    KNOWN = 0  # had a session from this network lately; also what administrators ask for
    EXISTING = 1
    FAILING = 2  # exists, and failed here lately, or somebody else of this network often


@dataclass(eq=False, slots=True)
class Waiting:
    """Somebody who waits. `late`: failed here lately. `ahead`: None waits for the line. `left`: done when they left."""

    network: str
    account: str
    late: bool = False
    ahead: Urgency | None = None
    left: "asyncio.Future[None] | None" = None
    begin: "asyncio.Future[bool]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    turn: "asyncio.Future[None]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    hashing: bool = False
    hashed: bool = False


class Rounds:
    """Places, network by network in turn, and within a network account by account."""

    def __init__(self) -> None:
        """Nobody yet."""
        self._networks: OrderedDict[str, OrderedDict[str, deque[Waiting]]] = OrderedDict()

    def add(self, place: Waiting) -> None:
        """At the end of its account, which is at the end of its network, if it is new."""
        accounts = self._networks.setdefault(place.network, OrderedDict())
        accounts.setdefault(place.account, deque()).append(place)

    def first(self) -> Waiting | None:
        """Whose turn is next."""
        for accounts in self._networks.values():
            for places in accounts.values():
                return places[0]
        return None

    def take(self, place: Waiting) -> None:
        """Its turn has come: other accounts of its network, and other networks, go before its next."""
        self.remove(place)
        if place.network in self._networks:
            self._networks.move_to_end(place.network)
            if place.account in self._networks[place.network]:
                self._networks[place.network].move_to_end(place.account)

    def remove(self, place: Waiting) -> None:
        """Takes it out, wherever it stands; one that is not there is no error."""
        accounts = self._networks.get(place.network, OrderedDict())
        places = accounts.get(place.account, deque())
        if place not in places:
            return
        places.remove(place)
        if not places:
            del accounts[place.account]
        if not accounts:
            del self._networks[place.network]
