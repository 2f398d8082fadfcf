"""One refresh token used by two at once, on real commits."""

import asyncio
import threading
from collections.abc import Callable
from itertools import islice

import pytest
from httpx import AsyncClient

from app.services import passwords
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
