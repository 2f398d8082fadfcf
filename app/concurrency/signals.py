"""Signals that must not come in the middle: what raises from a handler leaves a lock of a library locked for ever."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

_STOPPING = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def held() -> Iterator[None]:
    """Lets those that stop us wait until the block is left, whichever thread they reach; for the main thread."""
    came: list[int] = []
    before = {each: signal.signal(each, lambda number, _: came.append(number)) for each in _STOPPING}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
    for number in came[:1]:
        signal.raise_signal(number)


class Stop:
    """The handler of a signal to stop: it ends the program, or does what a block says; told again, it does nothing.

    Several may tell: a terminal or a system of services tells every process of a group, and each of them the next.
    """

    def __init__(self) -> None:
        self._way: Callable[[], object] = partial(sys.exit, 0)
        self._told = False

    def __call__(self, *_: object) -> None:
        """Stops, the first time."""
        if not self._told:
            self._told = True
            self._way()

    @contextmanager
    def by(self, way: Callable[[], object]) -> Iterator[None]:
        """Within the block, one stops that way."""
        before, self._way = self._way, way
        try:
            yield
        finally:
            self._way = before
