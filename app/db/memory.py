"""What a process remembers of one database, so as not to ask it again: one of each kind, made when it is first wanted.

It hangs on the `Database` and comes with each of its sessions; pools to one database share it, others share nothing.
"""

from typing import Any, Protocol, TypeVar

Kind = TypeVar("Kind")


class Forgetful(Protocol):
    """What a process remembers and can be told to ask for again."""

    def forget(self) -> None:
        """Somebody here has changed it."""


class OfThisServer:
    """Marks a kind that goes by what a server counts: one that was restored, or recovered, counts the same again."""


class Memory:
    """What is remembered, by its kind."""

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        """Remembers nothing yet."""
        self._kept: dict[type[Any], Any] = {}

    def of(self, kind: type[Kind]) -> Kind:
        """What is remembered of a kind; a kind begins empty and learns by itself."""
        kept = self._kept.get(kind)
        if kept is None:
            kept = self._kept[kind] = kind()
        found: Kind = kept
        return found

    def reconnected(self) -> None:
        """A connection was opened, maybe to a server that is not as it was: what went by its counts is forgotten.

        Whoever is at learning something of it still, learns it for themselves alone.
        """
        self._kept = {kind: kept for kind, kept in self._kept.items() if not issubclass(kind, OfThisServer)}
