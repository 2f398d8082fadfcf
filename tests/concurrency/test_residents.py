"""A resident who presses twice, and names that change elsewhere: once, and soon."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from httpx import AsyncClient

from app.db.session import PooledDatabase
from app.services.organisation.names import NameBook
from tests.cases import photo
from tests.ids import uuid7
from tests.organisation import IN_GRID, USERS
from tests.waiting import eventually

Clients = Callable[..., AsyncClient]


async def reported(resident: AsyncClient) -> tuple[str, str]:
    report = {"id": str(uuid7()), "description": "路灯不亮", "location": IN_GRID,
              "contact": {"name": "王女士", "phone": "13800001234"}}  # fmt: skip
    told = (await resident.post("/public/cases", json=report)).json()
    return report["id"], f"/public/cases/{told['token']}"


async def actions_of(pool: PooledDatabase, case_id: str) -> list[str]:
    async with pool.reading() as session:
        rows = await session.connection.fetch("SELECT action FROM case_events WHERE case_id = $1 ORDER BY seq", case_id)
    return [row["action"] for row in rows]


async def test_what_is_pressed_eight_times_at_once_is_done_once(client_as: Clients, pool: PooledDatabase) -> None:
    resident = client_as(None)
    case_id, link = await reported(resident)
    said = {"id": str(uuid4()), "note": "昨晚又有人摔倒"}
    words = await asyncio.gather(*(resident.post(f"{link}/words", json=said) for _ in range(8)))
    urges = await asyncio.gather(*(resident.post(f"{link}/urge", json={"id": str(uuid4())}) for _ in range(4)))
    taken = {"photo": ("p.jpg", photo(), "image/jpeg")}
    photos = await asyncio.gather(*(resident.post(f"{link}/photos", files=taken) for _ in range(3)))

    assert {answer.status_code for answer in words} == {200}
    assert sorted(answer.status_code for answer in urges) == [200, 409, 409, 409]
    assert sorted(answer.status_code for answer in photos) == [200, 200, 201]
    assert await actions_of(pool, case_id) == ["report", "supplement", "urge", "attach"]


async def test_a_name_changed_in_another_process_is_known_soon(client_as: Clients, pool: PooledDatabase) -> None:
    book, who = NameBook(), USERS["worker"]

    async def called() -> Any:
        async with pool.reading() as session:
            return (await book.called(session, {"person": {who}}))["person"][who].given

    assert await called() == "用户worker"
    changed = await client_as("admin").patch(f"/users/{who}", json={"display_name": "林小格"})
    assert changed.status_code == 200, changed.text

    async def is_known() -> bool:
        return await called() == "林小格"

    await eventually(is_known)
