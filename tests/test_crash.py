"""The service killed while clients write: what it acknowledged is there exactly once, and nothing by half."""

import asyncio
import contextlib
import os
import random
import re
import signal
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx

from app import clock
from app.db.embedded import EmbeddedPostgres
from tests.ids import uuid7
from tests.service import Service, open_directory
from tests.waiting import AT_MOST, eventually

PLACE = {"lat": 22.707, "lon": 114.29}
RETRIED = {409, 503}  # a key in flight, a database that is coming back
Write = tuple[str, dict[str, Any], dict[str, str]]  # path, body, headers


def descendants(pid: int) -> list[int]:
    """The processes below one, of any user."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parent = int(stat.read_text().rsplit(")", 1)[1].split()[1])
            children.setdefault(parent, []).append(int(stat.parent.name))
    found, waiting = [], [pid]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


class Clients:
    """Clients that send each write again, as it was, until an answer arrives; they remember every answer."""

    def __init__(self, service: Service, token: str) -> None:
        self.service, self.stopping = service, False
        self.http = httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"}, timeout=5)
        self.answers: list[tuple[Write, httpx.Response]] = []
        self.sent_again = 0

    async def send(self, write: Write) -> httpx.Response:
        path, body, headers = write
        while True:
            url = f"http://127.0.0.1:{self.service.port}/api/v1{path}"
            with contextlib.suppress(httpx.TransportError):
                answer = await self.http.post(url, json=body, headers=headers)
                if answer.status_code not in RETRIED:
                    assert answer.status_code in (200, 201), answer.text
                    self.answers.append((write, answer))
                    return answer
            self.sent_again += 1
            await asyncio.sleep(0.05)

    async def report(self) -> str:
        """A report with an id and a key."""
        body = {"id": str(uuid7()), "description": "路边井盖缺失", "location": PLACE}
        await self.send(("/cases", body, {"Idempotency-Key": str(uuid4())}))
        return str(body["id"])

    async def comment(self, case_id: str) -> None:
        key = str(uuid4())
        await self.send((f"/cases/{case_id}/comment", {"note": key}, {"Idempotency-Key": key}))

    async def push(self) -> None:
        """A report and two comments made off line, as one batch."""
        case_id, moment = str(uuid7()), clock.now().isoformat()
        bodies = [{"description": "垃圾", "location": PLACE}, {"note": str(uuid4())}, {"note": str(uuid4())}]
        operations = [
            {"id": str(uuid4()), "kind": "report" if number == 0 else "comment", "case_id": case_id, "body": body}
            for number, body in enumerate(bodies)
        ]
        answer = await self.send(("/sync/push", {"sent_at": moment, "operations": operations}, {}))
        assert {result["outcome"] for result in answer.json()["results"]} <= {"applied", "replayed"}, answer.text

    async def have_written(self, more: int) -> None:
        """Returns when so many more writes were acknowledged."""
        wanted = len(self.answers) + more

        async def enough() -> bool:
            return len(self.answers) >= wanted

        await eventually(enough)

    async def work(self) -> None:
        for number in count():
            if self.stopping:
                return
            if number % 3 == 2:
                await self.push()
            else:
                await self.comment(await self.report())


async def started(stack: contextlib.ExitStack, directory: Path, *options: str) -> Service:
    """A service that is ready; it ends with the stack, if it was not killed before."""
    return await asyncio.to_thread(stack.enter_context(Service(directory, *options)).is_ready)


def kill(service: Service, *, with_database: bool) -> None:
    below = descendants(service.process.pid) if with_database else []
    for pid in [service.process.pid, *below]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    service.process.wait()


async def sign_in(service: Service) -> str:
    password = re.search(r"│ worker\s+│ (\S+)\s+│", service.output.read_text())
    assert password is not None
    form = {"username": "worker", "password": password.group(1)}
    async with httpx.AsyncClient() as http:
        answer = await http.post(f"http://127.0.0.1:{service.port}/api/v1/auth/token", data=form, timeout=AT_MOST)
    return str(answer.json()["access_token"])


@contextlib.asynccontextmanager
async def owner_of(service: Service) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    embedded = EmbeddedPostgres(service.data)
    embedded.join()
    connection = await asyncpg.connect(embedded.url)
    try:
        yield connection
    finally:
        await connection.close()


async def check_whole(owner: "asyncpg.Connection[asyncpg.Record]", before: set[UUID]) -> None:
    """No half case: events without gaps up to the version, each numbered once in the stream."""
    half = await owner.fetch(
        "SELECT c.id, c.version, array_agg(e.seq ORDER BY e.seq) AS seqs FROM cases c "
        "LEFT JOIN case_events e ON e.case_id = c.id GROUP BY c.id"
    )
    assert [row["id"] for row in half if row["seqs"] != list(range(1, row["version"] + 1))] == []
    await eventually(lambda: _is_empty(owner))
    numbers = [row["number"] for row in await owner.fetch("SELECT number FROM changes ORDER BY number")]
    assert numbers == list(range(1, len(numbers) + 1))
    events = await owner.fetch("SELECT case_id, seq FROM case_events ORDER BY 1, 2")
    told = await owner.fetch("SELECT case_id, seq FROM changes ORDER BY 1, 2")
    assert [tuple(row) for row in told] == [tuple(row) for row in events if row["case_id"] not in before]


async def _is_empty(owner: "asyncpg.Connection[asyncpg.Record]") -> bool:
    return not await owner.fetchval("SELECT count(*) FROM outbox")


async def check_once(owner: "asyncpg.Connection[asyncpg.Record]", clients: Clients, before: set[UUID]) -> None:
    """Exactly what was acknowledged is there: each report one case, each comment one event."""
    reports, notes = set(), set()
    for (path, body, _), _ in clients.answers:
        if path == "/cases":
            reports.add(UUID(body["id"]))
        elif path == "/sync/push":
            reports.add(UUID(body["operations"][0]["case_id"]))
            notes |= {operation["body"]["note"] for operation in body["operations"][1:]}
        else:
            notes.add(body["note"])
    assert {row["id"] for row in await owner.fetch("SELECT id FROM cases")} - before == reports
    written = await owner.fetch("SELECT note FROM case_events WHERE action = 'comment'")
    assert sorted(row["note"] for row in written) == sorted(notes)


async def check_replays(clients: Clients) -> None:
    """Sent once more, each write gives its first answer."""
    for write, first in list(clients.answers):
        again = await clients.send(write)
        if write[0] == "/sync/push":
            replayed = [result | {"outcome": "replayed"} for result in first.json()["results"]]
            assert again.json()["results"] == replayed
        else:
            assert (again.content, again.headers["idempotency-replayed"]) == (first.content, "true")


async def test_what_was_acknowledged_before_a_kill_is_there_once_and_nothing_is_there_by_half() -> None:
    chance = random.Random(7)  # noqa: S311  (moments, not secrets)
    with open_directory() as directory, contextlib.ExitStack() as stack:
        service = await started(stack, directory, "--demo")
        async with owner_of(service) as owner:
            before = {row["id"] for row in await owner.fetch("SELECT id FROM cases")}
        clients = Clients(service, await sign_in(service))
        working = [asyncio.create_task(clients.work()) for _ in range(4)]
        for with_database in (False, True, False):
            await clients.have_written(chance.randrange(20, 60))
            kill(clients.service, with_database=with_database)
            clients.service = await started(stack, directory)
        await clients.have_written(10)
        clients.stopping = True
        await asyncio.gather(*working)
        async with owner_of(clients.service) as owner:
            await check_whole(owner, before)
            await check_once(owner, clients, before)
            await check_replays(clients)
            await check_once(owner, clients, before)
        await clients.http.aclose()

    assert clients.sent_again > 0, "nobody was interrupted"
    assert len(clients.answers) > 50
