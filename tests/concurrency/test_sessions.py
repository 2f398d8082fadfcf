"""One refresh token used by two at once, on real commits."""

import asyncio
import threading
from collections.abc import Callable
from datetime import timedelta
from itertools import islice

import pytest
from httpx import AsyncClient

from app.crypto.marks import Mark
from app.crypto.tokens import TokenSigner
from app.db.session import PooledDatabase
from app.queries.identity import sessions as queries
from app.services.administration import giving_passwords
from app.services.administration.giving_passwords import NewPassword
from app.services.identity import passwords, sessions
from app.services.identity.origin import Origin
from app.services.identity.sessions import Issuer
from app.services.identity.turns import OF_A_PAIR
from tests.conftest import KEY
from tests.organisation import PASSWORD


async def test_a_refresh_token_sent_ten_times_at_once_gives_one_pair_and_ends_the_family(
    client_as: Callable[..., AsyncClient],
) -> None:
    client = client_as(None)
    signed_in = await client.post("/auth/token", data={"username": "worker", "password": PASSWORD})
    body = {"refresh_token": signed_in.json()["refresh_token"]}

    answers = await asyncio.gather(*(client.post("/auth/refresh", json=body) for _ in range(10)))
    given = [answer.json()["refresh_token"] for answer in answers if answer.status_code == 200]
    after = await client.post("/auth/refresh", json={"refresh_token": given[0]})

    assert sorted(answer.status_code for answer in answers) == [200] + [401] * 9
    assert after.status_code == 401


@pytest.mark.parametrize("ending", ["reuse", "sign out"])
async def test_a_family_that_ends_while_its_successor_is_rotated_ends_whole(
    client_as: Callable[..., AsyncClient], pool: PooledDatabase, ending: str
) -> None:
    client, issuer = client_as(None), Issuer(TokenSigner(KEY), timedelta(minutes=5), timedelta(days=1))
    first = (await client.post("/auth/token", data={"username": "worker", "password": PASSWORD})).json()
    second = (await client.post("/auth/refresh", json={"refresh_token": first["refresh_token"]})).json()
    where = "/auth/refresh" if ending == "reuse" else "/auth/logout"
    async with pool.writing() as session:
        third = await sessions.rotate(
            session, issuer, second["refresh_token"], None, Origin("here", Mark(KEY, "origins"))
        )
        assert third is not None
        ended = asyncio.create_task(client.post(where, json={"refresh_token": first["refresh_token"]}))
        await asyncio.sleep(0.3)  # it has read the family by now and waits, or has missed the third token
    assert (await ended).status_code in (401, 204)
    after = await client.post("/auth/refresh", json={"refresh_token": third.refresh_token})

    assert after.status_code == 401


async def test_a_new_password_ends_a_session_that_the_old_one_is_just_beginning(
    client_as: Callable[..., AsyncClient], pool: PooledDatabase
) -> None:
    """The right old password was verified, and is looked at again: whichever commits first, no session is left."""
    issuer, origin = Issuer(TokenSigner(KEY), timedelta(minutes=5), timedelta(days=1)), Origin("here", Mark(KEY, "o"))
    async with pool.writing() as session:
        account = await session.one(queries.ACCOUNT, username="worker")
        assert await session.value(queries.STILL, of_user=account["id"], as_of=account["password_hash"]) is not None

        async def change() -> None:
            async with pool.writing() as other:
                await giving_passwords.set_password(other, "worker", NewPassword("x", "another hash"))

        changing = asyncio.create_task(change())
        await asyncio.sleep(0.3)  # it waits by now, or has missed the session
        begun = await sessions.begin(session, issuer, account["id"], origin)
    await changing
    bearer = {"Authorization": f"Bearer {begun.access_token}"}

    assert (await client_as(None).get("/me", headers=bearer)).status_code == 401
    assert (await client_as(None).post("/auth/refresh", json={"refresh_token": begun.refresh_token})).status_code == 401


async def test_an_attempt_sent_twice_at_once_beside_the_rotation_of_its_successor(
    client_as: Callable[..., AsyncClient],
) -> None:
    """Whatever comes first: one line of tokens, or none; never two that both go on."""
    client = client_as(None)
    for _ in range(5):
        signed_in = await client.post("/auth/token", data={"username": "worker", "password": PASSWORD})
        first = {"refresh_token": signed_in.json()["refresh_token"]}
        key = {"Idempotency-Key": "attempt-1"}
        second = {
            "refresh_token": (await client.post("/auth/refresh", json=first, headers=key)).json()["refresh_token"]
        }
        answers = await asyncio.gather(
            client.post("/auth/refresh", json=first, headers=key),
            client.post("/auth/refresh", json=second, headers={"Idempotency-Key": "attempt-2"}),
            client.post("/auth/refresh", json=first, headers=key),
        )
        later = await client.post("/auth/refresh", json=first, headers=key)

        assert later.status_code == 401, "its successor was used"
        assert answers[1].status_code in (200, 401)
        for answer in (answers[0], answers[2]):
            assert answer.status_code == 401 or answer.json()["refresh_token"] == second["refresh_token"]
        third = answers[1].json().get("refresh_token", second["refresh_token"])
        assert (await client.post("/auth/refresh", json={"refresh_token": third})).status_code == 401


async def test_a_flood_of_bogus_log_ins_holds_no_connection_and_is_told_to_come_back(
    client_as: Callable[..., AsyncClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    free = threading.Event()

    class Slow:
        def verify(self, password: str, hashed: str) -> bool:
            return free.wait(60) and False

    monkeypatch.setattr(passwords, "_HASHER", Slow())
    client, bogus = client_as(None), {"username": "worker", "password": "wrong"}
    flood = [asyncio.create_task(client.post("/auth/token", data=bogus)) for _ in range(40)]
    try:
        async with asyncio.timeout(30):
            for refused in islice(asyncio.as_completed(flood), 40 - OF_A_PAIR):
                assert (await refused).status_code == 429
            assert (await client_as("worker").get("/me")).status_code == 200
    finally:
        free.set()
    answers = await asyncio.gather(*flood)

    assert sorted(answer.status_code for answer in answers) == [401] * OF_A_PAIR + [429] * (40 - OF_A_PAIR)
    assert all(answer.headers["retry-after"] for answer in answers if answer.status_code == 429)
