"""Kept answers: told again to who may see them still, and that it was done to everybody whose key it is."""

from collections.abc import Callable

import pytest
from httpx import AsyncClient, Response

from app.db.session import Session
from tests.organisation import IN_OTHER_GRID, OTHER_TOWN, TOWN, USERS
from tests.routers.test_second_ids import ACROSS, Outside, out

__all__ = ["out"]
Clients = Callable[..., AsyncClient]
CONTACT = {"name": "王女士", "phone": "13800001234"}
KEY = {"Idempotency-Key": "k-1"}


async def lose(out: Outside, who: str, post: str) -> None:
    held = (await out.client_as("admin").get("/appointments", params={"user": str(USERS[who])})).json()["items"]
    (named,) = [each["id"] for each in held if each["post"] == post]
    assert (await out.client_as("admin").delete(f"/appointments/{named}")).status_code == 204


def done_before(answer: Response) -> bool:
    return (answer.status_code, answer.content, answer.headers["Idempotency-Replayed"]) == (204, b"", "true")


async def test_an_action_is_told_again_until_the_case_leaves_sight(out: Outside, session: Session) -> None:
    case = await out.cases.report(contact=CONTACT)
    first = await out.cases.act(ACROSS, case, "comment", {"note": "已联系"}, headers=KEY)
    again = await out.cases.act(ACROSS, case, "comment", {"note": "已联系"}, headers=KEY)
    await lose(out, ACROSS, "triage_clerk")
    afterwards = await out.cases.act(ACROSS, case, "comment", {"note": "已联系"}, headers=KEY)

    assert (again.status_code, again.content, again.headers["etag"]) == (200, first.content, first.headers["etag"])
    assert done_before(afterwards)
    assert "etag" not in afterwards.headers
    count = "SELECT count(*) FROM case_events WHERE action = 'comment'"
    assert await session.connection.fetchval(count) == 1


async def test_a_report_told_again_shows_no_double_that_left_sight(out: Outside) -> None:
    double = await out.cases.report("other_worker", location=IN_OTHER_GRID)
    body = {"description": double["description"], "location": IN_OTHER_GRID}
    client = out.client_as(ACROSS)
    first = await client.post("/cases", json=body, headers=KEY)
    assert [each["id"] for each in first.json()["duplicate_candidates"]] == [double["id"]]
    await lose(out, ACROSS, "full_time_worker")
    again = await client.post("/cases", json=body, headers=KEY)

    assert again.status_code == 201
    assert again.json() == first.json() | {"duplicate_candidates": []}


async def test_a_link_is_told_again_only_to_who_might_ask_for_one(out: Outside) -> None:
    case = await out.cases.at("closed", contact=CONTACT)
    client = out.client_as(ACROSS)
    first = await client.post(f"/cases/{case['id']}/rating-link", headers=KEY)
    assert first.status_code == 201
    moved = {"username": ACROSS, "post": "department_handler", "department_code": "CG"}
    assert (await out.post("admin", "/appointments", moved)).status_code == 201
    again = await client.post(f"/cases/{case['id']}/rating-link", headers=KEY)

    assert (await client.get(f"/cases/{case['id']}")).status_code == 200, "in sight, and now of the unit"
    assert done_before(again)


async def test_the_spelling_of_a_body_makes_no_other_request(out: Outside) -> None:
    case = await out.cases.report()
    client, path = out.client_as("clerk"), f"/cases/{case['id']}/cancel"
    headers = KEY | {"Content-Type": "application/json"}
    first = await client.post(path, content=b'{"reason_code": "test", "note": "x"}', headers=headers)
    again = await client.post(path, content=b'{"note":"x","reason_code":"test"}', headers=headers)
    another = await client.post(path, content=b'{"note":"y","reason_code":"test"}', headers=headers)

    assert (first.status_code, again.status_code, again.content) == (200, 200, first.content)
    assert another.json()["code"] == "key-reused"


async def test_no_answer_with_a_contact_in_the_clear_is_kept(out: Outside, session: Session) -> None:
    case = await out.cases.report(contact=CONTACT)
    shown = await out.cases.act("clerk", case, "reveal-contact", {"reason_code": "call_back"}, headers=KEY)
    assert shown.json()["contact"] == CONTACT
    pushed = {"id": str(USERS["clerk"]), "kind": "reveal_contact", "case_id": case["id"],
              "body": {"reason_code": "call_back"}}  # fmt: skip
    body = {"sent_at": "2026-11-25T01:00:05Z", "operations": [pushed]}
    result = (await out.post("clerk", "/sync/push", body)).json()["results"][0]
    assert (result["outcome"], result["problem"]["errors"][0]["pointer"]) == ("rejected", "/kind"), (
        "off line nobody looks"
    )
    new = {"username": "zhang", "display_name": "张三", "phone": "13900005678", "post": "dispatcher", "area_code": TOWN}
    made = await out.client_as("admin").post("/users", json=new, headers=KEY)
    again = await out.client_as("admin").post("/users", json=new, headers=KEY)

    kept = str([row["body"] for row in await session.connection.fetch("SELECT body FROM receipts")])
    assert "zhang" in kept
    assert CONTACT["phone"] not in kept
    assert new["phone"] not in kept
    assert again.json() == made.json()
    assert again.json()["phone"] == new["phone"], "read anew"


@pytest.mark.parametrize("lost", [False, True])
async def test_an_administrator_is_told_again_of_what_they_reach(out: Outside, lost: bool) -> None:
    for area in (TOWN, OTHER_TOWN):
        granted = {"username": "leader", "post": "administrator", "area_code": area}
        assert (await out.post("admin", "/appointments", granted)).status_code == 201
    new = {"username": "zhang", "display_name": "张三", "post": "dispatcher", "area_code": OTHER_TOWN}
    client = out.client_as("leader")
    first = await client.post("/users", json=new, headers=KEY)
    if lost:
        held = (await out.client_as("admin").get("/appointments", params={"area": OTHER_TOWN})).json()["items"]
        (named,) = [each["id"] for each in held if each["username"] == "leader"]
        assert (await out.client_as("admin").delete(f"/appointments/{named}")).status_code == 204
    again = await client.post("/users", json=new, headers=KEY)

    assert done_before(again) if lost else again.content == first.content


async def test_a_key_is_its_users_own(out: Outside) -> None:
    case = await out.cases.report()
    told = {"note": "好"}
    answers = [await out.cases.act(who, case, "comment", told, headers=KEY) for who in ("worker", "leader")]

    assert [answer.json()["version"] for answer in answers] == [2, 3]
