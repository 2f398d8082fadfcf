"""The garbage collector waits: whoever builds much at once would have it look through all of it, all others waiting.

What is built without cycles dies without the collector. Once the last who asked is done it goes on as before.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


class _Waiting:
    """How many ask for it, and whether it was at work before the first did."""

    def __init__(self) -> None:
        self.asked, self.was_on = 0, False


_waiting = _Waiting()


@contextmanager
def paused() -> Iterator[None]:
    """The collector of this process waits while the block runs; to be entered and left on the loop."""
    if _waiting.asked == 0:
        _waiting.was_on = gc.isenabled()
        gc.disable()
    _waiting.asked += 1
    try:
        yield
    finally:
        _waiting.asked -= 1
        if _waiting.asked == 0 and _waiting.was_on:
            gc.enable()
