"""What only broken or hostile clients send, on every route that takes it: a clear 4xx, never a fault."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from httpx import AsyncClient

from app import clock, cursors
from app.queries.cases.orders import NEWEST_FIRST
from app.refusals import AWAY, EXHAUSTED
from app.services.reading import queues
from tests.cases import Cases
from tests.contract import document
from tests.organisation import COUNTY, USERS

DEEP = b"[" * 100_000 + b"]" * 100_000
BODIES = {
    "nul": b'{"note": "\\u0000"}',
    "surrogate": b'{"note": "\\ud800"}',
    "megabyte": b'{"note": "' + b"x" * 1_000_000 + b'"}',
    "nan": b'{"note": NaN}',
    "deep": b'{"note": ' + DEEP + b"}",
    "unknown": b'{"nothing": 1}',
    "list": b"[]",
    "cut": b'{"note": ',
    "bytes": b"\xff\xfe\x00",
}
WRITES = sorted(
    (method, path)
    for path, methods in document()["paths"].items()
    for method, operation in methods.items()
    if "application/json" in operation.get("requestBody", {}).get("content", {})
)


def address(path: str) -> str:
    known = {"place": COUNTY, "valid_from": "2027-01-04", "day": "2027-01-04", "year": "2027", "token": "x" * 20}
    names = re.findall(r"{(\w+)}", path)
    return "http://test" + path.format(**{name: uuid4() for name in names} | known)


@pytest.mark.parametrize("kind", BODIES)
async def test_a_hostile_body_is_a_4xx_on_every_route(client_as: Callable[..., AsyncClient], kind: str) -> None:
    client = client_as("admin")
    assert ("post", "/api/v1/cases") in WRITES
    for method, path in WRITES:
        answer = await client.request(
            method, address(path), content=BODIES[kind], headers={"Content-Type": "application/json"}
        )

        assert 400 <= answer.status_code < 500, (method, path, answer.text)
        known = (
            "bad-request",
            "invalid",
            "not-found",
            "not-permitted",
            "not-from-our-page",
            "too-large",
            "too-complex",
        )
        assert answer.json()["code"] in known, (path, answer.text)


READS = ["/cases", "/queues/triage", "/inbox", "/sync/pull", "/supervision/overdue"]
CURSORS = [
    "x",
    "%00",
    "a" * 300,
    "W10",
    "bnVsbA",
    "é",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").hex(),
    "e30",
    "==",
]


@pytest.mark.parametrize("cursor", CURSORS, ids=range(len(CURSORS)))
async def test_a_cursor_that_is_none_is_a_400_on_every_list(client_as: Callable[..., AsyncClient], cursor: str) -> None:
    for path in READS:
        who = "supervisor" if path.startswith("/supervision") else "clerk"
        answer = await client_as(who).get(path, params={"cursor": cursor})

        assert (answer.status_code, answer.json()["code"]) == (400, "bad-cursor"), (path, answer.text)


@pytest.mark.parametrize(
    "query",
    [
        "/cases?area=%00", "/cases?q=%00%00", "/cases?limit=0", "/cases?limit=1e3",
        "/cases?limit=99999999999999999999", "/cases?due_from=9999-12-31T23:59:59Z", "/cases?due_from=2026-11-25",
        "/cases?status=lost", "/cases?nothing=1", "/calendar?area=440310&since=9999-12-31&days=366",
        "/calendar?area=440310&since=0001-01-01", "/calendar?area=440310&days=100000", "/calendar?area=%00",
        "/calendar?area=NO", "/calendar/440310/years/9999", "/calendar/%00/years/2026", "/supervision/nothing",
        "/supervision/upcoming?within_hours=99999999", "/supervision/summary?by=name", "/inbox?unread=perhaps",
        "/sync/pull?limit=0", "/sync/receipts", "/sync/receipts?id=x", "/queues/%00", "/cases/%00", "/cases/1",
        "/cases/00000000-0000-0000-0000-000000000000/events?after=-1", "/public/ratings/x",
        "/evaluation/figures/values?first=9999-12-31", "/evaluation/figures/values?last=0001-01-01",
        "/evaluation/figures/closing_in_time/series?first=0001-01-01&last=0001-01-02",
        "/evaluation/figures/closing_in_time/cases?first=9999-12-01&last=9999-12-31",
    ],
)  # fmt: skip
async def test_a_hostile_question_is_a_4xx(client_as: Callable[..., AsyncClient], query: str) -> None:
    who = "supervisor" if query.startswith(("/supervision", "/evaluation")) else "clerk"
    answer = await client_as(who).get(query)

    assert 400 <= answer.status_code < 500, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("headers", "statuses"),
    [
        ({"If-Match": '"99999999999"'}, {412}),
        ({"If-Match": "\x01"}, {412}),
        ({"If-Match": '"1", "2"'}, {200}),
        ({"If-Match": "٣"}, {412}),
        ({"If-Match": "x" * 1_001}, {422}),
        ({"If-Match": "*"}, {200}),
        ({"If-Match": 'W/"1"'}, {200}),
        ({"Idempotency-Key": ""}, {422}),
        ({"Idempotency-Key": "two words"}, {422}),
        ({"Idempotency-Key": "é"}, {422}),
        ({"Idempotency-Key": "k" * 101}, {422}),
        ({"Accept-Language": "x" * 60_000}, {200}),
        ({"Accept-Language": "é;q=NaN, *"}, {200}),
    ],
    ids=range(13),
)
async def test_a_hostile_header_is_refused_or_overlooked(
    cases: Cases, headers: dict[str, str], statuses: set[int]
) -> None:
    case = await cases.report()
    told = {name: value.encode() for name, value in headers.items()}
    answer = await cases.act("clerk", case, "comment", {"note": "好"}, headers=told)

    assert answer.status_code in statuses, answer.text


@pytest.mark.parametrize(
    "operation",
    [
        None, [], {}, {"id": "x"}, {"kind": "comment"}, {"body": {"note": "\x00"}},
        {"body": {"note": "x" * 1_000_000}},
        {"body": [1]}, {"base_version": -1}, {"base_version": 10**30}, {"device_time": {"at": "9999-12-31T23:59:59Z"}},
        {"kind": "auto_sign"}, {"kind": "attach"}, {"unknown": 1}, {"case_id": "\x00"},
        {"kind": "report", "body": {"description": "x", "location": {"lat": 114.3, "lon": 22.6}}},
    ],
    ids=range(16),
)  # fmt: skip
async def test_a_hostile_operation_is_rejected_and_takes_no_other_with_it(
    cases: Cases, client_as: Callable[..., AsyncClient], operation: Any
) -> None:
    case = await cases.report()
    good = {"id": str(uuid4()), "kind": "comment", "case_id": case["id"], "body": {"note": "好"}}
    bad = {**good, "id": str(uuid4()), "case_id": str(uuid4()), **operation} if operation else operation
    body = {"sent_at": clock.now().isoformat(), "operations": [bad, good]}
    answer = await client_as("worker").post("/sync/push", json=body)

    assert answer.status_code == 200, answer.text
    assert [result["outcome"] for result in answer.json()["results"]] == ["rejected", "applied"]


async def test_an_endless_batch_is_refused(client_as: Callable[..., AsyncClient]) -> None:
    body = {"sent_at": clock.now().isoformat(), "operations": [None] * 501}

    assert (await client_as("worker").post("/sync/push", json=body)).status_code == 413


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("en;q=0.1, zh;q=0.9", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("fr, en;q=0.5", "en"),
        ("en;q=0", "zh"),
        ("pen, bench", "zh"),
        ("*", "zh"),
        ("", "zh"),
    ],
)
async def test_the_language_is_the_one_preferred(
    client_as: Callable[..., AsyncClient], said: str, language: str
) -> None:
    answer = await client_as(None).get("/me", headers={"Accept-Language": said})

    assert answer.headers["content-language"] == language


@pytest.mark.parametrize("error", [kind for kind in AWAY if kind is not OSError], ids=lambda kind: kind.__name__)
async def test_a_database_that_goes_in_the_middle_is_said_and_worth_another_try(
    client_as: Callable[..., AsyncClient], monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    async def gone(*_: object) -> None:
        raise error("gone")

    monkeypatch.setattr(queues, "overview", gone)
    answer = await client_as("clerk").get("/queues")

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer.headers["retry-after"] == ("30" if error in EXHAUSTED else "2")


async def test_a_flood_of_elements_or_of_fields_is_one_error(
    client_as: Callable[..., AsyncClient],
) -> None:
    worker = client_as("worker")
    body = {"sent_at": clock.now().isoformat(), "operations": [1] * 20_000}
    unknown = {f"f{number}": 1 for number in range(3_000)}

    batch, report = await worker.post("/sync/push", json=body), await worker.post("/cases", json=unknown)

    assert (batch.status_code, report.status_code) == (413, 422)
    assert len(report.json()["errors"]) == 1


async def test_a_name_with_a_nul_is_nobody(client_as: Callable[..., AsyncClient]) -> None:
    answer = await client_as(None).post("/auth/token", data={"username": "a\0b", "password": "x"})

    assert (answer.status_code, answer.json()["code"]) == (401, "not-authenticated")


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2026-11-25T00:00:00", "", None, 7]
)
async def test_a_cursor_at_the_end_of_time_is_refused(client_as: Callable[..., AsyncClient], moment: object) -> None:
    identity = (USERS["clerk"], frozenset[str](), NEWEST_FIRST, list[object]())
    forged = cursors._encoded([moment, str(uuid4())], identity)

    answer = await client_as("clerk").get("/cases", params={"cursor": forged})

    assert (answer.status_code, answer.json()["code"]) == (400, "bad-cursor")


@pytest.mark.parametrize("at", ["\x00", "\x01", "9" * 32, "'; --", "\U00020bb7"])
@pytest.mark.parametrize("description", ["", "路灯不亮"])
async def test_a_code_that_is_none_scans_as_no_area(
    client_as: Callable[..., AsyncClient], at: str, description: str
) -> None:
    client = client_as(None)

    assert (await client.get("http://test/report", params={"at": at})).status_code == 200
    sent = await client.post("http://test/report", data={"at": at, "description": description})
    assert sent.status_code == 422
