"""A network between a phone and the service as villages have it: slow, cut, truncated, deaf, and never twice the same.

A TCP proxy on a port of its own. Each connection draws its fate from `Weather` by a seeded generator.
"""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tests.waiting import eventually

_PIECE = 1_400  # bytes, about one packet


@dataclass(slots=True)
class Weather:
    """How bad it is; probabilities are of a connection, `lost` of a packet."""

    latency: float = 0.0  # seconds one way
    jitter: float = 0.0  # seconds more at most
    bytes_per_second: float = 0.0  # 0: as fast as it goes
    lost: float = 0.0  # packets that come again after `again_after`
    again_after: float = 0.3
    cut_up: float = 0.0  # reset after some bytes of the request
    cut_down: float = 0.0  # reset after some bytes of the answer: what was asked may have been done
    twice: float = 0.0  # the request reaches the service twice, the answer to the first is lost
    late: float = 0.0  # the phone is cut off; what it asked arrives a while later, after what it asks meanwhile
    deaf: float = 0.0  # a black hole: taken, never answered
    longest_cut: int = 4_000  # bytes until a cut, at most


class Network:
    """The proxy; `port` is where phones connect."""

    def __init__(self, to_port: int, weather: Weather, seed: int = 1) -> None:
        self.to_port, self.weather, self.port = to_port, weather, 0
        self._chance = random.Random(seed)  # noqa: S311  # fates, not secrets
        self._open: set[asyncio.Task[None]] = set()
        self.cuts = self.connections = 0

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Network"]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            for task in self._open:
                task.cancel()
            await asyncio.gather(*self._open, return_exceptions=True)

    async def used_by(self, more: int, unless: "asyncio.Task[None]") -> None:
        """Returns when so many more connections were made, or what makes them has ended."""
        wanted = self.connections + more

        async def enough() -> bool:
            return self.connections >= wanted or unless.done()

        await eventually(enough)

    def turn(self, weather: Weather) -> None:
        """The weather changes, and every connection that is open breaks."""
        self.weather = weather
        for task in self._open:
            task.cancel()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v1"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            await self._carry(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._open.discard(task)
            writer.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        weather, chance = self.weather, self._chance
        self.connections += 1
        if chance.random() < weather.deaf:
            await asyncio.sleep(3_600)
        if chance.random() < weather.late:
            await self._deliver_late(reader, writer)
            return
        up = chance.randrange(weather.longest_cut) if chance.random() < weather.cut_up else None
        down = chance.randrange(weather.longest_cut) if chance.random() < weather.cut_down else None
        twice = chance.random() < weather.twice
        self.cuts += (up is not None) + (down is not None) + twice
        there, back = await asyncio.open_connection("127.0.0.1", self.to_port)
        again = await asyncio.open_connection("127.0.0.1", self.to_port) if twice else None
        try:
            ways = [self._pipe(reader, [back] + ([again[1]] if again else []), up)]
            ways.append(self._pipe(again[0] if again else there, [writer], down))
            tasks = [asyncio.create_task(way) for way in ways]
            _, waiting = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in waiting:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        finally:
            for one in (back, again[1] if again else None):
                if one is not None:
                    one.transport.abort()

    async def _deliver_late(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.cuts += 1
        asked = b""
        with contextlib.suppress(TimeoutError):
            while piece := await asyncio.wait_for(reader.read(65_536), 0.1):
                asked += piece
        writer.transport.abort()
        await asyncio.sleep(self._chance.uniform(0.1, 1.0))
        answers, back = await asyncio.open_connection("127.0.0.1", self.to_port)
        back.write(asked)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(answers.read(65_536), 5)
        back.transport.abort()

    async def _pipe(self, reader: asyncio.StreamReader, writers: list[asyncio.StreamWriter], most: int | None) -> None:
        """Carries pieces with delay; after `most` bytes the connection is cut."""
        carried = 0
        while piece := await reader.read(_PIECE):
            await asyncio.sleep(self._delay(len(piece)))
            if most is not None and carried + len(piece) > most:
                piece = piece[: most - carried]
            for writer in writers:
                writer.write(piece)
                with contextlib.suppress(OSError):
                    await writer.drain()
            carried += len(piece)
            if most is not None and carried >= most:
                return

    def _delay(self, size: int) -> float:
        weather = self.weather
        delay = weather.latency + self._chance.random() * weather.jitter
        if weather.bytes_per_second:
            delay += size / weather.bytes_per_second
        while self._chance.random() < weather.lost:
            delay += weather.again_after
        return delay
