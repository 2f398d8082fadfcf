"""Tests wait for what is to be so, never for a time; how long at the most is for a machine that is very busy."""

import asyncio
import time
from collections.abc import Awaitable, Callable

AT_MOST = 180.0  # seconds


async def eventually(condition: Callable[[], Awaitable[bool]], every: float = 0.02) -> None:
    """Returns as soon as the condition holds.

    Raises:
        AssertionError: it still does not after `AT_MOST`.
    """
    until = time.monotonic() + AT_MOST
    while not await condition():
        assert time.monotonic() < until, f"not within {AT_MOST:.0f} s"
        await asyncio.sleep(every)


def soon(condition: Callable[[], bool], every: float = 0.05) -> None:
    """The same where no loop runs."""
    until = time.monotonic() + AT_MOST
    while not condition():
        assert time.monotonic() < until, f"not within {AT_MOST:.0f} s"
        time.sleep(every)
