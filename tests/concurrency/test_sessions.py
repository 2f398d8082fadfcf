"""One refresh token used by two at once, on real commits."""

import asyncio
import threading
from collections.abc import Callable
from datetime import timedelta
from itertools import islice

import pytest
from httpx import AsyncClient

from app.db.session import PooledDatabase
from app.services.people import identity, passwords
from app.services.people.identity import Lifetimes
from app.tokens import TokenSigner
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
    client, signer, lifetimes = client_as(None), TokenSigner(KEY), Lifetimes(timedelta(minutes=5), timedelta(days=1))
    first = (await client.post("/auth/token", data={"username": "worker", "password": PASSWORD})).json()
    second = (await client.post("/auth/refresh", json={"refresh_token": first["refresh_token"]})).json()
    where = "/auth/refresh" if ending == "reuse" else "/auth/logout"
    async with pool.writing() as session:
        third = await identity.rotate(session, signer, second["refresh_token"], None, lifetimes)
        assert third is not None
        ended = asyncio.create_task(client.post(where, json={"refresh_token": first["refresh_token"]}))
        await asyncio.sleep(0.3)  # it has read the family by now and waits, or has missed the third token
    assert (await ended).status_code in (401, 204)
    after = await client.post("/auth/refresh", json={"refresh_token": third.refresh_token})

    assert after.status_code == 401


async def test_a_flood_of_bogus_log_ins_holds_no_connection_and_is_told_to_come_back(
    client_as: Callable[..., AsyncClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    free = threading.Event()

    class Slow:
        def verify(self, password: str, hashed: str) -> bool:
            return free.wait(10) and False

    monkeypatch.setattr(passwords, "_HASHER", Slow())
    client, bogus = client_as(None), {"username": "worker", "password": "wrong"}
    flood = [asyncio.create_task(client.post("/auth/token", data=bogus)) for _ in range(40)]
    try:
        async with asyncio.timeout(5):
            for refused in islice(asyncio.as_completed(flood), 18):
                assert (await refused).status_code == 429
            assert (await client_as("worker").get("/me")).status_code == 200
    finally:
        free.set()
    answers = await asyncio.gather(*flood)

    assert sorted(answer.status_code for answer in answers) == [401] * 22 + [429] * 18
    assert all(answer.headers["retry-after"] for answer in answers if answer.status_code == 429)
