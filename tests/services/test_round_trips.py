"""What a hot request asks of the database, trip by trip: nobody adds one without saying so here.

A trip costs the service more than most of what it asks for. The process is warm: it knows its names, its calendar and
who asks, which the first trip of each request confirms.
Around what writes there are two more, the begin and the end of its transaction.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import asyncpg
import pytest
from httpx import AsyncClient, Response

from app import clock
from app.identifiers import new_id
from app.services.sync.relay import relay
from tests.cases import Cases
from tests.conftest import OneConnection
from tests.organisation import IN_GRID
from tests.sync.phone import Phone, operation

Clients = Callable[..., AsyncClient]
Asked = Callable[[], Awaitable[Response]]
Maker = Callable[["District"], Awaitable[Asked]]
_OF_TRANSACTIONS = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


class District:
    """Clients, cases and phones of a small district."""

    def __init__(self, client_as: Clients, cases: Cases, database: OneConnection) -> None:
        self.client_as, self.cases, self.database = client_as, cases, database

    async def phone(self) -> Phone:
        """One that knows all there is to know."""
        phone = Phone(self.client_as("worker"), lambda: relay(self.database))
        await phone.pull()
        return phone


async def _report(district: District) -> Asked:
    client = district.client_as("worker")
    body = {"description": "路边有成堆垃圾", "location": IN_GRID}
    return lambda: client.post("/cases", json=body | {"id": str(new_id(clock.now()))})


async def _dispatch(district: District) -> Asked:
    client, filed = district.client_as("dispatcher"), [await district.cases.at("filed") for _ in range(2)]
    return lambda: client.post(f"/cases/{filed.pop()['id']}/dispatch", json={"lead": "CG"})


async def _dispatch_and_next(district: District) -> Asked:
    client, filed = district.client_as("dispatcher"), [await district.cases.at("filed") for _ in range(4)]
    order = iter(sorted(filed, key=lambda case: (case["stage_due_at"], case["id"])))

    def ask() -> Awaitable[Response]:
        return client.post(f"/cases/{next(order)['id']}/dispatch?next=dispatch", json={"lead": "CG"})

    return ask


async def _batch(district: District) -> Asked:
    client, filed = district.client_as("dispatcher"), [await district.cases.at("filed") for _ in range(4)]

    def ask() -> Awaitable[Response]:
        items = [{"id": case["id"], "version": case["version"]} for case in (filed.pop(), filed.pop())]
        return client.post("/cases/batch/dispatch", json={"body": {"lead": "CG"}, "items": items})

    return ask


async def _look(district: District) -> Asked:
    client, case = district.client_as("dispatcher"), await district.cases.at("filed")
    return lambda: client.put(f"/cases/{case['id']}/look")


def _pushed(count: int) -> Maker:
    async def made(district: District) -> Asked:
        client, case = district.client_as("worker"), await district.cases.report()

        def push() -> Awaitable[Response]:
            comments = [operation("comment", case["id"], {"note": "现场照片已补"}) for _ in range(count)]
            return client.post("/sync/push", json={"sent_at": clock.now().isoformat(), "operations": comments})

        return push

    return made


def _reads(who: str, path: str, status: str = "handling", **query: str) -> Maker:
    async def made(district: District) -> Asked:
        client, case = district.client_as(who), await district.cases.at(status)
        return lambda: client.get(path.format(**case), params=query)

    return made


async def _inbox(district: District) -> Asked:
    await district.cases.done("dispatcher", await district.cases.at("handling"), "urge", {"note": "请抓紧"})
    client = district.client_as("handler")
    return lambda: client.get("/inbox")


async def _home_of_a_phone(district: District) -> Asked:
    await district.cases.at("checking")
    phone = await district.phone()
    return lambda: phone.client.get("/home", params={"cursor": phone.cursor})


async def _empty_pull(district: District) -> Asked:
    phone = await district.phone()
    return lambda: phone.client.get("/sync/pull", params={"cursor": phone.cursor})


_OF_A_PUSH = ["actor, before the body is read", "actor, with the clock of the device", "clock of the device"]
_OPERATION = ["case", "case, event, outbox"]
_MOVED = ["case", "unit", "assignment", "case, event, outbox"]
_TOGETHER = ["receipts", "what is kept of the answers"]
#: what is asked: how, and what each of its trips is
TRIPS: dict[str, tuple[Maker, list[str]]] = {
    "report": (_report, ["last place", "case, event, outbox", "likely duplicates"]),
    "dispatch": (_dispatch, ["case", "unit", "assignment", "case, event, outbox"]),
    "dispatch and the next case": (
        _dispatch_and_next,
        ["place", *_MOVED, "what follows", "look", "row", "what closed cases suggest"],
    ),
    "dispatch of two": (
        _batch,
        ["actor, before the body is read", "actor", "actor of the transaction", *_MOVED, *_MOVED],
    ),
    "a look": (_look, ["case", "look"]),
    "a dispatcher's queue on the desk": (
        _reads("dispatcher", "/desk/dispatch", status="filed"),
        ["page", "what closed cases suggest", "count"],
    ),
    "a queue on the desk": (_reads("handler", "/desk/handling"), ["page", "count"]),
    "push of one operation": (_pushed(1), [*_OF_A_PUSH, *_TOGETHER, *_OPERATION]),
    "push of two operations": (_pushed(2), [*_OF_A_PUSH, *_TOGETHER, *_OPERATION, *_OPERATION]),
    "a case": (_reads("supervisor", "/cases/{id}"), ["case"]),
    "a case as its unit reads it": (_reads("handler", "/cases/{id}"), ["case"]),
    "its history": (_reads("supervisor", "/cases/{id}/events"), ["events"]),
    "its deadline": (_reads("supervisor", "/cases/{id}/deadline"), ["events that moved it"]),
    "a supervisor's list": (_reads("supervisor", "/supervision/open"), ["page"]),
    "a queue": (_reads("handler", "/queues/handling"), ["page"]),
    "counts by department": (_reads("supervisor", "/supervision/summary", question="open"), ["counts"]),
    "search": (_reads("supervisor", "/cases", q="垃圾"), ["page"]),
    "inbox": (_inbox, ["page"]),
    "home of a unit": (_reads("handler", "/home"), ["all of it"]),
    "home of a dispatcher": (_reads("dispatcher", "/home"), ["all of it"]),
    "home of a phone": (_home_of_a_phone, ["all of it"]),
    "empty pull": (_empty_pull, ["look"]),
}


@contextmanager
def _counted(connection: "asyncpg.Connection[asyncpg.Record]") -> Iterator[list[str]]:
    """What is sent to the database meanwhile, but for the ends of transactions."""
    sent: list[str] = []

    def note(query: Any) -> None:
        if not query.query.startswith(_OF_TRANSACTIONS):
            sent.append(" ".join(query.query.split())[:150])

    connection.add_query_logger(note)
    try:
        yield sent
    finally:
        connection.remove_query_logger(note)


@pytest.mark.parametrize("asked", TRIPS)
async def test_a_request_takes_these_trips_to_the_database(
    asked: str, client_as: Clients, cases: Cases, database: OneConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "monotonic", lambda: 1_000.0)  # what is looked at again every second is not now
    make, trips = TRIPS[asked]
    ask = await make(District(client_as, cases, database))
    first = await ask()
    with _counted(database.connection) as sent:
        again = await ask()
        await asyncio.sleep(0)  # the last of them is noted

    assert (first.status_code, again.status_code) in {(200, 200), (201, 201)}, again.text
    assert len(sent) == len(trips), "\n".join([f"instead of {trips}:", *sent])
