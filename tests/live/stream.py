"""Who listens to `GET /events`, as a browser would: over ASGI in this process, without a socket."""

import asyncio
import contextlib
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from fastapi import FastAPI

from tests.waiting import AT_MOST

PATH = "/api/v1/events"


class Event(NamedTuple):
    name: str
    id: int | None
    data: dict[str, Any]


def events_in(text: str) -> Iterator[Event]:
    """The events of whole blocks of a stream; comments and waiting times are none."""
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if line and not line.startswith(":"))
        if "event" in fields:
            number = int(fields["id"]) if "id" in fields else None
            yield Event(fields["event"], number, json.loads(fields["data"]))


class Stream:
    """One stream: `status` and `headers` once it has begun, `heard` grows; left at the end of the block."""

    def __init__(self, app: FastAPI, token: str | None, *, query: str = "", **headers: str) -> None:
        told = {"accept": "text/event-stream"} | {name.replace("_", "-"): value for name, value in headers.items()}
        if token is not None:
            told["authorization"] = f"Bearer {token}"
        self.scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
            "path": PATH, "raw_path": PATH.encode(), "query_string": query.encode(), "root_path": "",
            "headers": [(name.encode(), value.encode()) for name, value in told.items()],
            "client": ("127.0.0.1", 1), "server": ("test", 80), "app": app,
        }  # fmt: skip
        self._app, self._text, self._gone, self._changed = app, "", asyncio.Event(), asyncio.Event()
        self.status, self.headers = 0, dict[str, str]()
        self.heard: list[Event] = []
        self.raw, self.over, self.end_when_answered = "", False, False
        self.reads = asyncio.Event()  # cleared, nothing is taken any more
        self.reads.set()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Stream":
        self._task = asyncio.create_task(self._app(self.scope, self._receive, self._send))
        await self._until(lambda: self.over or (self.status != 0 and (self.status != 200 or bool(self.heard))))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.leave()

    async def leave(self) -> None:
        """The client is gone."""
        self._gone.set()
        self.reads.set()
        if self._task is not None:
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait_for(self._task, AT_MOST)

    async def _receive(self) -> dict[str, Any]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        await self.reads.wait()
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            self.raw += message["body"].decode()
            whole, end, _ = self.raw[len(self._text) :].rpartition("\n\n")
            self._text += whole + end
            self.heard += events_in(whole)
            self.over = not message.get("more_body", False)
            if self.over and self.end_when_answered:  # as a server does, which has nothing more to receive
                self._gone.set()
        self._changed.set()

    async def _until(self, condition: Any) -> None:
        async with asyncio.timeout(AT_MOST):
            while not condition():
                self._changed.clear()
                await self._changed.wait()

    @property
    def last_id(self) -> int:
        """Where it goes on when it comes back."""
        return next(event.id for event in reversed(self.heard) if event.id is not None)

    def of(self, *names: str) -> list[Event]:
        """What was heard of some kinds."""
        return [event for event in self.heard if event.name in names]

    async def until_number(self, number: int) -> None:
        """Returns when it has heard a change of this number, or a later one."""
        await self._until(lambda: self.last_id >= number)

    async def until_heard(self, name: str) -> Event:
        """The first event of this kind."""
        await self._until(lambda: bool(self.of(name)))
        return self.of(name)[0]

    async def until_over(self) -> None:
        """Returns when the service has ended it."""
        await self._until(lambda: self.over)

    async def until_raw(self, words: str) -> None:
        """Returns when these words were sent."""
        await self._until(lambda: words in self.raw)
