"""One refresh token used by two at once, on real commits."""

import asyncio
from collections.abc import Callable

from httpx import AsyncClient

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
