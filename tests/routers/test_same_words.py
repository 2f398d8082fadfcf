"""The same thing said in other words is the same: one mechanism behind every write that may be sent again."""

import json
from collections.abc import Callable
from uuid import UUID

import pytest
from httpx import AsyncClient, Response

from app.crypto import canonical
from app.db.session import Session
from app.schemas.cases.case import ReportCase
from app.services.sync import idempotency
from tests.cases import Cases
from tests.ids import uuid7
from tests.organisation import IN_GRID, TOWN, USERS
from tests.routers.test_second_ids import Outside, out
from tests.sync.phone import Phone, a_report, operation, outcomes

__all__ = ["out"]
Clients = Callable[..., AsyncClient]
Phones = Callable[[str], Phone]
CONTACT = {"name": "王女士", "phone": "13800001234"}
A_REPORT = '"description":"路边井盖缺失","location":{"lat":22,"lon":114},"device_time":"2026-11-28T08:00:00+08:00"'

#: The same report, otherwise written.
SPELLINGS = [
    '"description":"路边井盖缺失","location":{"lat":22,"lon":114},"device_time":"2026-11-28T00:00:00Z"',
    '"description":"路边井盖缺失","location":{"lat":22,"lon":114},"device_time":"2026-11-28T09:00:00.000+09:00"',
    '"device_time":"2026-11-28T08:00:00+08:00","location":{"lon":114,"lat":22},"description":"路边井盖缺失"',
    '"description":"路边井盖缺失","location":{"lat":22.0,"lon":1.14e2},"device_time":"2026-11-28T08:00:00+08:00"',
    '"description":"  \\u8def\\u8fb9井盖缺失\\n","location":{"lat":22,"lon":114},"device_time":"2026-11-28T00:00:00Z"',
    '"description":"路边井盖缺失","location":{"lat":22,"lon":114,"datum":"wgs84","accuracy_m":null},"address":null,'
    '"category_code":null,"contact":null,"external_id":null,"device_time":"2026-11-28T00:00:00Z"',
]
#: And some that are not.
OTHERS = [
    A_REPORT.replace("22,", "22.0001,"),
    A_REPORT.replace("08:00:00+08:00", "08:00:01+08:00"),
    A_REPORT.replace("井盖", "路灯"),
    A_REPORT.replace('"lon":114', '"lon":114,"datum":"gcj02"'),
    A_REPORT + ',"address":"六联社区"',
]


async def send(client: AsyncClient, path: str, body: str, **headers: str) -> Response:
    told = {"Content-Type": "application/json"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return await client.post(path, content=body, headers=told)


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("identity", ["id", "key"])
async def test_a_report_otherwise_written_is_the_same_report(client_as: Clients, identity: str, spelling: str) -> None:
    worker, case_id = client_as("worker"), uuid7()
    ids = [f'"id":"{case_id}",', f'"id":"{str(case_id).upper()}",'] if identity == "id" else ["", ""]
    keys = {} if identity == "id" else {"Idempotency_Key": "report-1"}
    first = await send(worker, "/cases", "{" + ids[0] + A_REPORT + "}", **keys)
    again = await send(worker, "/cases", "{" + ids[1] + spelling + "}", **keys)

    assert (first.status_code, again.status_code) == (201, 200 if identity == "id" else 201), again.text
    assert again.json()["id"] == first.json()["id"]


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize(("identity", "code"), [("id", "report-conflict"), ("key", "key-reused")])
async def test_another_report_stays_a_conflict(client_as: Clients, identity: str, code: str, other: str) -> None:
    worker = client_as("worker")
    own = f'"id":"{uuid7()}",' if identity == "id" else ""
    keys = {} if identity == "id" else {"Idempotency_Key": "report-1"}
    first = await send(worker, "/cases", "{" + own + A_REPORT + "}", **keys)
    second = await send(worker, "/cases", "{" + own + other + "}", **keys)

    assert first.status_code == 201
    assert second.json()["code"] == code


@pytest.mark.parametrize("spelling", SPELLINGS)
async def test_a_pushed_report_otherwise_written_is_replayed(
    client_as: Clients, spelling: str, session: Session
) -> None:
    told = json.loads("{" + A_REPORT + "}"), json.loads("{" + spelling + "}")
    identity = a_report()
    answers = []
    for body in told:
        pushed = {
            **identity, "device_time": body.pop("device_time"), "body": body
        }  # fmt: skip
        text = json.dumps({"sent_at": "2026-11-28T01:00:00Z", "operations": [pushed]}, ensure_ascii=body is told[0])
        answers.append((await send(client_as("worker"), "/sync/push", text)).json()["results"][0])

    assert [answer["outcome"] for answer in answers] == ["applied", "replayed"], answers
    assert await session.connection.fetchval("SELECT count(*) FROM cases") == 1


async def test_a_pushed_move_with_a_default_spelt_out_is_replayed_and_another_rejected(
    cases: Cases, client_as: Clients
) -> None:
    async def nothing() -> None: ...

    case, phone = await cases.at("filed"), Phone(client_as("dispatcher"), nothing)
    first = operation("dispatch", case["id"], {"lead": "CG"})
    spelt_out = {**first, "body": {"lead": "CG", "assists": [], "note": None}, "base_version": case["version"]}
    other = {**first, "body": {"lead": "SW"}}

    assert outcomes(await phone.push(first)) == ["applied"]
    assert outcomes(await phone.push(spelt_out)) == ["replayed"]
    (refused,) = await phone.push(other)
    assert refused["problem"]["code"] == "key-reused"


async def test_an_action_under_its_key_is_the_same_however_it_is_written(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("filed")
    path, key = f"/cases/{case['id']}/dispatch", {"Idempotency_Key": "dispatch-1"}
    first = await send(client_as("dispatcher"), path, '{"lead":"CG"}', **key)
    shouted = f"/cases/{case['id'].upper()}/dispatch"
    again = await send(client_as("dispatcher"), shouted, '{ "note": null, "lead": "\\u0043G" }', **key)
    other = await send(client_as("dispatcher"), path, '{"lead":"CG","note":"加急"}', **key)

    assert (first.status_code, again.status_code) == (200, 200), again.text
    assert again.content == first.content
    assert other.json()["code"] == "key-reused"


async def test_administration_compares_what_is_meant(client_as: Clients) -> None:
    admin, key = client_as("admin"), {"Idempotency-Key": "put-1", "Content-Type": "application/json"}
    square = "[[[113,21],[115,21],[115,23],[113,23],[113,21]]]"
    body = '{"datum":"wgs84","geometry":{"type":"Polygon","coordinates":%s}}'
    first = await admin.put(f"/areas/{TOWN}/boundary", content=body % square, headers=key)
    same = square.replace("21]", "21.0]").replace("115,", "1.15e2,")
    again = await admin.put(f"/areas/{TOWN}/boundary", content=body % same, headers=key)
    other = await admin.put(f"/areas/{TOWN}/boundary", content=body % square.replace("23", "23.5"), headers=key)

    assert first.status_code == 200, first.text
    assert again.headers.get("idempotency-replayed") == "true", again.text
    assert other.json()["code"] == "key-reused"


async def test_null_that_takes_away_is_not_the_same_as_nothing_said(client_as: Clients) -> None:
    admin, key = client_as("admin"), {"Idempotency-Key": "patch-1"}
    path = f"/users/{USERS['worker']}"
    first = await admin.patch(path, json={"phone": None}, headers=key)
    again = await admin.patch(path, json={}, headers=key)

    assert first.status_code == 200
    assert again.json()["code"] == "key-reused"


async def test_a_resident_who_says_it_otherwise_gets_the_same_case(client_as: Clients) -> None:
    nobody, case_id = client_as(None), str(uuid7())
    body = {"id": case_id, "description": "路灯不亮", "location": {"lat": 22, "lon": 114}, "contact": CONTACT}
    first = await nobody.post("/public/cases", json=body)
    spelt = {"contact": CONTACT, "id": case_id.upper(), "description": " 路灯不亮 ",
             "location": {"lon": 114.0, "lat": 22.0, "datum": "wgs84"}}  # fmt: skip
    again = await nobody.post("/public/cases", json=spelt)
    other = await nobody.post("/public/cases", json=body | {"description": "路灯不亮两天"})

    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409), again.text
    assert again.json()["number"] == first.json()["number"]


async def test_an_integration_that_says_it_otherwise_gets_the_same_case(client_as: Clients) -> None:
    hotline = client_as("hotline")
    body = {"external_id": "H-1", "description": "路灯不亮", "location": {"lat": 22, "lon": 114}}
    first = await hotline.post("/cases", json=body)
    again = await hotline.post("/cases", json=body | {"location": {"lat": 22.0, "lon": 114.0}, "contact": None})
    other = await hotline.post("/cases", json=body | {"description": "路灯又亮了"})

    assert (first.status_code, again.status_code) == (201, 200), (first.text, again.text)
    assert again.json()["id"] == first.json()["id"]
    assert other.json()["code"] == "report-conflict"


async def test_a_resident_learns_nothing_of_an_id_that_staff_have_used(out: Outside, session: Session) -> None:
    taken, free = (await out.cases.report())["id"], str(uuid7())
    seen = []
    for case_id in (taken, free):
        body = {"id": case_id, "description": "路灯不亮", "location": IN_GRID, "contact": CONTACT}
        sent = [body, body, body | {"description": "别的事"}]
        answers = [await out.client_as(None).post("/public/cases", json=each) for each in sent]
        assert answers[0].json()["number"] == answers[1].json()["number"]
        seen.append([(answer.status_code, sorted(answer.json()), answer.json().get("code")) for answer in answers])

    assert seen[0] == seen[1]
    assert [status for status, _, _ in seen[0]] == [201, 200, 409]
    hidden = await session.connection.fetchval(
        "SELECT id FROM cases WHERE channel = 'resident' AND id <> $1", UUID(free)
    )
    assert UUID(str(hidden)).version == 7


_NEWER = ("title", "nature_code", "source_code")  # what a report could not say then


async def test_what_was_sent_before_an_upgrade_is_known_again(client_as: Clients, session: Session) -> None:
    """Digests as 0.1 and the versions before this one kept them."""
    worker, case_id = client_as("worker"), str(uuid7())
    body = json.loads("{" + A_REPORT + "}") | {"id": case_id}
    first = await send(worker, "/cases", json.dumps(body), Idempotency_Key="k-1")
    assert first.status_code == 201
    for before in idempotency.hashes_before("POST", "/api/v1/cases", json.dumps(body).encode()):
        await session.connection.execute("UPDATE receipts SET request_hash = $1", before)
        again = await send(worker, "/cases", json.dumps(body), Idempotency_Key="k-1")
        assert (again.status_code, again.json()["id"]) == (201, case_id), again.text
    told = ReportCase.model_validate(body).model_dump(mode="json", exclude={"id", *_NEWER})
    await session.connection.execute("UPDATE cases SET body_hash = $1", canonical.digest([str(USERS["worker"]), told]))
    plain = await send(worker, "/cases", json.dumps(body))
    other = await send(worker, "/cases", json.dumps(body | {"description": "别的"}))

    assert (plain.status_code, plain.json()["id"]) == (200, case_id)
    assert other.json()["code"] == "report-conflict"


async def test_an_operation_that_was_pushed_before_an_upgrade_is_replayed(
    client_as: Clients, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing() -> None: ...

    phone, report = Phone(client_as("worker"), nothing), a_report()
    note = operation("comment", report["case_id"], {"note": "好"}, device_time="2026-11-28T08:00:00+08:00")
    assert outcomes(await phone.push(report, note)) == ["applied", "applied"]
    kept = await session.connection.fetch("SELECT key FROM receipts")
    told = {
        f"operation:{each['id']}": canonical.digest(
            {"kind": each["kind"], "case_id": each["case_id"], "body": each["body"],
             "device_time": "2026-11-28T00:00:00+00:00" if each is note else None}
        )
        for each in (report, note)
    }  # fmt: skip
    assert {row["key"] for row in kept} == set(told)
    for key, digest in told.items():
        await session.connection.execute("UPDATE receipts SET request_hash = $1 WHERE key = $2", digest, key)

    assert outcomes(await phone.push(report, note)) == ["replayed", "replayed"]
