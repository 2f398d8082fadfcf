"""What a body has to pass before it is read, and what reading it may cost."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI, Request
from fastapi.routing import APIRoute, iter_route_contexts
from httpx import AsyncClient
from prometheus_client import REGISTRY

from app import clock
from app.concurrency.pauses import Pauses
from app.config import Settings
from app.errors import Unavailable
from app.main import create_app
from app.web import admission, bodies
from app.web.admission import PUBLIC_WRITES, Route
from app.web.bodies import OF_ONE, Size
from tests.cases import Cases
from tests.waiting import eventually

NOBODY = "0193a0c0-0000-7000-8000-00000000dead"


class Body:
    """A body that says how much of it was asked for."""

    def __init__(self, pieces: int, piece: bytes = b"x" * 1_000) -> None:
        self.pieces, self.piece, self.sent = pieces, piece, 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for _ in range(self.pieces):
            self.sent += len(self.piece)
            yield self.piece


def refused(reason: str, route: str) -> float:
    return REGISTRY.get_sample_value("yikou_bodies_refused_total", {"reason": reason, "route": route}) or 0.0


@pytest.fixture
def contexts(tmp_path: Any) -> list[Any]:
    application = create_app(Settings(data_dir=tmp_path, signing_key="k" * 32))
    found = [c for c in iter_route_contexts(application.routes) if isinstance(c.original_route, APIRoute)]
    assert len(found) > 100, "a walk that finds nothing proves nothing"
    return found


def test_every_route_that_takes_a_body_says_how_much(contexts: list[Any]) -> None:
    by_piece = {"create", "receive", "overridden"}  # of uploads: read as they come
    silent = [
        f"{sorted(context.methods)} {context.path}"
        for context in contexts
        if not isinstance(context.original_route, Route)
        or (context.original_route.size is not None)
        != (context.body_field is not None or context.endpoint.__name__ in by_piece)
    ]

    assert not silent


def test_a_large_body_is_read_from_who_may_send_it_alone(contexts: list[Any]) -> None:
    unasked = [
        context.path
        for context in contexts
        if context.body_field is not None
        and context.original_route.size > Size.JSON
        and not any(hasattr(inner.call, "before") for inner in context.dependant.dependencies)
    ]

    assert not unasked


# --- before a byte is read ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/cases", "application/json"),
        ("/sync/push", "application/json"),
        (f"/cases/{NOBODY}/attachments", "multipart/form-data; boundary=b"),
        (f"/cases/{NOBODY}/comment", "application/json"),
        ("/users", "application/json"),
        (f"/uploads/{NOBODY}", "application/offset+octet-stream"),
    ],
)
@pytest.mark.parametrize("token", [None, "Bearer x", "Bearer a.b.c", "Basic x"])
async def test_nothing_is_read_from_a_stranger(
    client_as: Callable[..., AsyncClient], path: str, kind: str, token: str | None
) -> None:
    body = Body(3)
    headers = {"Content-Type": kind, "Tus-Resumable": "1.0.0"} | ({"Authorization": token} if token else {})
    answer = await client_as(None).post(path, content=body, headers=headers)

    assert (answer.status_code, answer.json()["code"], body.sent) == (401, "not-authenticated", 0)


async def test_a_stranger_leaves_nothing_on_the_disk(
    client_as: Callable[..., AsyncClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Any] = []
    monkeypatch.setattr("starlette.formparsers.SpooledTemporaryFile", lambda **kinds: made.append(kinds))
    photo = {"photo": ("a.jpg", b"x" * 2_000_000)}
    answer = await client_as(None).post(f"/cases/{NOBODY}/attachments", files=photo, data={"purpose": "scene"})

    assert (answer.status_code, made) == (401, [])


@pytest.mark.parametrize(("who", "status"), [("far_handler", 404), ("supervisor", 403)])
async def test_a_photo_that_may_not_be_added_is_not_read(
    cases: Cases, client_as: Callable[..., AsyncClient], who: str, status: int
) -> None:
    case, body = await cases.report(), Body(3)
    answer = await client_as(who).post(
        f"/cases/{case['id']}/attachments", content=body, headers={"Content-Type": "multipart/form-data; boundary=b"}
    )

    assert (answer.status_code, body.sent) == (status, 0)


@pytest.mark.parametrize(
    ("path", "limit"),
    [("/cases", Size.JSON), (f"/cases/{NOBODY}/comment", Size.JSON), ("/sync/push", Size.BATCH)],
)
async def test_a_declared_length_beyond_the_limit_is_refused_unread(
    client_as: Callable[..., AsyncClient], path: str, limit: Size
) -> None:
    body = Body(3)
    headers = {"Content-Length": str(limit + 1), "Content-Type": "application/json"}
    answer = await client_as("worker").post(path, content=body, headers=headers)

    assert (answer.status_code, answer.json()["limit"], body.sent) == (413, limit, 0)


@pytest.mark.parametrize(
    ("who", "path", "limit"),
    [
        (None, "/auth/refresh", Size.FORM),
        (None, "/auth/token", Size.FORM),
        (None, "/public/cases", Size.PUBLIC),
        ("worker", "/cases", Size.JSON),
        ("admin", "/areas/440310/boundary", Size.BOUNDARY),
    ],
)
async def test_an_undeclared_length_is_read_up_to_the_limit(
    client_as: Callable[..., AsyncClient], who: str | None, path: str, limit: Size
) -> None:
    body = Body(10_000)
    kind = "application/x-www-form-urlencoded" if path == "/auth/token" else "application/json"
    send = client_as(who).put if "boundary" in path else client_as(who).post
    answer = await send(path, content=body, headers={"Content-Type": kind})

    assert (answer.status_code, answer.json()["code"], answer.json()["limit"]) == (413, "too-large", limit)
    assert body.sent <= limit + 2_000


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("POST", "/nowhere", 404), ("PUT", "/cases", 405), ("GET", "/cases/candidates", 422), ("GET", "/home", 200)],
)
async def test_where_no_body_belongs_none_is_read(
    client_as: Callable[..., AsyncClient], method: str, path: str, status: int
) -> None:
    body = Body(3)
    answer = await client_as("worker").request(method, path, content=body)

    assert (answer.status_code, body.sent) == (status, 0)


async def test_a_route_without_a_body_takes_next_to_none(cases: Cases, client_as: Callable[..., AsyncClient]) -> None:
    case, body = await cases.at("closed"), Body(1_000)
    clerk = client_as("clerk")
    path = f"/cases/{case['id']}/rating-link"
    flood = await clerk.post(path, content=body, headers={"Idempotency-Key": "a"})
    empty = await clerk.post(path, json={}, headers={"Idempotency-Key": "b"})

    assert (flood.status_code, flood.json()["code"]) == (413, "too-large")
    assert empty.status_code != 413
    assert body.sent <= 3_000


async def test_attempts_of_an_address_are_counted_before_their_body(
    client_as: Callable[..., AsyncClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "PUBLIC_WRITES", PUBLIC_WRITES._replace(most=3))
    anyone = client_as(None)
    before = refused("too-many-requests", "/api/v1/public/cases")
    for _ in range(3):
        assert (await anyone.post("/public/cases", json={})).status_code == 422
    body = Body(3)
    answers = [await anyone.post("/public/cases", content=body) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [429, 429]
    assert int(answers[1].headers["retry-after"]) > 3_000
    assert body.sent == 0
    assert refused("too-many-requests", "/api/v1/public/cases") == before + 2


@pytest.mark.parametrize("body", [b'{"description": "' + b"x" * 70_000 + b'"}', b"[" * 20_000])
async def test_who_sent_far_too_much_waits_for_the_refusal_and_nobody_else_does(
    app: FastAPI, client_as: Callable[..., AsyncClient], monkeypatch: pytest.MonkeyPatch, body: bytes
) -> None:
    waiting, over = [], asyncio.Event()

    async def until_it_is_over(seconds: float) -> None:
        waiting.append(seconds)
        await over.wait()

    monkeypatch.setattr(app.state, "pauses", Pauses(sleep=until_it_is_over))
    sent = {"content": body, "headers": {"Content-Type": "application/json"}}
    flood = [asyncio.create_task(client_as("worker").post("/cases", **sent)) for _ in range(2)]
    others = [await client_as("clerk").get("/me") for _ in range(3)]

    async def both_wait() -> bool:
        return len(waiting) == len(flood)

    await eventually(both_wait)

    assert [answer.status_code for answer in others] == [200] * 3
    assert not any(task.done() for task in flood)
    over.set()
    assert [(await task).status_code for task in flood] == [413, 413]


async def test_what_is_refused_is_counted_by_reason_and_route(client_as: Callable[..., AsyncClient]) -> None:
    before = refused("too-large", "/api/v1/cases")
    await client_as("worker").post("/cases", content=b"x" * 70_000)

    assert refused("too-large", "/api/v1/cases") == before + 1


# --- shapes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [b"[", b'{"a":', b"[[],", b'[{"a":'], ids=["lists", "objects", "wide", "both"])
@pytest.mark.parametrize(("path", "size"), [("/cases", Size.JSON), ("/sync/push", Size.BATCH)])
async def test_a_hostile_shape_costs_nothing(
    client_as: Callable[..., AsyncClient], shape: bytes, path: str, size: Size
) -> None:
    worker = client_as("worker")
    content = shape * (size // len(shape))
    started = time.thread_time()
    answer = await worker.post(path, content=content, headers={"Content-Type": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (413, "too-complex")
    assert time.thread_time() - started < 1, "to parse it would take several times as long as to send it"


@pytest.mark.parametrize("deep", [33, 900, 3_000])
async def test_deep_nesting_is_said(client_as: Callable[..., AsyncClient], deep: int) -> None:
    told = b'{"description": ' + b"[" * deep + b"]" * deep + b"}"
    answer = await client_as("worker").post("/cases", content=told, headers={"Content-Type": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (413, "too-complex")


async def test_an_operation_with_too_many_parts_takes_no_other_with_it(
    cases: Cases, client_as: Callable[..., AsyncClient]
) -> None:
    case = await cases.report()
    good = {"id": str(uuid4()), "kind": "comment", "case_id": case["id"], "body": {"note": "好"}}
    bad = good | {"id": str(uuid4()), "case_id": str(uuid4()), "body": {"note": [1] * 3_000}}
    answer = await client_as("worker").post(
        "/sync/push", json={"sent_at": clock.now().isoformat(), "operations": [bad, good]}
    )

    assert [result["outcome"] for result in answer.json()["results"]] == ["rejected", "applied"]


async def test_a_large_push_lets_others_in_between(client_as: Callable[..., AsyncClient]) -> None:
    """500 operations, each of them wrong in as many ways as it may be, and 4 MB of them."""
    worker = client_as("worker")
    worker.event_hooks = {}  # to hold the answer against the document takes this very thread a second
    assert (await worker.post("/sync/push", json={})).status_code == 422, "what is made at the first request is made"
    operation = {f"f{number}": "x" * 100 for number in range(60)}
    content = json.dumps({"sent_at": clock.now().isoformat(), "operations": [operation] * 500}).encode()
    longest, done = 0.0, False

    async def look() -> None:
        nonlocal longest
        while not done:
            started = time.thread_time()
            await asyncio.sleep(0)
            longest = max(longest, time.thread_time() - started)

    watching = asyncio.create_task(look())
    answer = await worker.post("/sync/push", content=content, headers={"Content-Type": "application/json"})
    done = True
    await watching

    assert len(content) > 3_000_000
    assert [result["outcome"] for result in answer.json()["results"]] == ["rejected"] * 500
    assert longest < 0.1, "CPU of this thread in one stretch"


async def test_large_bodies_of_one_bearer_are_bounded_together() -> None:
    gate, memory = asyncio.Event(), bodies.Memory()

    def request(who: bytes) -> Request:
        told = iter([b" " * 4_000_000])

        async def receive() -> dict[str, Any]:
            piece = next(told, None)
            if piece is None:
                await gate.wait()
            return {"type": "http.request", "body": piece or b"", "more_body": piece is not None}

        return Request({"type": "http", "method": "POST", "headers": [(b"authorization", who)]}, receive)

    others = [asyncio.create_task(bodies.take(request(b"one"), Size.BATCH, memory)) for _ in range(OF_ONE // 4_000_000)]
    for _ in range(10):
        await asyncio.sleep(0)
    with pytest.raises(Unavailable):
        await bodies.take(request(b"one"), Size.BATCH, memory)
    another = asyncio.create_task(bodies.take(request(b"another"), Size.BATCH, memory))
    gate.set()
    await asyncio.gather(another, *others)

    assert memory.is_free


async def test_multipart_has_few_parts(cases: Cases, client_as: Callable[..., AsyncClient]) -> None:
    case = await cases.report()
    path, worker = f"/cases/{case['id']}/attachments", client_as("worker")
    many = b"".join(b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' for _ in range(50)) + b"--b--\r\n"
    files = [("photo", (f"{number}.jpg", b"x")) for number in range(5)]
    fat = {"purpose": "x" * 20_000}
    answers = [
        await worker.post(path, content=many, headers={"Content-Type": "multipart/form-data; boundary=b"}),
        await worker.post(path, files=files, data={"purpose": "scene"}),
        await worker.post(path, files=files[:1], data=fat),
    ]

    assert [answer.status_code for answer in answers] == [400] * 3
