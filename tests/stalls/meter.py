"""How long the event loop does nothing else: the processor time of its thread in each callback.

Processor time does not count what busy neighbours take. A fixed piece of Python tells how fast the machine is at that
moment, so that a bound in milliseconds means the same on a slow one.
"""

import asyncio
import threading
import time
from types import TracebackType
from typing import Any

BOUND = 0.050  # seconds of the machine the bound was made on
_PIECE = 0.0021  # seconds that `_piece` takes there


def _piece() -> int:
    return sum(len(str(number)) for number in range(30_000))


def slowness() -> float:
    """How many times slower than that machine this one is now; never less than 1."""
    took = []
    for _ in range(5):
        began = time.thread_time()
        _piece()
        took.append(time.thread_time() - began)
    return max(1.0, min(took) / _PIECE)


class Meter:
    """While it is entered: the longest callback, and what it was."""

    def __init__(self) -> None:
        self.longest, self.where = 0.0, ""
        self._plain = asyncio.events.Handle._run

    def __enter__(self) -> "Meter":
        plain, meter, thread = self._plain, self, threading.get_ident()

        def run(handle: asyncio.events.Handle) -> None:
            began = time.thread_time()
            try:
                plain(handle)
            finally:
                took = time.thread_time() - began
                if took > meter.longest and threading.get_ident() == thread:  # of a loop beside it nobody waits
                    meter.longest, meter.where = took, _name(handle)

        asyncio.events.Handle._run = run  # type: ignore[method-assign]
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        asyncio.events.Handle._run = self._plain  # type: ignore[method-assign]


def _name(handle: Any) -> str:
    return repr(getattr(handle, "_callback", handle))[:200]
