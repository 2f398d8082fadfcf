"""`GET /audit`: who did what, when; as far as the reach of whoever asks, and without secrets."""

from typing import Any

import pytest
from asyncpg import InsufficientPrivilegeError
from httpx import AsyncClient

from app.db.session import Session
from app.models.audit import DEED_LABELS, Deed
from app.services.security.trail import common, without_numbers
from tests.organisation import COUNTY, GRID, OTHER_TOWN, PASSWORD, TOWN, USERS, VILLAGE
from tests.routers.test_administration import ClientAs, every, town_admin  # noqa: F401  (a fixture)

ZHANG = {"username": "13800001234", "display_name": "张三13800001234", "phone": "13800001234",
         "post": "full_time_worker", "area_code": GRID}  # fmt: skip


async def _deeds(client: AsyncClient, **query: Any) -> list[str]:
    return await every(client, "/audit", "action", **query)


async def test_every_kind_of_deed_is_told_newest_first_with_who_and_what(client_as: ClientAs) -> None:
    admin = client_as("admin")
    user = (await admin.post("/users", json=ZHANG)).json()
    at = f"/users/{user['id']}"
    grid = {"level": "grid", "parent_code": VILLAGE, "name": "第九网格"}
    post = {"username": "13800001234", "post": "grid_leader", "area_code": GRID}
    rule = {"category_code": "LOC", "condition": "积水", "limit_amount": 4, "limit_unit": "working_hours",
            "close_condition": "排空"}  # fmt: skip
    await admin.patch(at, json={"phone": "13900005678"})
    await admin.post(f"{at}/password")
    granted = (await admin.post("/appointments", json=post)).json()
    await admin.put(f"/appointments/{granted['id']}", json={"valid_to": "2036-06-30"})
    await admin.delete(f"/appointments/{granted['id']}")
    await admin.put(f"/areas/{VILLAGE}09", json=grid)
    await admin.put("/departments/X9", json={"kind": "bureau", "names": [{"valid_from": "2026-01-01", "name": "局"}],
                                             "jurisdictions": [TOWN]})  # fmt: skip
    await admin.put("/category-standards/LOC", json={"name": "本区", "version": "1"})
    await admin.put("/categories/LOC", json={"standard_code": "LOC", "name": "积水", "retired_on": None})
    await admin.put("/filing-rules/LOC-A", json=rule)
    await admin.put(f"/calendar/{TOWN}/days/2027-03-06", json={"kind": "working", "name": "赶集", "windows": []})
    await admin.get("/export")
    tokens = await client_as(None).post("/auth/token", data={"username": "worker", "password": PASSWORD})
    change = {"old_password": PASSWORD, "new_password": "三月 quartz violet 71"}
    headers = {"Authorization": f"Bearer {tokens.json()['access_token']}"}
    assert (await client_as(None).post("/auth/password", json=change, headers=headers)).status_code == 204

    assert await _deeds(admin, limit=5) == [
        "password_changed", "export", "calendar", "filing_rule", "category", "category_standard", "department", "area",
        "appointment_revoked", "appointment_dated", "appointment", "password_given", "user_changed", "user",
    ]  # fmt: skip
    whole = await admin.get("/audit", params={"limit": 200})
    assert "13800001234" not in whole.text
    assert "13900005678" not in whole.text
    assert "quartz" not in whole.text
    entries = whole.json()["items"]
    assert [entry["at"] for entry in entries] == sorted((entry["at"] for entry in entries), reverse=True)
    revoked = next(entry for entry in entries if entry["action"] == "appointment_revoked")
    assert (revoked["by_name"], revoked["target"], revoked["label_zh"]) == ("用户admin", user["id"], "免职")
    assert revoked["data"]["post"] == "grid_leader"
    assert next(entry["data"] for entry in entries if entry["action"] == "user_changed") == {"fields": ["phone"]}


async def test_filters_and_reach(
    client_as: ClientAs,
    town_admin: AsyncClient,  # noqa: F811
) -> None:
    admin, worker, elsewhere = client_as("admin"), USERS["worker"], USERS["other_worker"]
    await admin.patch(f"/users/{worker}", json={"display_name": "甲"})
    await admin.patch(f"/users/{elsewhere}", json={"display_name": "乙"})
    await admin.put("/category-standards/LOC", json={"name": "本区", "version": "1"})
    await town_admin.patch(f"/users/{USERS['leader']}", json={"display_name": "丙"})

    assert await every(town_admin, "/audit", "target") == [str(USERS["leader"]), str(worker)]
    assert await every(admin, "/audit", "target", target=str(worker)) == [str(worker)]
    assert await every(admin, "/audit", "target", actor=str(USERS["admin"])) == ["LOC", str(elsewhere), str(worker)]
    assert await every(admin, "/audit", "target", action="category_standard") == ["LOC"]
    moment = (await admin.get("/audit", params={"action": "category_standard"})).json()["items"][0]["at"]
    assert await every(admin, "/audit", "target", since=moment) == [str(USERS["leader"]), "LOC"]
    assert await every(admin, "/audit", "target", until=moment) == [str(elsewhere), str(worker)]
    first = (await admin.get("/audit", params={"limit": 1})).json()["next_cursor"]
    other = await town_admin.get("/audit", params={"limit": 1, "cursor": first})
    assert (other.status_code, other.json()["code"]) == (400, "bad-cursor")
    assert (await client_as("supervisor").get("/audit")).status_code == 403


async def test_nobody_rewrites_the_trail(client_as: ClientAs, session: Session) -> None:
    await client_as("admin").patch(f"/users/{USERS['worker']}", json={"display_name": "甲"})
    for statement in ("UPDATE audit_entries SET actor_name = ''", "DELETE FROM audit_entries"):
        with pytest.raises(InsufficientPrivilegeError):
            async with session.connection.transaction():
                await session.connection.execute(statement)


async def test_what_was_refused_is_no_deed(client_as: ClientAs) -> None:
    admin = client_as("admin")
    await admin.put(f"/areas/{VILLAGE}09", json={"level": "town", "parent_code": VILLAGE, "name": "错"})
    assert await _deeds(admin) == []


def test_names_of_deeds_are_whole_and_a_name_holds_no_phone() -> None:
    assert set(DEED_LABELS) == set(Deed)
    assert without_numbers("张三13800001234（网格12）") == "张三*********34（网格12）"
    assert common([f"{COUNTY}/{TOWN}/{VILLAGE}/", f"{COUNTY}/{TOWN}/"]) == f"{COUNTY}/{TOWN}/"
    assert common([f"{COUNTY}/{TOWN}/", f"{COUNTY}/{OTHER_TOWN}/"]) == f"{COUNTY}/"
    assert common([]) == common([""]) == ""
