"""Two administrators at once: whoever comes second is checked against what the first has written."""

import asyncio
from collections.abc import Callable

import pytest
from httpx import AsyncClient

from app.db.session import PooledDatabase
from app.geo.survey import Survey
from app.services.identity import passwords
from app.services.importing import surveys
from app.services.importing.surveys import DrawingBoard
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


async def test_a_boundary_being_looked_at_holds_no_lock_and_no_connection(
    client_as: Callable[..., AsyncClient], pool: PooledDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()
    survey = surveys._survey

    async def slow(told: bytes) -> Survey:
        begun.set()
        await go_on.wait()
        return await survey(told)

    monkeypatch.setattr(surveys, "_survey", slow)
    admin = client_as("admin")
    body = {"geometry": square(114.5, 22.69), "datum": "wgs84"}
    drawing = asyncio.create_task(admin.put(f"/areas/{VILLAGE}/boundary", json=body))
    await begun.wait()

    assert pool.pool.get_size() == pool.pool.get_idle_size()
    made = await admin.put("/areas/44031000100190", json={"level": "grid", "parent_code": VILLAGE, "name": "格"})
    go_on.set()

    assert made.status_code == 201
    assert (await drawing).status_code == 422, "the grids of the village lie elsewhere"


async def test_a_neighbour_drawn_while_one_is_looked_at_is_seen(
    client_as: Callable[..., AsyncClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was found holds only of what is still so: another process of the service drew in between."""
    admin, asked = client_as("admin"), 0
    survey = surveys._survey
    codes = ("44031000100191", "44031000100192")
    for code in codes:
        await admin.put(f"/areas/{code}", json={"level": "grid", "parent_code": VILLAGE, "name": "格"})
    body = {"geometry": square(114.6, 22.69), "datum": "wgs84"}

    async def overtaken(told: bytes) -> Survey:
        nonlocal asked
        asked += 1
        found = await survey(told)
        if asked == 1:
            other = DrawingBoard()
            monkeypatch.setattr(admin._transport.app.state, "board", other)  # type: ignore[attr-defined]
            assert (await admin.put(f"/areas/{codes[1]}/boundary", json=body)).status_code == 200
        return found

    monkeypatch.setattr(surveys, "_survey", overtaken)
    answer = await admin.put(f"/areas/{codes[0]}/boundary", json=body)

    assert (answer.status_code, asked) == (422, 3)
    assert codes[1] in answer.json()["errors"][0]["detail"]
