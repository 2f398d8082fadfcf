"""What a process goes by without having asked: the first statement that relies on it gives rows only while it holds.

A request that knows already what another statement would tell it saves that statement, and lies to nobody. Where what
it went by is not so any more, nothing was done yet, and what was begun is begun anew.
"""

from collections.abc import Mapping

from app.db.statement import Scalar


class Overtaken(Exception):
    """What a process went by is not so any more; nothing was done yet."""


class Assumption:
    """That a value of the database is still what it was when it was read; once it was not, it is of no more use."""

    __slots__ = ("arguments", "expected", "holds", "scalar")

    def __init__(self, scalar: Scalar[str], values: Mapping[str, object], expected: str) -> None:
        """Takes what is asked, and what it said."""
        self.scalar, self.expected, self.holds = scalar, expected, True
        self.arguments = scalar.arguments(values)

    def require(self, told: object) -> None:
        """Compares.

        Raises:
            Overtaken: it is another now.
        """
        if told != self.expected:
            self.holds = False
            raise Overtaken()
