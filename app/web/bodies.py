"""Bodies, bounded while they come: bytes by the route, elements by the size, memory by the bearer and in all."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import Any

from prometheus_client import Counter
from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive

from app.concurrency.pauses import Pauses
from app.config import Settings
from app.errors import AppError, BadRequest, TooComplex, TooLarge, Unavailable
from app.web import shapes
from app.web.incoming import Incoming

REFUSED = Counter("yikou_bodies_refused_total", "Bodies that were refused before they were used", ["reason", "route"])
LEAST = 1_024  # bytes, where a route takes none: an empty object does no harm
OF_ALL, OF_ONE = 67_108_864, 16_777_216  # bytes of large bodies that are on their way, in the process and by one token


class Unread(Exception):
    """A body could not be read whole; the cause says why."""


class Size(IntEnum):
    """How large the bodies of a route may be, in bytes; two are the default of a setting."""

    FORM = 8_192  # signing in
    PUBLIC = 61_440  # whatever needs no token: a description of 4,000 characters, each of twelve bytes as \ud83d\ude00
    JSON = 65_536  # a report, an action, administration
    LONG = 524_288  # a bulletin told at length; points by hand of 500
    BOUNDARY = 2_097_152  # 50,000 vertices
    BATCH = 4_194_304  # a push
    FILES = 8_388_608  # the organisation of a county: 3,000 grids, 10,000 people
    PHOTO = 20_100_000

    def of(self, settings: Settings) -> int:
        """Bytes by the settings."""
        if self is Size.BATCH:
            return settings.max_body_bytes
        return settings.max_photo_bytes + 100_000 if self is Size.PHOTO else int(self)


_ELEMENTS = {
    Size.FORM: 500,
    Size.PUBLIC: 8_000,
    Size.JSON: 8_000,
    Size.LONG: 8_000,
    Size.BOUNDARY: 250_000,
    Size.BATCH: 150_000,
}
PAUSE = 1.0  # seconds until a body that was too much is refused: whoever sends nothing else sends one a second


class Admitted(Incoming):
    """A request whose body is bounded, and whose JSON is."""

    _told: Any = None

    async def json(self) -> Any:
        """What the body says; what is beyond any use of it is a refusal.

        Raises:
            TooComplex: it is nested too deeply. ValueError: it is no JSON.
        """
        if self._told is None:
            body = await self.body()
            self._told = await shapes.read(body)
            if len(body) > shapes.LARGE:
                await asyncio.sleep(0)  # it took a while, and to look at what it says takes another
        return self._told


async def take(request: Admitted, size: Size, memory: "Memory") -> None:
    """Reads a body of JSON, which the request then keeps; gives up as soon as it has more elements than its size needs.

    Raises:
        TooLarge, TooComplex: more than may be. BadRequest: it ended early. Unavailable: too many large ones at once.
    """
    if size <= Size.JSON:
        request._body = await _taken(request, size, None)
        return
    with memory.held_by(request.headers.get("authorization") or request.headers.get("cookie", "")) as hold:
        request._body = await _taken(request, size, hold)


async def _taken(request: Admitted, size: Size, hold: Callable[[int], None] | None) -> bytes:
    most, found, pieces = _ELEMENTS[size], 0, []
    try:
        async for piece in request.stream():
            found += shapes.separators(piece)
            if found > most:
                raise TooComplex(limit=most)
            if hold is not None:
                hold(len(piece))
            pieces.append(piece)
    except ClientDisconnect:
        raise BadRequest(zh="请求体没有传完", en="The body did not arrive whole") from None
    return b"".join(pieces)


def limited(receive: Receive, most: int) -> Receive:
    """The same messages, as long as they are no more than so many bytes."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise TooLarge(limit=most)
        return message

    return counted


async def refused(error: AppError, route: str, pauses: Pauses) -> None:
    """Counts what is refused, and lets whoever sent far too much wait: two who do nothing else then cost nothing."""
    REFUSED.labels(error.code, route).inc()
    if isinstance(error, TooLarge | TooComplex):
        await pauses.take(PAUSE)


class Memory:
    """Counts the memory of bodies that are being read: many at once must not take all there is."""

    def __init__(self) -> None:
        """Nobody holds any."""
        self._held: dict[str, int] = {}

    @property
    def is_free(self) -> bool:
        """Whether nobody holds any."""
        return not self._held

    @contextmanager
    def held_by(self, who: str) -> Iterator[Callable[[int], None]]:
        """Takes what is asked for within, and gives it back.

        Raises:
            Unavailable: when it is taken, by this one or by all.
        """
        mine, held = 0, self._held

        def hold(more: int) -> None:
            nonlocal mine
            if held.get(who, 0) + more > OF_ONE or sum(held.values()) + more > OF_ALL:
                raise Unavailable(headers={"Retry-After": "10"})
            mine += more
            held[who] = held.get(who, 0) + more

        try:
            yield hold
        finally:
            if mine:
                held[who] -= mine
            if not held.get(who, 1):
                del held[who]
