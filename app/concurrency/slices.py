"""Long work on the event loop in slices 分片: between two of them everybody else has their turn."""

import asyncio

from app import clock

_SLICE = 0.005  # seconds


class Slices:
    """For a loop over many: `await slices.rest()` after each of them costs nothing until a slice is over."""

    __slots__ = ("_since",)

    def __init__(self) -> None:
        """Begins the first slice."""
        self._since = clock.monotonic()

    async def rest(self) -> None:
        """Lets the others go first, if this slice is over."""
        if clock.monotonic() - self._since >= _SLICE:
            await asyncio.sleep(0)
            self._since = clock.monotonic()
