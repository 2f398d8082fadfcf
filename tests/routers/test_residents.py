"""A resident without an account: reports once, gets a number and a link, sees what became of it and nothing else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from app import clock
from app.db.session import Session
from app.services import bounds, residents
from app.services.bounds import Bound
from tests.cases import Cases
from tests.ids import uuid7
from tests.organisation import COUNTY, GRID_PATH, IN_GRID, IN_NO_GRID, USERS

Clients = Callable[..., AsyncClient]
CONTACT = {"name": "王女士", "phone": "13800001234"}


def a_report(**more: Any) -> dict[str, Any]:
    return {"id": str(uuid7()), "description": "路灯不亮", "location": IN_GRID, "contact": CONTACT, **more}


async def seen(client: AsyncClient, told: dict[str, Any]) -> dict[str, Any]:
    answer = await client.get(f"/public/cases/{told['token']}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    view: dict[str, Any] = answer.json()
    return view


async def test_a_resident_follows_a_report_to_its_end(cases: Cases, client_as: Clients, session: Session) -> None:
    nobody, body = client_as(None), a_report()
    answer = await nobody.post("/public/cases", json=body)
    told = answer.json()
    assert answer.status_code == 201, answer.text
    assert (told["status"], told["status_label_zh"], told["status_label"]) == ("reported", "已上报", "Reported")
    assert told["url"].endswith(f"/f/{told['token']}")

    case = (await client_as("clerk").get(f"/cases/{body['id']}")).json()
    assert (case["channel"], case["number"], case["area_path"]) == ("resident", told["number"], GRID_PATH)
    assert (case["reporter_id"], case["contact"]["name"]) == (None, "王**")
    assert (await seen(nobody, told))["due_at"] is None

    for who, action, words in (
        ("clerk", "file", {"rule_code": "R1"}),
        ("dispatcher", "dispatch", {"lead": "CG"}),
        ("handler", "sign", {}),
    ):
        await cases.done(who, case, action, words)
    view = await seen(nobody, told)
    assert (view["status"], view["due_at"] is not None, view["reply"]) == ("handling", True, None)
    await cases.done("handler", case, "resolve", {"result": "已修", "photo_exemption": "nothing_visible"})
    await cases.done("dispatcher", case, "close", {"close_condition_met": True, "reply": "路灯已修复"})
    view = await seen(nobody, told)

    assert (view["status"], view["reply"], view["closed_at"] is not None) == ("closed", "路灯已修复", True)
    assert set(view) == {
        "number", "description", "reported_at", "status", "status_label_zh", "status_label", "due_at", "closed_at",
        "reply",
    }  # fmt: skip
    for secret in (CONTACT["phone"], CONTACT["name"], "用户", str(USERS["handler"])):
        assert secret not in str(view)
    kept = await session.connection.fetchval("SELECT count(*) FROM follow_links WHERE token_hash = $1", told["token"])
    assert kept == 0, "only the hash of a token is kept"


async def test_the_same_report_again_is_the_same_case_and_another_body_a_conflict(client_as: Clients) -> None:
    nobody, body = client_as(None), a_report()
    first, again = [await nobody.post("/public/cases", json=body) for _ in range(2)]
    other = await nobody.post("/public/cases", json=body | {"description": "别的事"})

    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    assert first.json()["number"] == again.json()["number"]
    assert (await seen(nobody, first.json())) == (await seen(nobody, again.json()))
    assert "路灯" not in other.text


async def test_what_no_grid_holds_waits_at_the_county(client_as: Clients) -> None:
    body = a_report(location=IN_NO_GRID)
    assert (await client_as(None).post("/public/cases", json=body)).status_code == 201
    case = (await client_as("clerk").get(f"/cases/{body['id']}")).json()

    assert (case["area_code"], case["area_path"]) == (None, f"{COUNTY}/")


@pytest.mark.parametrize("left_out", ["id", "description", "location", "contact"])
async def test_what_has_to_be_said_is_asked_for(client_as: Clients, left_out: str) -> None:
    body = a_report()
    del body[left_out]
    answer = await client_as(None).post("/public/cases", json=body)

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, f"/{left_out}")


@pytest.mark.parametrize("more", [{"external_id": "1"}, {"category_code": "DCM-01"}, {"contact": {"name": "王"}}])
async def test_what_a_resident_cannot_say_is_refused(client_as: Clients, more: dict[str, Any]) -> None:
    assert (await client_as(None).post("/public/cases", json=a_report(**more))).status_code == 422


async def test_too_many_of_one_phone_wait_and_the_same_report_again_is_none(client_as: Clients) -> None:
    nobody, first = client_as(None), a_report()
    written = ("13800001234", "138-0000-1234", "+86 138 0000 1234")
    bodies = [first] + [a_report(contact=CONTACT | {"phone": written[n % 3]}) for n in range(9)]
    assert {(await nobody.post("/public/cases", json=body)).status_code for body in bodies} == {201}
    refused = [await nobody.post("/public/cases", json=a_report()) for _ in range(2)]
    again = await nobody.post("/public/cases", json=first)
    other = await nobody.post("/public/cases", json=a_report(contact=CONTACT | {"phone": "13900000000"}))
    with clock.shifted(timedelta(days=1)):
        later = await nobody.post("/public/cases", json=a_report())

    assert [(answer.status_code, answer.json()["code"]) for answer in refused] == [(429, "too-many-requests")] * 2
    assert 86_000 < int(refused[0].headers["retry-after"]) <= 86_401
    assert (again.status_code, other.status_code, later.status_code) == (200, 201, 201)


async def test_too_many_from_one_address_wait(client_as: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(residents, "OF_AN_ADDRESS", Bound(2, timedelta(hours=1)))
    nobody = client_as(None)
    phones = ("13800000001", "13800000002", "13800000003")
    sent = [await nobody.post("/public/cases", json=a_report(contact=CONTACT | {"phone": phone})) for phone in phones]

    assert [answer.status_code for answer in sent] == [201, 201, 429]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        (None, "no address", True),
    ],
)
def test_a_household_has_one_network(one: str | None, other: str, same: bool) -> None:
    assert (bounds.network(one) == bounds.network(other)) is same


async def test_a_merged_report_shows_where_the_matter_stands(cases: Cases, client_as: Clients) -> None:
    nobody, body = client_as(None), a_report()
    told = (await nobody.post("/public/cases", json=body)).json()
    target = await cases.at("filed", contact={"name": "赵先生", "phone": "13900000002"}, description="别人的原话")
    await cases.done("clerk", body["id"], "merge", {"target_id": target["id"]})
    view = await seen(nobody, told)

    assert (view["number"], view["status"], view["description"]) == (told["number"], "filed", "路灯不亮")
    assert "别人的原话" not in str(view)


async def test_a_link_that_is_none_is_not_found_and_one_that_is_over_is_gone(client_as: Clients) -> None:
    nobody = client_as(None)
    told = (await nobody.post("/public/cases", json=a_report())).json()
    unknown = await nobody.get("/public/cases/AAAAAAAAAAAAAAAAAAAAAAAA")
    with clock.shifted(residents.LASTS + timedelta(seconds=1)):
        over = await nobody.get(f"/public/cases/{told['token']}")

    assert (unknown.status_code, over.status_code) == (404, 410)
