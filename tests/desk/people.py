"""Everybody at a desk, in the field and in the units: signed in at a service as it is run, with their screens."""

import asyncio
import json
import re
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx

from tests.service import Service
from tests.waiting import AT_MOST

Case = dict[str, Any]
AT_ONCE = 8
#: Units with somebody who works there.
WORKS_IN = {"CGJ": "cgj", "SWJ": "swj", "JTJ": "jtj", "GAJ": "gaj", "CGJ-001": "cgjteam"}
#: Who has a case while it stands in one of these queues; the others only look at it.
HANDS = ("triage", "dispatch", "returns", "resolved", "pool", "to-sign", "handling", "to-verify", "to-check")
ACCOUNTS = (
    "worker", "worker2", "parttimer", "gridleader", "clerk", "townclerk", "dispatcher", "towndispatcher", "leader",
    *WORKS_IN.values(),
)  # fmt: skip


class Listener:
    """Keeps a stream of hints open, as a screen does; what it heard, in order."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client, self.heard, self.ready = client, [], asyncio.Event()

    async def listen(self) -> None:
        async with self.client.stream("GET", "/events", timeout=None) as answer:
            assert answer.status_code == 200, await answer.aread()
            name, number = "", 0
            async for line in answer.aiter_lines():
                field, _, value = line.partition(": ")
                if field == "event":
                    name = value
                elif field == "id":
                    number = int(value)
                elif field == "data":
                    if name == "ready":
                        self.ready.set()
                    else:
                        self.heard.append((number, name, json.loads(value)))

    def versions(self) -> dict[str, list[int]]:
        told = defaultdict(list)
        for _, name, data in self.heard:
            if name == "case":
                told[data["case_id"]].append(data["version"])
        return told

    def touched(self, queue: str) -> set[str]:
        """The cases whose hints said that this queue changed."""
        return {data["case_id"] for _, _, data in self.heard if queue in data.get("queues", ())}


class Morning:
    """Everybody's screen, and what was done so far."""

    def __init__(self, people: dict[str, httpx.AsyncClient]) -> None:
        self.people = people

    async def ask(self, who: str, method: str, path: str, **sent: Any) -> httpx.Response:
        """As a screen asks: again when the service says later."""
        while True:
            answer = await self.people[who].request(method, path, **sent)
            if answer.status_code != httpx.codes.TOO_MANY_REQUESTS:
                return answer
            await asyncio.sleep(float(answer.headers["Retry-After"]))

    async def get(self, who: str, path: str, **query: Any) -> Any:
        answer = await self.ask(who, "GET", path, params=query)
        assert answer.status_code == httpx.codes.OK, answer.text
        return answer.json()

    async def do(self, who: str, case_id: str, action: str, /, _next: str | None = None, **body: Any) -> Case:
        query = {} if _next is None else {"next": _next}
        headers = {"Idempotency-Key": str(uuid4())}
        answer = await self.ask(who, "POST", f"/cases/{case_id}/{action}", json=body, params=query, headers=headers)
        assert answer.status_code == httpx.codes.OK, (who, action, answer.text)
        case: Case = answer.json()
        return case

    async def batch(self, who: str, action: str, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        headers = {"Idempotency-Key": str(uuid4())}
        answer = await self.ask(who, "POST", f"/cases/batch/{action}", json={"items": items}, headers=headers)
        assert answer.status_code == httpx.codes.OK, answer.text
        results: list[dict[str, Any]] = answer.json()["results"]
        return results

    async def every(self, who: str, path: str, **query: Any) -> list[Case]:
        found, cursor = [], None
        while True:
            page = await self.get(who, path, limit=100, **query | ({"cursor": cursor} if cursor else {}))
            found += page["items"]
            cursor = page["next_cursor"]
            if cursor is None:
                return found

    async def own(self, unit: str, queue: str) -> list[Case]:
        """What waits for a unit itself; a bureau sees what its stations have, too."""
        rows = await self.every(WORKS_IN[unit], f"/queues/{queue}")
        return [row for row in rows if row["lead_department_code"] == unit]

    async def hands(self) -> dict[str, set[str]]:
        """In which hands each case is, over everybody's queues."""
        found: dict[str, set[str]] = defaultdict(set)
        for who in self.people:
            own = {queue["name"] for queue in (await self.get(who, "/queues"))["items"]}
            for name in own.intersection(HANDS):
                for case in await self.every(who, f"/queues/{name}"):
                    found[case["id"]].add(name)
        return found


async def each(work: Iterable[Awaitable[Any]]) -> list[Any]:
    """All of it, some at a time."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(task: Awaitable[Any]) -> Any:
        async with gate:
            return await task

    return await asyncio.gather(*(one(task) for task in work))


@asynccontextmanager
async def morning_at(service: Service) -> AsyncIterator[Morning]:
    """Everybody signs in."""
    base, printed = f"http://127.0.0.1:{service.port}/api/v1", service.output.read_text()
    async with AsyncExitStack() as stack:
        people = {}
        for name in ACCOUNTS:
            password = re.search(rf"│ {name}\s+│ (\S+)\s+│", printed)
            assert password is not None, name
            client = await stack.enter_async_context(httpx.AsyncClient(base_url=base, timeout=AT_MOST))
            answer = await client.post("/auth/token", data={"username": name, "password": password.group(1)})
            client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
            people[name] = client
        yield Morning(people)
