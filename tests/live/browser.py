"""Who listens over a real connection, and comes back with the last id when it breaks, to whichever process answers."""

import asyncio
import contextlib
import json
from collections.abc import Sequence

from tests.live.stream import PATH, Event


class Browser:
    """Follows until it is told to stop; `heard` is all of it, whoever said it."""

    def __init__(self, token: str, ports: Sequence[int]) -> None:
        self.token, self.ports = token, list(ports)
        self.heard: list[Event] = []
        self.last_id: int | None = None
        self.connected, self.connects, self.whole_ends = False, 0, 0
        self._writer: asyncio.StreamWriter | None = None

    async def follow(self, *, once: bool = False) -> None:
        """Over the first port that answers, again and again."""
        while True:
            for port in list(self.ports):
                with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                    await self._listen(port)
                self.connected = False
            if once:
                return
            await asyncio.sleep(0.05)

    def break_off(self) -> None:
        """As when a train enters a tunnel."""
        if self._writer is not None:
            self._writer.transport.abort()

    async def _listen(self, port: int) -> None:
        reader, self._writer = await asyncio.open_connection("127.0.0.1", port)
        known = "" if self.last_id is None else f"Last-Event-ID: {self.last_id}\r\n"
        head = f"GET {PATH} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.token}\r\n{known}\r\n"
        try:
            self._writer.write(head.encode())
            if b" 200 " not in await reader.readline():
                return
            self.connects += 1
            await self._read(reader)
        finally:
            self._writer.close()

    async def _read(self, reader: asyncio.StreamReader) -> None:
        fields: dict[str, str] = {}
        while line := (await reader.readline()).decode():
            name, colon, value = line.strip().partition(": ")
            if line == "0\r\n":
                self.whole_ends += 1
                return
            if colon and name in ("id", "event", "data"):
                fields[name] = value
            elif line == "\n" and "event" in fields:
                self._hear(fields)
                fields = {}

    def _hear(self, fields: dict[str, str]) -> None:
        number = int(fields["id"]) if "id" in fields else None
        self.heard.append(Event(fields["event"], number, json.loads(fields["data"])))
        self.last_id = self.last_id if number is None else number
        self.connected = True

    def versions(self) -> dict[str, list[int]]:
        """Of each case what was heard of it, in the order in which it was."""
        found: dict[str, list[int]] = {}
        for event in self.heard:
            if event.name == "case":
                found.setdefault(event.data["case_id"], []).append(event.data["version"])
        return found


def check(browser: Browser, table: dict[str, int]) -> None:
    """Nothing is lost, repeated or out of order, held against the last versions that the table has."""
    numbers = [event.id for event in browser.heard if event.name == "case" and event.id is not None]
    versions = browser.versions()
    assert numbers == sorted(set(numbers))
    assert all(told == sorted(set(told)) for told in versions.values())
    assert {case_id: told[-1] for case_id, told in versions.items()} == table
    assert not [event for event in browser.heard if event.name == "reset"]
