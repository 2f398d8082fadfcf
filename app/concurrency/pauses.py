"""Pauses before an answer that was no use to anybody: whoever does nothing else then costs next to nothing."""

import asyncio
from collections.abc import Awaitable, Callable


class Pauses:
    """At most so many at a time; who comes beyond them is answered at once, so that waiting is no burden either."""

    def __init__(self, most: int = 500, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """Takes how many may pause together."""
        self._most, self._sleep, self._pausing = most, sleep, 0

    async def take(self, seconds: float) -> None:
        """One of so many seconds."""
        if self._pausing >= self._most:
            return
        self._pausing += 1
        try:
            await self._sleep(seconds)
        finally:
            self._pausing -= 1
