import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from httpx import AsyncClient

from app.db.session import Session
from tests.cases import Cases
from tests.ids import uuid7
from tests.organisation import COUNTY, GRID, GRID_PATH, IN_GRID, IN_NO_GRID, IN_OTHER_GRID, TOWN, USERS

GOOD = {"description": "路边有成堆垃圾", "location": IN_GRID}


@pytest.mark.parametrize(
    "body",
    [
        {"description": "nul \x00"},
        {"description": "x" * 60_000},
        {"description": "   "},
        {"description": "ok", "location": {"lat": 114.3, "lon": 22.6}},
        {"description": "ok", "location": {"lat": 22.6}},
        {"description": "ok", "device_time": ["2026-11-24T10:00:00Z"]},
        {"description": "ok", "unknown": 1},
        {"description": "ok", "id": "not-a-uuid"},
        {"description": "ok", "id": "00000000-0000-0000-0000-000000000000"},
        {"description": "ok", "category_code": "NO-SUCH"},
        {"description": "ok", "external_id": "12345-1"},
        {"description": {"a": 1}},
        [],
        None,
    ],
)
async def test_rubbish_reports_are_a_clear_422(client_as: Callable[..., AsyncClient], body: Any) -> None:
    answer = await client_as("worker").post("/cases", json=body)

    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["detail"]


@pytest.mark.parametrize(
    "raw",
    [
        b'{"description": "\\ud800"}',
        b'{"description": "ok", "location": {"lat": NaN, "lon": 114.3}}',
        b'{"description": "ok", "location": {"lat": 1e999, "lon": 114.3}}',
        b"{" * 10,
        b"\xff\xfe",
        b"",
    ],
    ids=["surrogate", "nan", "infinity", "cut", "bytes", "empty"],
)
async def test_broken_json_is_a_clear_4xx(client_as: Callable[..., AsyncClient], raw: bytes) -> None:
    answer = await client_as("worker").post("/cases", content=raw, headers={"Content-Type": "application/json"})

    assert answer.status_code in (400, 422), answer.text
    assert answer.json()["code"] in ("bad-request", "invalid")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b'{"description": "' + b"x" * 1_000_000 + b'"}', "too-large"),
        (b'{"description": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "too-large"),
        (b'{"description": ' + b"[" * 10_000 + b"]" * 10_000 + b"}", "too-complex"),
        (b'{"description": ' + b"[" * 100 + b"]" * 100 + b"}", "too-complex"),
    ],
    ids=["long", "long and deep", "many", "deep"],
)
async def test_more_than_a_report_can_be_is_a_clear_413(
    client_as: Callable[..., AsyncClient], raw: bytes, code: str
) -> None:
    answer = await client_as("worker").post("/cases", content=raw, headers={"Content-Type": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (413, code)


async def test_the_same_report_again_is_the_same_case(client_as: Callable[..., AsyncClient]) -> None:
    body = GOOD | {"id": str(uuid7())}
    first = await client_as("worker").post("/cases", json=body)
    second = await client_as("worker").post("/cases", json=body)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["number"] == second.json()["number"]


async def test_another_body_or_another_reporter_under_the_same_id_is_a_conflict(
    client_as: Callable[..., AsyncClient],
) -> None:
    body = GOOD | {"id": str(uuid7())}
    await client_as("worker").post("/cases", json=body)

    other = await client_as("worker").post("/cases", json=body | {"description": "别的事"})
    stranger = await client_as("second_worker").post("/cases", json=body)

    assert (other.status_code, stranger.status_code) == (409, 409)
    assert other.json()["code"] == "report-conflict"
    assert "路边" not in stranger.text


async def test_the_same_external_id_twice_is_a_conflict_unless_it_is_the_same_report(
    client_as: Callable[..., AsyncClient],
) -> None:
    body = GOOD | {"id": str(uuid7()), "external_id": "12345-7"}
    assert (await client_as("hotline").post("/cases", json=body)).status_code == 201
    assert (await client_as("hotline").post("/cases", json=body)).status_code == 200
    assert (await client_as("hotline").post("/cases", json=body | {"id": str(uuid7())})).status_code == 409


async def test_an_external_id_sent_again_without_an_id_is_the_same_case(client_as: Callable[..., AsyncClient]) -> None:
    body = GOOD | {"external_id": "12345-6"}
    first = await client_as("hotline").post("/cases", json=body)
    again = await client_as("hotline").post("/cases", json=body)
    other = await client_as("hotline").post("/cases", json=body | {"description": "别的事"})

    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    assert again.json()["id"] == first.json()["id"]
    told = other.json()
    assert (told["code"], told["case_id"], told["number"]) == (
        "report-conflict",
        first.json()["id"],
        first.json()["number"],
    )


async def test_an_external_id_is_the_same_after_the_integration_is_called_otherwise(
    client_as: Callable[..., AsyncClient], session: Session
) -> None:
    body = GOOD | {"external_id": "12345-8"}
    assert (await client_as("hotline").post("/cases", json=body | {"id": str(uuid7())})).status_code == 201
    await session.connection.execute("UPDATE users SET display_name = '新名' WHERE username = 'hotline'")
    again = await client_as("hotline").post("/cases", json=body | {"id": str(uuid7())})

    assert (again.status_code, again.json()["code"]) == (409, "report-conflict")


async def test_an_integration_reports_only_into_the_area_of_its_post(
    client_as: Callable[..., AsyncClient], session: Session
) -> None:
    await session.connection.execute(
        "UPDATE appointments SET area_code = $1 WHERE user_id = $2", TOWN, USERS["hotline"]
    )
    hotline, paths = client_as("hotline"), []
    for place in ({"location": IN_GRID}, {"location": IN_OTHER_GRID}, {"location": IN_NO_GRID}, {}):
        answer = await hotline.post("/cases", json={"description": "路边有成堆垃圾"} | place)
        paths.append(answer.json()["area_path"] if answer.status_code == 201 else answer.status_code)

    own = f"{COUNTY}/{TOWN}/"
    assert paths == [GRID_PATH, 403, own, own]


async def test_an_idempotency_key_gives_the_first_answer_byte_for_byte(cases: Cases) -> None:
    case = await cases.report()
    headers = {"Idempotency-Key": "k-1"}
    first = await cases.act("clerk", case, "file", {"rule_code": "R1"}, headers=headers)
    second = await cases.act("clerk", case, "file", {"rule_code": "R1"}, headers=headers)
    other = await cases.act("clerk", case, "file", {"rule_code": "R2"}, headers=headers)

    assert first.status_code == 200
    assert second.content == first.content
    assert second.headers["etag"] == first.headers["etag"]
    assert other.json()["code"] == "key-reused"


async def test_a_wrong_state_says_what_is_possible_now(cases: Cases) -> None:
    case = await cases.at("filed")
    answer = await cases.act("clerk", case, "file", {"rule_code": "R1"})

    assert answer.status_code == 409
    assert answer.json()["code"] == "wrong-state"
    assert answer.json()["version"] == 2
    assert "cancel" in {offer["action"] for offer in answer.json()["allowed_actions"]}


async def test_a_stale_version_is_412_and_the_present_one_passes(cases: Cases) -> None:
    case = await cases.at("filed")
    stale = await cases.act("clerk", case, "comment", {"note": "好"}, headers={"If-Match": '"1"'})
    fresh = await cases.act("clerk", case, "comment", {"note": "好"}, headers={"If-Match": '"2"'})

    assert (stale.status_code, fresh.status_code) == (412, 200)
    assert fresh.headers["etag"] == '"3"'


async def test_not_visible_is_404_and_not_permitted_403(cases: Cases) -> None:
    case = await cases.report()

    assert (await cases.act("other_worker", case, "comment", {"note": "x"})).status_code == 404
    assert (await cases.act("far_handler", case, "comment", {"note": "x"})).status_code == 404
    assert (await cases.act("worker", case, "file", {"rule_code": "R1"})).status_code == 403
    assert (await cases.act("clerk", str(uuid4()), "file", {"rule_code": "R1"})).status_code == 404


async def test_a_unit_without_jurisdiction_cannot_be_dispatched_to(cases: Cases) -> None:
    case = await cases.at("filed")
    answer = await cases.act("dispatcher", case, "dispatch", {"lead": "FAR"})

    assert answer.json()["errors"][0]["pointer"] == "/lead"


async def test_a_town_clerk_cannot_move_a_case_into_another_town(cases: Cases) -> None:
    case = await cases.report()
    answer = await cases.act("town_clerk", case, "file", {"rule_code": "R1", "area_code": "44031000200101"})

    assert answer.status_code == 403


async def test_what_is_no_picture_is_refused(cases: Cases) -> None:
    case = await cases.at("handling")
    for content in (b"<html>", b"\xff\xd8\xff\xe0cut", b""):
        answer = await cases.attach("handler", case, content=content)
        assert answer.status_code in (415, 422), answer.text


async def test_errors_speak_the_callers_language(client_as: Callable[..., AsyncClient]) -> None:
    zh = await client_as("worker", language="zh-CN,zh;q=0.9").get(f"/cases/{uuid4()}")
    en = await client_as("worker", language="en").get(f"/cases/{uuid4()}")

    assert zh.json()["title"] == "不存在，或不在您的可见范围内"
    assert en.json()["title"] == "There is no such thing, or it is not yours to see."
    assert zh.headers["content-language"] == "zh"


@pytest.mark.parametrize("cursor", ["x", "a" * 300, "W10", json.dumps([1, 2])])
async def test_a_foreign_cursor_is_a_400(client_as: Callable[..., AsyncClient], cursor: str) -> None:
    answer = await client_as("clerk").get("/cases", params={"cursor": cursor})

    assert answer.json()["code"] == "bad-cursor"


async def test_coordinates_in_another_datum_find_the_same_grid(cases: Cases) -> None:
    shifted = {"lat": 22.6923, "lon": 114.3099, "datum": "gcj02"}

    assert (await cases.report(location=shifted))["area_code"] == GRID
    assert (await cases.report(location=IN_OTHER_GRID))["area_code"] != GRID


@pytest.mark.parametrize(
    "told", ["20261129", "2026-W48-6", "2026-333", "1764374400", 1764374400, "2026-11-29T00:00:00"]
)
async def test_a_date_has_one_form_in_every_body_and_address(client_as: Callable[..., AsyncClient], told: Any) -> None:
    admin, post = client_as("admin"), {"username": "worker", "post": "grid_instructor", "area_code": TOWN}
    names = [{"valid_from": told, "name": "局"}]
    answers = [
        await admin.post("/appointments", json={**post, "valid_from": told}),
        await admin.post("/appointments", json={**post, "valid_to": told}),
        await admin.put("/departments/X9", json={"kind": "bureau", "names": names, "jurisdictions": [TOWN]}),
        await admin.put("/categories/LOC", json={"standard_code": "S1", "name": "积水", "retired_on": told}),
        await admin.put(f"/calendar/{TOWN}/days/{told}", json={"kind": "working"}),
        await admin.get("/calendar", params={"area": TOWN, "since": told}),
    ]
    assert [answer.status_code for answer in answers] == [422] * len(answers), [each.text for each in answers]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"description": "字" * 4_001}, "内容过长，最多 4000 字"),
        ({"description": "x", "location": {"lat": 91, "lon": 0}}, "不能大于 90"),
        ({"description": "x", "location": {"lat": "north", "lon": 0}}, "应为数"),
        ({"description": "x", "location": {"lat": 1, "lon": 1, "datum": "x"}}, "'wgs84', 'gcj02' 或 'bd09'"),
        ({"description": 7}, "应为文本"),
    ],
)
async def test_chinese_says_the_bound_too(client_as: Callable[..., AsyncClient], body: Any, said: str) -> None:
    answer = await client_as("worker", language="zh").post("/cases", json=body)

    assert said in answer.json()["errors"][0]["detail"]
