"""A session of a page on two processes: what ends it on one ends it on the other with the next request."""

import asyncio

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from app.config import Settings
from app.db.session import PooledDatabase, open_database
from app.main import create_app
from tests.organisation import PASSWORD

OURS = {"Sec-Fetch-Site": "same-origin", "X-Yikou-Page": "1"}


def _browser(app: FastAPI, **headers: str) -> AsyncClient:
    return AsyncClient(transport=ASGITransport(app), base_url="https://test/api/v1", headers=OURS | headers)


@pytest.mark.parametrize("ending", ["signing out", "a new password"])
async def test_what_ends_on_one_process_has_ended_on_the_other(
    app: FastAPI, pool: PooledDatabase, fresh_url: str, settings: Settings, ending: str
) -> None:
    async with _browser(app) as here, open_database(fresh_url, min_size=1, max_size=2) as other:
        await here.post("/session", json={"username": "worker", "password": PASSWORD})
        there = _browser(create_app(settings, other), cookie=f"__Host-yikou={here.cookies['__Host-yikou']}")
        assert (await there.get("/me")).status_code == 200
        if ending == "signing out":
            assert (await here.delete("/session")).status_code == 204
        else:
            async with _browser(app) as elsewhere:
                await elsewhere.post("/session", json={"username": "worker", "password": PASSWORD})
                change = {"old_password": PASSWORD, "new_password": "some-Other-9713"}
                assert (await elsewhere.post("/auth/password", json=change)).status_code == 204

        assert (await there.get("/me")).status_code == 401


async def test_many_requests_of_a_page_at_once_need_no_more_connections_than_there_are(app: FastAPI) -> None:
    async with _browser(app) as client:
        await client.post("/session", json={"username": "worker", "password": PASSWORD})
        app.state.database.memory.reconnected()  # as in a process that has read nothing yet
        answers = await asyncio.wait_for(asyncio.gather(*(client.get("/me") for _ in range(40))), 60)

    assert {answer.status_code for answer in answers} == {200}
