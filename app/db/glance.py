"""When a process last asked the database what holds: what it learned then holds for a second.

It holds for no longer than until the process changed it itself. Whoever asked before such a change was committed, and
was answered after it, has not seen it: what they learned does not hold.
"""

from app import clock

HOLDS_FOR = 1.0  # seconds
_NEVER = float("-inf")


class Glance:
    """A look at the database, and a change of what was seen there."""

    __slots__ = ("_asked_at", "_changed_at")

    def __init__(self) -> None:
        """Nobody has looked yet."""
        self._asked_at = self._changed_at = _NEVER

    @property
    def holds(self) -> bool:
        """Whether what was seen may still be gone by."""
        return self._asked_at > self._changed_at and clock.monotonic() - self._asked_at <= HOLDS_FOR

    def is_latest(self, asked_at: float) -> bool:
        """Notes what was learned by a question of `asked_at`, by `clock.monotonic`; False: somebody asked after that.

        What they learned is to be kept then, whoever was answered last.
        """
        if asked_at < self._asked_at:
            return False
        self._asked_at = asked_at
        return True

    def void(self) -> None:
        """What was asked until now does not hold any more."""
        self._changed_at = clock.monotonic()
