"""What a database that answers could not do lately: one whose disk is full still reads, and says nothing by itself."""

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg

from app import clock

REMEMBERED = 30.0  # seconds since it last refused for want of something
_FULL, _READ_ONLY = "53100", "25006"
_CLASSES = ("53", "58")  # insufficient resources, system error (PostgreSQL's Appendix A)


class Condition:
    """Remembers the last refusal for want of something, for a while; shared by the pools of a process."""

    __slots__ = ("_moment", "_sqlstate")

    def __init__(self) -> None:
        """Nothing was refused yet."""
        self._moment, self._sqlstate = 0.0, ""

    @property
    def state(self) -> str:
        """`up`, or why writes failed lately: `full`, `read-only`, `failing`."""
        if not self._sqlstate or clock.monotonic() - self._moment > REMEMBERED:
            return "up"
        return {_FULL: "full", _READ_ONLY: "read-only"}.get(self._sqlstate, "failing")

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Whatever the database refuses within for want of something is remembered, and raised on."""
        try:
            yield
        except asyncpg.PostgresError as error:
            sqlstate = error.sqlstate or ""
            if sqlstate == _READ_ONLY or sqlstate[:2] in _CLASSES:
                self._moment, self._sqlstate = clock.monotonic(), sqlstate
            raise
