"""Phones and names of those to answer: taken in every form that people write, kept and masked in one."""

from collections.abc import Callable
from typing import Any

import pytest
from httpx import AsyncClient

from tests.cases import Cases
from tests.organisation import IN_GRID

Clients = Callable[..., AsyncClient]


@pytest.mark.parametrize(
    ("told", "kept", "shown"),
    [
        ("１３８－００００－１２３４", "13800001234", "*******1234"),
        ("+86 (0)755 2834 1234", "0755-28341234", "********1234"),
        ("0755-28341234-8001", "0755-28341234转8001", "********1234"),
        ("12345", "12345", "***45"),
        ("+852 2345 6789", "+85223456789", "********6789"),
        ("13800001234、0755-28345678", "13800001234/0755-28345678", "*******1234/********5678"),
    ],
)
async def test_a_phone_is_kept_in_one_form_and_masked_in_every_view(
    cases: Cases, client_as: Clients, told: str, kept: str, shown: str
) -> None:
    case = await cases.report("clerk", contact={"name": "王女士", "phone": told})
    pulled = (await client_as("clerk").get("/sync/pull")).json()["cases"]
    revealed = await cases.done("clerk", case, "reveal-contact", {"reason_code": "call_back"})

    assert case["contact"] == {"name": "王**", "phone": shown}
    assert [copy["contact"]["phone"] for copy in pulled if copy["id"] == case["id"]] == [shown]
    assert revealed["contact"]["phone"] == kept


@pytest.mark.parametrize("phone", ["1.38E+10", "13800000000.0", "暂无", '="13800000000"', "'13800000000", "", "王"])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_what_is_no_phone_is_refused_in_the_language_of_who_asks(
    client_as: Clients, phone: str, language: str
) -> None:
    body = {"description": "路灯不亮", "location": IN_GRID, "contact": {"name": "王", "phone": phone}}
    refused = await client_as("clerk", language=language).post("/cases", json=body)

    (error,) = refused.json()["errors"]
    assert (refused.status_code, error["pointer"]) == (422, "/contact/phone")
    assert ("号码" if language == "zh" else "number") in error["detail"]


async def test_one_phone_written_in_two_ways_is_the_same_report(cases: Cases, client_as: Clients) -> None:
    body = {"id": "0193a0c0-0000-7000-8000-0000000000a1", "description": "路灯不亮", "location": IN_GRID}
    sent = [
        await client_as("clerk").post("/cases", json={**body, "contact": {"name": "王", "phone": phone}})
        for phone in ("138 0000 1234", "+8613800001234", "13900001234")
    ]

    assert [answer.status_code for answer in sent] == [201, 200, 409]


@pytest.mark.parametrize(
    "name", ["𮯰某", "\ue863某", "\U0003fffd", "阿卜杜拉·买买提", "张\u3000三", "葛\U000e0100"], ids=ascii
)
async def test_every_name_can_be_told(cases: Cases, name: str) -> None:
    case = await cases.report("clerk", contact={"name": name, "phone": "13800001234"})
    revealed = await cases.done("clerk", case, "reveal-contact", {"reason_code": "call_back"})

    assert revealed["contact"]["name"] == name.replace("\u3000", " ")


_TEXTS: list[tuple[str, Callable[[str], dict[str, Any]], str]] = [
    ("/cases", lambda text: {"description": text, "location": IN_GRID}, "/description"),
    ("/cases", lambda text: {"description": "x", "location": IN_GRID, "address": text}, "/address"),
    ("/cases", lambda text: {"description": "x", "contact": {"name": text, "phone": "110"}}, "/contact/name"),
    ("/cases/candidates", lambda text: {"description": text}, "/description"),
    ("/cases/{id}/comment", lambda text: {"note": text}, "/note"),
    ("/cases/{id}/reject", lambda text: {"reason_code": "not_true", "reply": text}, "/reply"),
]


@pytest.mark.parametrize(("path", "body", "pointer"), _TEXTS)
@pytest.mark.parametrize("text", ["a\u202eb", "a\x85b", "a\x7fb", "a\ufdd0b", "\u3164", "\u200b\u200d"], ids=ascii)
async def test_no_text_deceives_or_shows_nothing(
    cases: Cases, client_as: Clients, path: str, body: Callable[[str], dict[str, Any]], pointer: str, text: str
) -> None:
    case = await cases.report()
    refused = await client_as("clerk", language="zh").post(path.format(id=case["id"]), json=body(text))

    assert refused.status_code == 422, refused.text
    (error,) = refused.json()["errors"]
    assert error["pointer"] == pointer
    assert error["detail"] != "格式或取值不正确", "it says what is wrong"


async def test_a_user_is_called_so_that_nobody_is_taken_for_them(client_as: Clients) -> None:
    admin = client_as("admin")
    new = {"display_name": "张三", "post": "full_time_worker", "area_code": "440310"}
    mixed = await admin.post("/users", json={**new, "username": "wоrker"})  # with a Cyrillic o
    hidden = await admin.post("/users", json={**new, "username": "wor\u200bker"})
    blank = await admin.post("/users", json={**new, "username": "\u3164"})

    assert (mixed.status_code, mixed.json()["errors"][0]["pointer"]) == (422, "/username")
    assert (hidden.status_code, hidden.json()["code"]) == (409, "already-exists"), "and nobody is overwritten"
    assert blank.status_code == 422


async def test_lists_of_people_go_on_behind_names_that_are_new_to_unicode(client_as: Clients) -> None:
    admin = client_as("admin")
    for name in ("𮯰一", "𮯰二", "𮯰三"):
        new = {"username": name, "display_name": name, "post": "full_time_worker", "area_code": "440310"}
        assert (await admin.post("/users", json=new)).status_code == 201
    page = (await admin.get("/users", params={"q": "𮯰", "limit": 2})).json()
    rest = await admin.get("/users", params={"q": "𮯰", "limit": 2, "cursor": page["next_cursor"]})

    assert [user["username"] for user in (*page["items"], *rest.json()["items"])] == ["𮯰一", "𮯰三", "𮯰二"]
