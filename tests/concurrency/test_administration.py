"""Two administrators at once: whoever comes second is checked against what the first has written."""

import asyncio
from collections.abc import Callable

import pytest
from httpx import AsyncClient

from app.db.session import PooledDatabase
from app.services.people import passwords
from app.web import administering
from tests.organisation import GRID, POSTS, USERS, VILLAGE
from tests.routers.test_administration import square


async def test_of_two_grids_drawn_over_each_other_at_once_one_is_refused(
    client_as: Callable[..., AsyncClient], pool: PooledDatabase
) -> None:
    admin = client_as("admin")
    codes = [f"4403100010018{number}" for number in range(4)]
    for code in codes:
        made = await admin.put(f"/areas/{code}", json={"level": "grid", "parent_code": VILLAGE, "name": "格"})
        assert made.status_code == 201
    body = {"geometry": square(114.5, 22.69), "datum": "wgs84"}

    answers = await asyncio.gather(*(admin.put(f"/areas/{code}/boundary", json=body) for code in codes))

    assert sorted(answer.status_code for answer in answers) == [200, 422, 422, 422]
    async with pool.reading() as session:
        drawn = "SELECT count(*) FROM areas WHERE boundary IS NOT NULL AND code = ANY($1)"
        assert await session.connection.fetchval(drawn, codes) == 1


async def test_of_users_with_one_name_made_at_once_there_is_one(
    client_as: Callable[..., AsyncClient], pool: PooledDatabase
) -> None:
    body = {"username": "zhang", "display_name": "张", "post": "full_time_worker", "area_code": GRID}
    posts = ("full_time_worker", "grid_leader", "triage_clerk", "supervisor")
    admin = client_as("admin")

    answers = await asyncio.gather(*(admin.post("/users", json={**body, "post": post}) for post in posts))

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert len((await admin.get("/appointments", params={"in_force": True})).json()["items"]) == len(POSTS) + 1


async def test_a_password_in_the_making_holds_nobody_up(
    client_as: Callable[..., AsyncClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hashing takes half a second and may have to wait for its turn: neither lock nor connection is held meanwhile."""
    begun, go_on = asyncio.Event(), asyncio.Event()
    make = passwords.new_password

    async def slow() -> passwords.NewPassword:
        begun.set()
        await go_on.wait()
        return await make()

    monkeypatch.setattr(administering, "new_password", slow)
    admin = client_as("admin")
    made = asyncio.create_task(admin.post(f"/users/{USERS['worker']}/password"))
    await begun.wait()
    other = await admin.post(f"/users/{USERS['clerk']}/password", headers={"Authorization": "Bearer nobody"})
    renamed = await admin.patch(f"/users/{USERS['clerk']}", json={"display_name": "新名字"})
    go_on.set()

    assert (other.status_code, renamed.status_code, (await made).status_code) == (401, 200, 200)
