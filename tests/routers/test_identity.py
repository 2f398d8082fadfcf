from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from httpx import AsyncClient
from jose import jwt

from app import clock
from app.errors import NotAuthenticated
from app.tokens import TokenSigner
from tests.conftest import KEY
from tests.organisation import GRID_PATH, PASSWORD, USERS


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


GOOD = {"sub": str(USERS["worker"]), "aud": "yikou", "iat": 1, "exp": 99_999_999_999}


@pytest.mark.parametrize(
    "token",
    [
        jwt.encode(GOOD, "another key, also long enough for us", algorithm="HS256"),
        jwt.encode(GOOD, KEY, algorithm="HS512"),
        jwt.encode({**GOOD, "aud": "other"}, KEY, algorithm="HS256"),
        jwt.encode({k: v for k, v in GOOD.items() if k != "aud"}, KEY, algorithm="HS256"),
        jwt.encode({k: v for k, v in GOOD.items() if k != "exp"}, KEY, algorithm="HS256"),
        jwt.encode({**GOOD, "exp": "99999999999"}, KEY, algorithm="HS256"),
        jwt.encode({**GOOD, "sub": "me"}, KEY, algorithm="HS256"),
        jwt.encode(GOOD, KEY, algorithm="HS256", headers={"crit": ["x"]}),
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.",
        "a.b.c",
        "x" * 100_000,
        "[" * 900 + ".b.c",
    ],
)
def test_a_token_that_is_not_exactly_ours_is_refused(token: str) -> None:
    with pytest.raises(NotAuthenticated):
        TokenSigner(KEY).verify(token, clock.now())


@pytest.mark.parametrize("key", ["", "short", "-----BEGIN PUBLIC KEY-----" + "x" * 32])
def test_a_weak_key_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="signing key"):
        TokenSigner(key)


def test_a_verified_token_still_expires() -> None:
    signer = TokenSigner(KEY)
    user_id = uuid4()
    token = signer.sign(user_id, clock.now(), timedelta(minutes=1))

    assert signer.verify(token, clock.now()) == user_id
    with pytest.raises(NotAuthenticated):
        signer.verify(token, clock.now() + timedelta(minutes=2))
