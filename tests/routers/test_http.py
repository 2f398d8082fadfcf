"""What HTTP itself says (RFC 9110): HEAD, content codings and types, lists of tags, and ids of version 7."""

import gzip
import re
from collections.abc import AsyncIterator, Callable
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from tests.cases import Cases
from tests.ids import uuid7
from tests.organisation import IN_GRID
from tests.sync.phone import a_report

Clients = Callable[..., AsyncClient]
BODY = b'{"description":"x"}'
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize("path", ["/cases", "/queues", "/me", "/departments", "/sync/pull", "/cases/{id}"])
async def test_head_is_get_without_its_body(client_as: Clients, cases: Cases, path: str) -> None:
    clerk, case = client_as("clerk"), await cases.report()
    address = path.replace("{id}", case["id"])
    got, head = await clerk.get(address), await clerk.head(address)
    known = await clerk.head(address, headers={"If-None-Match": got.headers["etag"]})

    assert (head.status_code, head.content) == (200, b"")
    assert "content-length" in head.headers
    if path not in ("/sync/pull", "/queues", "/me"):  # these tell the time
        assert head.headers["content-length"] == got.headers["content-length"]
        assert head.headers["etag"] == got.headers["etag"]
        assert known.status_code == 304


async def test_head_refuses_as_get_does(client_as: Clients) -> None:
    assert (await client_as("clerk").head(f"/cases/{uuid4()}")).status_code == 404
    assert (await client_as("clerk").head("/auth/token")).status_code == 405


@pytest.mark.parametrize("coding", ["gzip", "br, identity", "deflate", "GZIP"])
async def test_a_compressed_body_is_refused(client_as: Clients, coding: str) -> None:
    for address, headers in (("/cases", JSON), ("/sync/push", JSON), ("/auth/token", {})):
        told = {**headers, "Content-Encoding": coding}
        answer = await client_as("worker").post(address, content=gzip.compress(BODY), headers=told)
        assert (answer.status_code, answer.headers["accept-encoding"]) == (415, "identity"), address
        assert answer.json()["code"] == "unsupported-media"


async def test_what_says_that_it_is_as_it_is_passes(client_as: Clients) -> None:
    answer = await client_as("worker").post("/cases", content=BODY, headers={**JSON, "Content-Encoding": "identity"})

    assert answer.status_code == 201


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "application/x-www-form-urlencoded", ""])
async def test_json_that_is_said_to_be_something_else_is_refused(client_as: Clients, kind: str) -> None:
    answer = await client_as("worker").post("/cases", content=BODY, headers={"Content-Type": kind})

    assert (answer.status_code, answer.headers["accept"]) == (415, "application/json")


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON", "application/merge+json"])
async def test_json_by_whatever_name_is_json(client_as: Clients, kind: str) -> None:
    answer = await client_as("worker").post("/cases", content=BODY, headers={"Content-Type": kind})

    assert answer.status_code == 201


async def test_a_form_that_is_json_is_refused(client_as: Clients) -> None:
    assert (await client_as("worker").post("/auth/token", json={"username": "a"})).status_code == 415


async def test_any_tag_of_a_list_fits(client_as: Clients, cases: Cases) -> None:
    clerk, case = client_as("clerk"), await cases.report()
    tag = (await clerk.get(f"/cases/{case['id']}")).headers["etag"]
    for known in ("*", f'"other", {tag}', f"W/{tag}"):
        told = {"If-None-Match": known}
        assert (await clerk.get(f"/cases/{case['id']}", headers=told)).status_code == 304, known
    assert (await clerk.get(f"/cases/{case['id']}", headers={"If-None-Match": '"other"'})).status_code == 200


async def test_any_version_of_a_list_fits(cases: Cases) -> None:
    case = await cases.report()
    first = await cases.act("clerk", case, "comment", {"note": "好"}, headers={"If-Match": '"999", "1-abc"'})
    stale = await cases.act("clerk", case, "comment", {"note": "好"}, headers={"If-Match": '"999", "998"'})
    fits = await cases.act("clerk", case, "comment", {"note": "好"}, headers={"If-Match": '"999", W/"2-abc"'})

    assert (first.status_code, stale.status_code, fits.status_code) == (200, 412, 200)


async def test_the_id_of_a_case_is_of_version_7(client_as: Clients) -> None:
    single = await client_as("worker").post("/cases", json={"id": str(uuid4()), "description": "x"})
    push = {"sent_at": "2026-11-28T00:00:00Z", "operations": [a_report(str(uuid4()))]}
    result = (await client_as("worker").post("/sync/push", json=push)).json()["results"][0]
    contact = {"name": "王", "phone": "13800000000"}
    report = {"id": str(uuid4()), "description": "x", "location": IN_GRID, "contact": contact}
    public = await client_as(None).post("/public/cases", json=report)

    assert (single.status_code, single.json()["errors"][0]["pointer"]) == (422, "/id")
    assert (result["outcome"], result["problem"]["errors"][0]["pointer"]) == ("rejected", "/case_id")
    assert public.status_code == 422


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/openapi.json", "/docs", "/static/none/none.css"])
async def test_head_outside_the_api_is_get_without_its_body(app: FastAPI, path: str) -> None:
    async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as client:
        got, head = await client.get(path), await client.head(path)

    assert (head.status_code, head.content) == (got.status_code, b"")
    assert head.headers["content-type"] == got.headers["content-type"]


async def test_no_operation_stands_twice_in_the_document(app: FastAPI) -> None:
    heads = [path for path, item in app.openapi()["paths"].items() if "head" in item]

    assert heads == ["/api/v1/uploads/{upload_id}"]  # that of tus


async def test_every_route_that_writes_refuses_a_compressed_body(app: FastAPI, client_as: Clients) -> None:
    writing = [
        (method, re.sub(r"{\w+}", str(uuid4()), path))
        for path, item in app.openapi()["paths"].items()
        for method in item.keys() & {"post", "put", "patch", "delete"}
    ]
    headers = {**JSON, "Content-Encoding": "gzip", "Tus-Resumable": "1.0.0"}
    for method, path in writing:
        answer = await client_as("admin").request(
            method, f"http://test{path}", content=gzip.compress(BODY), headers=headers
        )
        assert (answer.status_code, answer.headers.get("accept-encoding")) == (415, "identity"), (method, path)
    assert len(writing) > 60


async def test_a_compressed_body_is_refused_before_it_has_come(client_as: Clients) -> None:
    asked = 0

    async def much() -> AsyncIterator[bytes]:
        nonlocal asked
        for _ in range(50):
            asked += 1
            yield b"x" * 1000

    headers = {**JSON, "Content-Encoding": "gzip"}
    answer = await client_as("worker").post("/cases", content=much(), headers=headers)

    assert answer.status_code == 415
    assert asked <= 1


async def test_a_uuid7_of_a_phone_without_a_clock_makes_a_case(client_as: Clients) -> None:
    beginning = str(UUID(int=(0x7 << 76) | (0b10 << 62) | uuid7().int % 2**62))
    answer = await client_as("worker").post("/cases", json={"id": beginning, "description": "x"})

    assert (answer.status_code, answer.json()["id"]) == (201, beginning)
