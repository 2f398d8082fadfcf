"""Many users at once with passwords that are told once and to be changed; and everybody's own password."""

from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from app import clock
from app.db.session import Session
from tests.organisation import GRID, OTHER_GRID, PASSWORD, USERS
from tests.routers.test_administration import ClientAs, pointers, town_admin  # noqa: F401  (a fixture)

NEW_PASSWORD = "三月 quartz violet 71"


def person(number: int, **more: Any) -> dict[str, Any]:
    return {
        "username": f"new{number}",
        "display_name": f"新{number}",
        "post": "full_time_worker",
        "area_code": GRID,
    } | more


async def create(admin: AsyncClient, count: int = 3, key: str | None = None, **more: Any) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    body = {"users": [person(number) for number in range(count)], **more}
    return await admin.post("/users/batch", json=body, headers=headers)


async def signed_in(client: AsyncClient, username: str, password: str) -> Any:
    return await client.post("/auth/token", data={"username": username, "password": password})


def bearer(tokens: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens.json()['access_token']}"}


async def change(client: AsyncClient, tokens: Any, old: str, new: str = NEW_PASSWORD) -> Any:
    body = {"old_password": old, "new_password": new}
    return await client.post("/auth/password", json=body, headers=bearer(tokens))


async def test_many_users_come_in_at_once_and_each_has_a_password_of_their_own(
    client_as: ClientAs, session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = await create(client_as("admin"), 200)
    assert answer.status_code == 201, answer.text
    users = answer.json()["users"]
    assert [user["username"] for user in users] == [f"new{number}" for number in range(200)]
    assert len({user["password"] for user in users}) == 200
    assert answer.headers["cache-control"] == "no-store"

    output = capsys.readouterr()
    for table, column in (("receipts", "body"), ("audit_entries", "data::text"), ("users", "password_hash")):
        kept = "\n".join(row[0] for row in await session.connection.fetch(f"SELECT {column} FROM {table}"))
        assert not [user for user in users if user["password"] in kept + output.out + output.err]


async def test_all_of_them_or_none_and_every_reason_by_its_field(client_as: ClientAs, session: Session) -> None:
    admin = client_as("admin")
    bad = [person(0), person(1, display_name=""), person(2, valid_from="2026-01-02", valid_to="2026-01-01")]
    answer = await admin.post("/users/batch", json={"users": [*bad, person(3, username="44031000100199.0")]})
    assert answer.status_code == 422
    assert set(pointers(answer)) == {"/users/1/display_name", "/users/2/valid_to", "/users/3/username"}
    twice = await admin.post("/users/batch", json={"users": [person(0), person(0, username=" NEW0")]})
    assert set(pointers(twice)) == {"/users/1/username"}
    taken = await admin.post("/users/batch", json={"users": [person(0), person(1, username="Worker")]})
    assert (taken.status_code, taken.json()["code"]) == (409, "already-exists")
    assert [each["pointer"] for each in taken.json()["errors"]] == ["/users/1/username"]
    assert await session.connection.fetchval("SELECT count(*) FROM users WHERE username LIKE 'new%'") == 0


async def test_a_problem_stands_at_its_own_user_also_after_names_of_several_lines(client_as: ClientAs) -> None:
    users = [person(0, display_name="两\n行"), person(1), person(2, display_name="")]
    answer = await client_as("admin").post("/users/batch", json={"users": users})

    assert answer.status_code == 422
    assert set(pointers(answer)) == {"/users/0/display_name", "/users/2/display_name"}


async def test_a_bad_name_is_not_also_an_unknown_user(client_as: ClientAs) -> None:
    for username in ("a\u0007b", "x" * 65, "1.38E+10", ""):
        answer = await client_as("admin").post("/users", json=person(0, username=username))
        found = answer.json()["errors"]
        assert [each["pointer"] for each in found] == ["/username"], found
        assert "unknown user" not in answer.text


async def test_a_lost_answer_is_given_again_while_the_passwords_are_good_and_not_afterwards(
    client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin, anyone = client_as("admin"), client_as(None)
    first = await create(admin, key="lost-1")
    again = await create(admin, key="lost-1")
    assert again.status_code == 201
    assert again.headers["idempotency-replayed"] == "true"
    assert again.headers["cache-control"] == "no-store"
    assert again.json() == first.json()
    theirs = {user["username"]: user["password"] for user in first.json()["users"]}
    tokens = await signed_in(anyone, "new0", theirs["new0"])
    assert (await change(anyone, tokens, theirs["new0"])).status_code == 204
    later = await create(admin, key="lost-1")
    assert [user["password"] for user in later.json()["users"]] == [None, theirs["new1"], theirs["new2"]]
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=7, seconds=1))
    expired = await create(admin, key="lost-1")
    assert [user["password"] for user in expired.json()["users"]] == [None, None, None]
    assert (await create(admin)).json()["code"] == "already-exists"


async def test_whoever_was_stranded_gets_new_ones_for_all_at_once(client_as: ClientAs) -> None:
    admin, anyone = client_as("admin"), client_as(None)
    users = (await create(admin)).json()["users"]
    body = {"user_ids": [user["id"] for user in users], "days": 1}
    headers = {"Idempotency-Key": "again-1"}
    given = await admin.post("/users/passwords", json=body, headers=headers)
    again = await admin.post("/users/passwords", json=body, headers=headers)
    assert given.status_code == 200
    assert given.json() == again.json()
    assert {user["password"] for user in given.json()["users"]}.isdisjoint({user["password"] for user in users})
    assert (await signed_in(anyone, "new0", users[0]["password"])).status_code == 401
    assert (await signed_in(anyone, "new0", given.json()["users"][0]["password"])).status_code == 200


async def test_until_it_is_changed_a_one_time_password_allows_nothing_else(
    client_as: ClientAs,
    app: Any,
) -> None:
    user = (await create(client_as("admin"), 1)).json()["users"][0]
    anyone = client_as(None)
    tokens = await signed_in(anyone, "new0", user["password"])
    assert tokens.json()["password_change_required"] is True
    refused = [
        await anyone.get("/me", headers=bearer(tokens)),
        await anyone.get("/cases", headers=bearer(tokens)),
        await anyone.get("/areas", headers=bearer(tokens)),
        await anyone.post("/cases", json={"description": "x"}, headers=bearer(tokens)),
        await anyone.post("/sync/push", json={"operations": []}, headers=bearer(tokens)),
        await anyone.post("/users/batch", json={"users": [person(7)]}, headers=bearer(tokens)),
        await anyone.post("/auth/refresh", json={"refresh_token": tokens.json()["refresh_token"]}),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in refused} == {(403, "password-change-required")}
    in_chinese = await client_as(None, language="zh").get("/me", headers=bearer(tokens))
    assert "先修改密码" in in_chinese.json()["detail"]
    assert (await change(anyone, tokens, user["password"])).status_code == 204
    assert (await anyone.get("/me", headers=bearer(tokens))).json()["name"] == "新0"
    refreshed = await anyone.post("/auth/refresh", json={"refresh_token": tokens.json()["refresh_token"]})
    assert refreshed.json()["password_change_required"] is False
    assert (await signed_in(anyone, "new0", NEW_PASSWORD)).json()["password_change_required"] is False
    assert (await signed_in(anyone, "new0", user["password"])).status_code == 401


async def test_a_one_time_password_expires_and_says_so_only_to_who_has_it(
    client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = (await create(client_as("admin"), 1, days=2)).json()["users"][0]
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=2, seconds=1))
    right = await signed_in(client_as(None), "new0", user["password"])
    wrong = await signed_in(client_as(None), "new0", "another")
    assert [(each.status_code, each.json()["code"]) for each in (right, wrong)] == [
        (401, "password-expired"),
        (401, "not-authenticated"),
    ]


async def test_everybody_changes_their_own_password_and_other_sessions_end(client_as: ClientAs) -> None:
    client = client_as(None)
    mine, elsewhere = await signed_in(client, "worker", PASSWORD), await signed_in(client, "worker", PASSWORD)
    assert (await change(client, mine, PASSWORD)).status_code == 204
    assert (await client.get("/me", headers=bearer(mine))).status_code == 200
    assert (await client.get("/me", headers=bearer(elsewhere))).status_code == 401
    assert (await signed_in(client, "worker", PASSWORD)).status_code == 401
    assert (await signed_in(client, "worker", NEW_PASSWORD)).status_code == 200
    assert (await change(client, mine, PASSWORD)).status_code == 204, "the answer was lost, and it is said again"
    assert (await client.get("/me", headers=bearer(mine))).status_code == 200


async def test_a_wrong_old_password_counts_as_a_failed_sign_in(
    client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.services.identity import signing_in

    monkeypatch.setattr(signing_in, "_PAUSE", 0.0)
    client = client_as(None)
    tokens = await signed_in(client, "worker", PASSWORD)
    answers = [await change(client, tokens, f"wrong {each}") for each in range(11)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert pointers(answers[0]) == {"/old_password": "the old password is wrong"}
    assert (await signed_in(client, "worker", PASSWORD)).status_code == 429
    assert (await client.get("/me", headers=bearer(tokens))).status_code == 200, "the session itself goes on"


@pytest.mark.parametrize(
    "new",
    [PASSWORD, "short-1", "worker-2026", "用户worker!!", "12345678", "87654321", "abcdefgh", "qwertyuiop", "aaaaaaaa",
     "abababab", "x" * 201, "tab\x00less-123"],
)  # fmt: skip
async def test_a_password_that_others_would_try_first_is_refused(client_as: ClientAs, new: str) -> None:
    client = client_as("worker")
    answer = await client.post("/auth/password", json={"old_password": PASSWORD, "new_password": new})
    assert answer.status_code == 422
    assert list(pointers(answer)) == ["/new_password"]


async def test_passwords_are_given_only_in_reach(
    client_as: ClientAs,
    town_admin: AsyncClient,  # noqa: F811
) -> None:
    outside = await town_admin.post("/users/batch", json={"users": [person(0), person(1, area_code=OTHER_GRID)]})
    answers = [
        outside,
        await town_admin.post(
            "/users/passwords", json={"user_ids": [str(USERS["worker"]), str(USERS["other_worker"])]}
        ),
        await client_as("admin").post("/users/passwords", json={"user_ids": [str(USERS["admin"])]}),
        await client_as("worker").post("/users/batch", json={"users": [person(0)]}),
        await client_as("worker").post("/users/passwords", json={"user_ids": [str(USERS["leader"])]}),
    ]
    assert [answer.status_code for answer in answers] == [403, 404, 403, 403, 403]
