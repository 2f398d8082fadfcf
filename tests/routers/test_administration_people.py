"""`/users` and `/appointments`: who may give which post to whom, and passwords that are told once."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from httpx import AsyncClient

from app import clock
from app.db.session import Session
from tests.organisation import COUNTY, GRID, OTHER_GRID, OTHER_TOWN, PASSWORD, TOWN, USERS
from tests.routers.test_administration import ClientAs, every, pointers, town_admin  # noqa: F401  (a fixture)

NEW = {"username": "zhang", "display_name": "张三", "post": "full_time_worker", "area_code": GRID}

LEAD = {"post": "department_lead", "area_code": None}


async def create(client: AsyncClient, **more: Any) -> dict[str, Any]:
    answer = await client.post("/users", json={**NEW, **more})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def sign_in(client: AsyncClient, username: str, password: str) -> dict[str, Any] | None:
    answer = await client.post("/auth/token", data={"username": username, "password": password})
    return answer.json() if answer.status_code == 200 else None


async def test_a_user_is_created_given_a_password_once_and_signs_in(client_as: ClientAs, session: Session) -> None:
    admin, anyone = client_as("admin"), client_as(None)
    user = await create(admin, phone="13800001234")
    assert [post["post"] for post in user["appointments"]] == ["full_time_worker"]
    headers = {"Idempotency-Key": "password-1"}
    given = await admin.post(f"/users/{user['id']}/password", headers=headers)
    again = await admin.post(f"/users/{user['id']}/password", headers=headers)
    password = given.json()["password"]
    assert given.headers["cache-control"] == "no-store"
    assert again.json() == {"username": "zhang", "password": None}
    kept = await session.connection.fetch("SELECT body FROM receipts")
    assert not [row for row in kept if password in row["body"]]

    tokens = await sign_in(anyone, "zhang", password)
    assert tokens is not None
    for typed in ("ｚｈａｎｇ", "zhang\u3000", "\ufeffzh\u200bang"):
        assert await sign_in(anyone, typed, password) is not None, "as a keyboard for Chinese leaves it"
    second = (await admin.post(f"/users/{user['id']}/password")).json()["password"]
    assert second != password
    assert await sign_in(anyone, "zhang", password) is None
    refreshed = await anyone.post("/auth/refresh", json={"refresh_token": tokens["refresh_token"]})
    assert refreshed.status_code == 401, "a new password ends sessions"


async def test_patch_changes_what_is_named_and_deactivation_signs_out(client_as: ClientAs) -> None:
    admin = client_as("admin")
    user = await create(admin, phone="13800001234")
    at = f"/users/{user['id']}"
    assert (await admin.patch(at, json={"display_name": "张四"})).json()["phone"] == "13800001234"
    assert (await admin.patch(at, json={})).json()["display_name"] == "张四"
    assert (await admin.patch(at, json={"phone": None})).json()["phone"] is None
    assert (await client_as("worker").get("/me")).status_code == 200
    gone = await admin.patch(f"/users/{USERS['worker']}", json={"is_active": False})
    assert gone.json()["is_active"] is False
    assert (await client_as("worker").get("/me")).status_code == 401
    assert await sign_in(client_as(None), "worker", PASSWORD) is None
    assert (await admin.patch(f"/users/{USERS['worker']}", json={"is_active": True})).json()["is_active"] is True
    assert (await client_as("worker").get("/me")).status_code == 401, "what was open before stays ended"
    assert await sign_in(client_as(None), "worker", PASSWORD) is not None


@pytest.mark.parametrize(
    ("change", "pointer", "said"),
    [
        ({"username": ""}, "/username", "username is missing"),
        ({"username": "x" * 65}, "/username", "longer than 64"),
        ({"display_name": "a\u2029b"}, "/display_name", "unprintable"),
        ({"phone": "1" * 33}, "/phone", "not a phone number"),
        ({"area_code": "NOPE"}, "/area_code", "unknown area NOPE"),
        ({"area_code": None}, "/area_code", "wrong area for full_time_worker"),
        ({"area_code": None, "department_code": "CG"}, "/department_code", "wrong department for full_time_worker"),
        ({**LEAD, "department_code": "X"}, "/department_code", "unknown department X"),
        ({"post": "king"}, "/post", "Input should be"),
        ({"valid_from": "2026-02-01", "valid_to": "2026-01-31"}, "/valid_to", "ends before it starts: 2026-01-31"),
    ],
)  # fmt: skip
async def test_a_bad_user_is_refused_by_field(
    client_as: ClientAs, change: dict[str, Any], pointer: str, said: str
) -> None:
    admin = client_as("admin")
    assert said in pointers(await admin.post("/users", json={**NEW, **change}))[pointer]
    assert await every(admin, "/users", "username", q="zhang") == []


async def test_a_taken_name_is_a_conflict_whatever_its_case(client_as: ClientAs) -> None:
    answer = await client_as("admin").post("/users", json={**NEW, "username": "WORKER"})
    assert (answer.status_code, answer.json()["code"]) == (409, "already-exists")


async def test_a_post_is_granted_dated_and_revoked(client_as: ClientAs) -> None:
    admin = client_as("admin")
    body = {"username": "second_worker", "post": "triage_clerk", "area_code": TOWN}
    first = await admin.post("/appointments", json=body)
    again = await admin.post("/appointments", json=body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    at = f"/appointments/{first.json()['id']}"
    assert "triage" in (await client_as("second_worker").get("/me")).json()["permissions"]
    end = (clock.today() + timedelta(days=3)).isoformat()
    assert (await admin.put(at, json={"valid_to": end})).json()["valid_to"] == end
    early = (clock.today() - timedelta(days=1)).isoformat()
    assert "ends before" in pointers(await admin.put(at, json={"valid_to": early}))["/valid_to"]
    assert (await admin.put(at, json={"valid_to": None})).json() == (await admin.get(at)).json()
    assert (await admin.delete(at)).status_code == 204
    assert (await admin.get(at)).status_code == 404, "it began today: it never was"
    assert "triage" not in (await client_as("second_worker").get("/me")).json()["permissions"]


async def test_an_older_post_that_is_revoked_keeps_its_days(client_as: ClientAs) -> None:
    admin = client_as("admin")
    post = (await admin.get("/appointments", params={"user": str(USERS["worker"])})).json()["items"][0]
    assert [(await admin.delete(f"/appointments/{post['id']}")).status_code for _ in range(2)] == [204, 204]
    ended = (await admin.get(f"/appointments/{post['id']}")).json()
    assert ended["valid_to"] == (clock.today() - timedelta(days=1)).isoformat()
    assert (await client_as("worker").get("/me")).json()["posts"] == []
    in_force = await every(admin, "/appointments", "username", in_force=True, area=GRID)
    assert "worker" not in in_force
    assert "worker" in await every(admin, "/appointments", "username", in_force=False)
    assert await every(admin, "/users", "username", q="用户worker") == ["worker"]


async def test_nobody_gives_themselves_a_post_or_changes_their_own(client_as: ClientAs) -> None:
    admin = client_as("admin")
    own = (await admin.get("/appointments", params={"user": str(USERS["admin"])})).json()["items"][0]
    answers = [
        await admin.post("/appointments", json={"username": "admin", "post": "supervisor", "area_code": COUNTY}),
        await admin.put(f"/appointments/{own['id']}", json={"valid_to": None}),
        await admin.delete(f"/appointments/{own['id']}"),
        await admin.patch(f"/users/{USERS['admin']}", json={"is_active": False}),
    ]
    assert [answer.status_code for answer in answers] == [403] * 4


async def test_lists_of_people_are_scoped_filtered_and_mask_phones(
    client_as: ClientAs,
    town_admin: AsyncClient,  # noqa: F811
) -> None:
    admin = client_as("admin")
    await create(admin, phone="13800001234")
    assert set(await every(admin, "/users", "username")) == {*USERS, "zhang"}
    here = ["leader", "nobody", "second_worker", "station_handler", "town_clerk", "town_supervisor", "worker", "zhang"]
    assert await every(town_admin, "/users", "username") == here
    assert await every(admin, "/users", "username", department="CG") == ["handler", "lead"]
    assert await every(admin, "/users", "username", area=OTHER_TOWN) == ["other_supervisor", "other_worker"]
    assert await every(admin, "/users", "username", post="administrator") == ["admin", "nobody"]
    assert await every(admin, "/users", "username", q="用户cl") == ["clerk"]
    zhang = (await admin.get("/users", params={"q": "zhang"})).json()["items"][0]
    assert zhang["phone"] == "*******1234"
    assert (await admin.get(f"/users/{zhang['id']}")).json()["phone"] == "13800001234"
    assert set(await every(town_admin, "/appointments", "username")) == set(here)


async def test_filters_do_not_tell_of_posts_out_of_reach(
    client_as: ClientAs,
    town_admin: AsyncClient,  # noqa: F811
) -> None:
    admin = client_as("admin")
    for elsewhere in (
        {"post": "dispatcher", "area_code": OTHER_TOWN},
        {"post": "department_lead", "department_code": "SW"},
    ):
        assert (await admin.post("/appointments", json={"username": "worker", **elsewhere})).status_code == 201
    for told in ({"post": "dispatcher"}, {"department": "SW"}):
        assert "worker" in await every(admin, "/users", "username", **told)
        assert await every(town_admin, "/users", "username", **told) == []


async def test_a_town_gives_posts_in_its_subtree_only(town_admin: AsyncClient) -> None:  # noqa: F811
    worker = "second_worker"
    granted = await town_admin.post("/appointments", json={"username": worker, "post": "dispatcher", "area_code": TOWN})
    station = {"username": worker, "post": "department_handler", "department_code": "CG-1"}
    assert (granted.status_code, (await town_admin.post("/appointments", json=station)).status_code) == (201, 201)
    refused = {
        "the county": {"username": worker, "post": "dispatcher", "area_code": COUNTY},
        "another town": {"username": worker, "post": "dispatcher", "area_code": OTHER_TOWN},
        "a bureau of the county": {"username": worker, "post": "department_lead", "department_code": "CG"},
        "somebody unseen": {"username": "other_worker", "post": "dispatcher", "area_code": TOWN},
        "with a space": {"username": " other_worker\u3000", "post": "dispatcher", "area_code": TOWN},
    }
    answers = {what: (await town_admin.post("/appointments", json=body)).status_code for what, body in refused.items()}
    unseen = {"somebody unseen", "with a space"}
    assert answers == {what: 404 if what in unseen else 403 for what in refused}
    new = await town_admin.post("/users", json={**NEW, "area_code": OTHER_GRID})
    assert new.status_code == 403


async def test_whoever_reaches_further_is_not_changed_from_below(
    client_as: ClientAs,
    town_admin: AsyncClient,  # noqa: F811
) -> None:
    granted = {"username": "clerk", "post": "dispatcher", "area_code": TOWN}
    assert (await client_as("admin").post("/appointments", json=granted)).status_code == 201
    at = f"/users/{USERS['clerk']}"
    seen = await town_admin.get(at)
    assert [post["area_code"] for post in seen.json()["appointments"]] == [TOWN], "what lies outside is not shown"
    answers = [
        await town_admin.patch(at, json={"is_active": False}),
        await town_admin.post(f"{at}/password"),
        await town_admin.get(f"/users/{USERS['dispatcher']}"),
        await town_admin.post(f"/users/{USERS['admin']}/password"),
        await town_admin.get(f"/users/{uuid4()}"),
    ]
    assert [answer.status_code for answer in answers] == [403, 403, 404, 404, 404]


async def test_workers_look_after_nobody(client_as: ClientAs) -> None:
    worker = client_as("worker")
    answers = [
        await worker.post("/users", json=NEW),
        await worker.patch(f"/users/{USERS['leader']}", json={"is_active": False}),
        await worker.post(f"/users/{USERS['leader']}/password"),
        await worker.post("/appointments", json={"username": "worker", "post": "administrator", "area_code": COUNTY}),
        await worker.delete(f"/appointments/{uuid4()}"),
    ]
    assert [answer.status_code for answer in answers] == [403] * 5
