"""The hot routes: what is asked most, as the makers of requests that a client sends one after the other."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
from yikou_client.identifiers import new_id

from bench.load import Request
from bench.subject import Subject

OPERATIONS = 50  # in a push
Make = Callable[[Subject], Iterator[Request]]


@dataclass(frozen=True, slots=True)
class Hot:
    """A route to measure: who asks, how often in a round, what; `each` is how many things one request does."""

    name: str
    who: str
    count: int
    make: Make
    each: int = 1
    reach: float = 0.0  # bare pings, the aim


def _always(path: str) -> Make:
    return lambda _: itertools.repeat(("GET", path, None))


def _reports(_: Subject) -> Iterator[Request]:
    for number in itertools.count():
        place = {"lat": 22 + number % 190 * 0.001, "lon": 114 + number % 197 * 0.001}
        yield "POST", "/api/v1/cases", {"id": new_id(), "description": f"路边井盖缺失 {number}", "location": place}


def _dispatches(subject: Subject) -> Iterator[Request]:
    while subject.filed:
        yield "POST", f"/api/v1/cases/{subject.filed.pop()}/dispatch", {"lead": "D1"}


def _pushes(subject: Subject) -> Iterator[Request]:
    cases = itertools.cycle(subject.known)
    while True:
        operations = [
            {"id": new_id(), "kind": "comment", "case_id": next(cases), "body": {"note": "现场照片已补"}}
            for _ in range(OPERATIONS)
        ]
        yield "POST", "/api/v1/sync/push", {"sent_at": datetime.now(UTC).isoformat(), "operations": operations}


def _by_id(subject: Subject) -> Iterator[Request]:
    return (("GET", f"/api/v1/cases/{case}", None) for case in itertools.cycle(subject.known))


def _empty_pulls(subject: Subject) -> Iterator[Request]:
    headers, cursor, more = {"Authorization": f"Bearer {subject.tokens['phone']}"}, "", True
    with httpx.Client(base_url=f"http://127.0.0.1:{subject.port}", headers=headers, timeout=60) as client:
        while more:
            page = (
                client.get("/api/v1/sync/pull", params={"cursor": cursor} if cursor else {}).raise_for_status().json()
            )
            cursor, more = page["cursor"], page["more"]
    return itertools.repeat(("GET", f"/api/v1/sync/pull?cursor={cursor}", None))


HOT = (
    Hot("own ping", "boss", 1_500, _always("/healthz"), reach=1.3),
    Hot("report", "worker", 400, _reports, reach=5),
    Hot("action: dispatch", "dispatcher", 100, _dispatches, reach=5),
    Hot(f"operation, push of {OPERATIONS}", "worker", 16, _pushes, each=OPERATIONS, reach=3),
    Hot("case by id", "boss", 600, _by_id, reach=3),
    Hot("page of 50: overdue", "boss", 300, _always("/api/v1/supervision/overdue"), reach=5),
    Hot("page of 50: queue", "unit", 300, _always("/api/v1/queues/handling"), reach=5),
    Hot("page of 50: desk", "unit", 150, _always("/api/v1/desk/handling")),
    Hot("counts by department", "boss", 150, _always("/api/v1/supervision/summary")),
    Hot("home", "unit", 300, _always("/api/v1/home"), reach=6),
    Hot("empty pull", "phone", 600, _empty_pulls, reach=2),
    Hot("search of two characters", "boss", 200, _always("/api/v1/cases?q=%E4%BA%95%E7%9B%96"), reach=6),
)
