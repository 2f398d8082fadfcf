from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from app import clock
from app.authz import Bearer
from app.crypto.tokens import TokenSigner
from app.db.session import APPLICATION_ROLE, Session
from app.services.identity import signing_in
from app.services.identity.rounds import Waiting
from app.services.importing.directory import import_files
from tests.cases import Cases
from tests.conftest import KEY, OneConnection
from tests.organisation import GRID_PATH, PASSWORD, SESSIONS, USERS


async def _sign_in(client: AsyncClient, password: str = PASSWORD) -> dict[str, str]:
    answer = await client.post("/auth/token", data={"username": "worker", "password": password})
    tokens: dict[str, str] = answer.json()
    return tokens


async def test_signing_in_shows_who_i_am(client_as: Callable[..., AsyncClient]) -> None:
    client = client_as(None)
    tokens = await _sign_in(client)
    me = await client.get("/me", headers={"Authorization": f"Bearer {tokens['access_token']}"})

    assert me.json()["area_scopes"] == [GRID_PATH]
    assert "report" in me.json()["permissions"]


async def test_a_wrong_password_and_an_unknown_name_are_the_same_401(client_as: Callable[..., AsyncClient]) -> None:
    wrong = await client_as(None).post("/auth/token", data={"username": "worker", "password": "wrong"})
    unknown = await client_as(None).post("/auth/token", data={"username": "nobody-at-all", "password": "wrong"})

    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()


async def test_a_refresh_token_rotates_and_its_reuse_revokes_the_family(client_as: Callable[..., AsyncClient]) -> None:
    client = client_as(None)
    first = await _sign_in(client)
    second = (await client.post("/auth/refresh", json={"refresh_token": first["refresh_token"]})).json()
    assert second["refresh_token"] != first["refresh_token"]

    reused = await client.post("/auth/refresh", json={"refresh_token": first["refresh_token"]})
    after = await client.post("/auth/refresh", json={"refresh_token": second["refresh_token"]})

    assert (reused.status_code, after.status_code) == (401, 401)


async def test_a_rotation_whose_answer_was_lost_is_sent_again(client_as: Callable[..., AsyncClient]) -> None:
    client = client_as(None)
    first = {"refresh_token": (await _sign_in(client))["refresh_token"]}
    lost = await client.post("/auth/refresh", json=first, headers={"Idempotency-Key": "attempt-1"})
    again = await client.post("/auth/refresh", json=first, headers={"Idempotency-Key": "attempt-1"})
    after = await client.post("/auth/refresh", json={"refresh_token": again.json()["refresh_token"]})

    assert lost.json()["refresh_token"] == again.json()["refresh_token"]
    assert after.status_code == 200


@pytest.mark.parametrize("key", [{}, {"Idempotency-Key": "attempt-2"}])
async def test_another_attempt_with_a_used_token_revokes_the_family(
    client_as: Callable[..., AsyncClient], key: dict[str, str]
) -> None:
    client = client_as(None)
    first = {"refresh_token": (await _sign_in(client))["refresh_token"]}
    second = await client.post("/auth/refresh", json=first, headers={"Idempotency-Key": "attempt-1"})
    stolen = await client.post("/auth/refresh", json=first, headers=key)
    after = await client.post("/auth/refresh", json={"refresh_token": second.json()["refresh_token"]})
    replay = await client.post("/auth/refresh", json=first, headers={"Idempotency-Key": "attempt-1"})

    assert [answer.status_code for answer in (second, stolen, after, replay)] == [200, 401, 401, 401]


async def test_an_attempt_is_repeated_only_until_its_successor_is_used(client_as: Callable[..., AsyncClient]) -> None:
    """A phone whose second answer was lost too goes on; whoever kept the first request ends the session."""
    client = client_as(None)
    first = {"refresh_token": (await _sign_in(client))["refresh_token"]}
    one, two = {"Idempotency-Key": "attempt-1"}, {"Idempotency-Key": "attempt-2"}
    second = (await client.post("/auth/refresh", json=first, headers=one)).json()
    again = {"refresh_token": second["refresh_token"]}
    lost = await client.post("/auth/refresh", json=again, headers=two)
    third = await client.post("/auth/refresh", json=again, headers=two)
    bearer = {"Authorization": f"Bearer {third.json()['access_token']}"}
    before = await client.get("/me", headers=bearer)
    replayed = await client.post("/auth/refresh", json=first, headers=one)
    after = await client.post("/auth/refresh", json={"refresh_token": third.json()["refresh_token"]})

    assert lost.json()["refresh_token"] == third.json()["refresh_token"]
    assert [answer.status_code for answer in (before, replayed, after)] == [200, 401, 401]
    assert (await client.get("/me", headers=bearer)).status_code == 401


async def _signed_out(client: AsyncClient, tokens: dict[str, str]) -> None:
    await client.post("/auth/logout", json={"refresh_token": tokens["refresh_token"]})


async def _used_twice(client: AsyncClient, tokens: dict[str, str]) -> None:
    for _ in range(2):
        await client.post("/auth/refresh", json={"refresh_token": tokens["refresh_token"]})


async def _given_a_password(client: AsyncClient, tokens: dict[str, str]) -> None:
    headers = {"Authorization": f"Bearer {tokens['admin']}"}
    assert (await client.post(f"/users/{USERS['worker']}/password", headers=headers)).status_code == 200


async def _deactivated_and_back(client: AsyncClient, tokens: dict[str, str]) -> None:
    headers = {"Authorization": f"Bearer {tokens['admin']}"}
    for active in (False, True):
        await client.patch(f"/users/{USERS['worker']}", headers=headers, json={"is_active": active})


@pytest.mark.parametrize("ended", [_signed_out, _used_twice, _given_a_password, _deactivated_and_back])
async def test_what_ends_a_session_ends_its_access_tokens_at_once(
    client_as: Callable[..., AsyncClient], token_of: Callable[[str], str], ended: Callable[..., Any]
) -> None:
    client = client_as(None)
    tokens = await _sign_in(client) | {"admin": token_of("admin")}
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    push = {"items": [], "device": "x"}
    assert (await client.get("/me", headers=bearer)).status_code == 200
    await ended(client, tokens)

    assert (await client.get("/me", headers=bearer)).status_code == 401, "read"
    assert (await client.post("/cases", headers=bearer, json={"description": "垃圾"})).status_code == 401, "write"
    assert (await client.post("/sync/push", headers=bearer, json=push)).status_code == 401, "batch"
    assert (await client.post("/auth/refresh", json={"refresh_token": tokens["refresh_token"]})).status_code == 401


async def test_a_session_of_somebody_else_lends_nothing(
    client_as: Callable[..., AsyncClient], database: OneConnection
) -> None:
    made = TokenSigner(KEY).sign(Bearer(USERS["worker"], SESSIONS["clerk"]), clock.now(), timedelta(minutes=5))
    unknown = TokenSigner(KEY).sign(Bearer(USERS["worker"], USERS["worker"]), clock.now(), timedelta(minutes=5))

    for token in (made, unknown):
        answer = await client_as(None).get("/me", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 401


async def test_who_is_deactivated_by_a_file_finds_no_session_open_when_they_are_back(
    client_as: Callable[..., AsyncClient], database: OneConnection, session: Session
) -> None:
    client = client_as(None)
    tokens = await _sign_in(client)
    await database.connection.execute("RESET ROLE")
    for active in ("false", "true"):
        line = f"username,display_name,is_active\nworker,用户,{active}\n".encode()
        await import_files(session, {"users.csv": line}, reviving=True)
    await database.connection.execute(f"SET ROLE {APPLICATION_ROLE}")

    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert (await client.get("/me", headers=bearer)).status_code == 401
    assert (await client.post("/auth/refresh", json={"refresh_token": tokens["refresh_token"]})).status_code == 401


async def test_signing_out_ends_the_session(client_as: Callable[..., AsyncClient]) -> None:
    client = client_as(None)
    tokens = await _sign_in(client)
    assert (await client.post("/auth/logout", json={"refresh_token": tokens["refresh_token"]})).status_code == 204

    assert (await client.post("/auth/refresh", json={"refresh_token": tokens["refresh_token"]})).status_code == 401


async def test_an_expired_token_is_refused(client_as: Callable[..., AsyncClient]) -> None:
    client = client_as("worker")
    assert (await client.get("/me")).status_code == 200
    with clock.shifted(timedelta(days=3651)):
        assert (await client.get("/me")).status_code == 401


@pytest.mark.parametrize("token", ["x" * 100_000, "é.é.é", "a.b.c", " ", "null"])
async def test_a_token_that_is_not_ours_is_a_401_with_a_challenge(
    client_as: Callable[..., AsyncClient], token: str
) -> None:
    answer = await client_as(None).get("/me", headers={"Authorization": f"Bearer {token}".encode()})

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_a_refresh_token_expires(client_as: Callable[..., AsyncClient]) -> None:
    client = client_as(None)
    tokens = await _sign_in(client)
    with clock.shifted(timedelta(days=30, seconds=1)):
        late = await client.post("/auth/refresh", json={"refresh_token": tokens["refresh_token"]})

    assert late.status_code == 401


async def test_signing_out_with_an_older_token_ends_the_newer_too(client_as: Callable[..., AsyncClient]) -> None:
    client = client_as(None)
    first = await _sign_in(client)
    second = (await client.post("/auth/refresh", json={"refresh_token": first["refresh_token"]})).json()
    for _ in range(2):
        assert (await client.post("/auth/logout", json={"refresh_token": first["refresh_token"]})).status_code == 204

    assert (await client.post("/auth/refresh", json={"refresh_token": second["refresh_token"]})).status_code == 401


async def test_signing_in_twice_makes_two_sessions_and_ending_one_leaves_the_other(
    client_as: Callable[..., AsyncClient],
) -> None:
    client = client_as(None)
    one, other = await _sign_in(client), await _sign_in(client)
    await client.post("/auth/logout", json={"refresh_token": one["refresh_token"]})

    assert (await client.post("/auth/refresh", json={"refresh_token": other["refresh_token"]})).status_code == 200


async def test_a_disabled_user_is_out_at_once(client_as: Callable[..., AsyncClient], database: OneConnection) -> None:
    client = client_as(None)
    tokens = await _sign_in(client)
    await _as_owner(database, "UPDATE users SET is_active = false WHERE username = 'worker'")

    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert (await client.get("/me", headers=bearer)).status_code == 401
    assert (await client.post("/auth/refresh", json={"refresh_token": tokens["refresh_token"]})).status_code == 401
    again = await client.post("/auth/token", data={"username": "worker", "password": PASSWORD})
    assert again.status_code == 401


async def test_who_is_disabled_while_the_password_is_verified_gets_no_tokens(
    client_as: Callable[..., AsyncClient], database: OneConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fits(password: str, hashed: str, place: Waiting) -> bool:
        await _as_owner(database, "UPDATE users SET is_active = false WHERE username = 'worker'")
        return True

    monkeypatch.setattr(signing_in, "verify_password", fits)
    answer = await client_as(None).post("/auth/token", data={"username": "worker", "password": PASSWORD})

    assert answer.status_code == 401


async def test_a_revoked_appointment_ends_at_once(
    client_as: Callable[..., AsyncClient], database: OneConnection, cases: Cases
) -> None:
    case = await cases.report()
    assert (await client_as("worker").get(f"/cases/{case['id']}")).status_code == 200
    ended = f"UPDATE appointments SET valid_to = valid_from WHERE user_id = '{USERS['worker']}'"
    await _as_owner(database, ended)

    me = (await client_as("worker").get("/me")).json()
    assert (me["posts"], me["permissions"], me["area_scopes"]) == ([], [], [])
    assert (await client_as("worker").get(f"/cases/{case['id']}")).status_code == 403
    assert (await client_as("worker").post("/cases", json={"description": "垃圾"})).status_code == 403
    pulled = (await client_as("worker").get("/sync/pull")).json()
    assert (pulled["cases"], pulled["reset"]) == ([], True)


async def _as_owner(database: OneConnection, statement: str) -> None:
    """What an administrator does beside the service, in the transaction of the test."""
    await database.connection.execute(f"RESET ROLE; {statement}; SET ROLE {APPLICATION_ROLE}")
