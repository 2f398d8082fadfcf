"""An administrator's day: newcomers in the morning, somebody who leaves at noon, and the trail of it in the evening."""

from typing import Any

from httpx import AsyncClient

from tests.cases import Cases
from tests.organisation import GRID, IN_GRID, USERS
from tests.routers.test_administration import ClientAs, every

OWN = "三月 quartz violet 71"


async def _first_sign_in(anyone: AsyncClient, user: dict[str, Any]) -> dict[str, str]:
    """A newcomer signs in with what the letter says, and chooses a password."""
    told = await anyone.post("/auth/token", data={"username": user["username"], "password": user["password"]})
    assert told.json()["password_change_required"]
    headers = {"Authorization": f"Bearer {told.json()['access_token']}"}
    assert (await anyone.get("/me", headers=headers)).json()["code"] == "password-change-required"
    change = {"old_password": user["password"], "new_password": OWN}
    assert (await anyone.post("/auth/password", json=change, headers=headers)).status_code == 204
    again = await anyone.post("/auth/token", data={"username": user["username"], "password": OWN})
    assert not again.json()["password_change_required"]
    return {"Authorization": f"Bearer {again.json()['access_token']}"}


async def test_an_administrators_day(client_as: ClientAs, cases: Cases) -> None:
    admin, anyone = client_as("admin"), client_as(None)

    # Newcomers; the answer is lost, and the same request tells it again.
    people = [
        {
            "username": f"grid{number}",
            "display_name": f"新网格员{number}",
            "post": "full_time_worker",
            "area_code": GRID,
        }
        for number in (1, 2)
    ]
    key = {"Idempotency-Key": "morning"}
    await admin.post("/users/batch", json={"users": people}, headers=key)
    users = (await admin.post("/users/batch", json={"users": people}, headers=key)).json()["users"]
    first, second = [await _first_sign_in(anyone, user) for user in users]
    reported = await anyone.post("/cases", json={"description": "路灯不亮", "location": IN_GRID}, headers=first)
    assert reported.status_code == 201

    # One of them is asked to look, and leaves at noon.
    looks = {"missing": "灯杆编号", "verifier_id": users[0]["id"]}
    await cases.done("clerk", await cases.report("worker"), "request-verification", looks)
    (held,) = (await admin.get("/appointments", params={"user": users[0]["id"]})).json()["items"]
    ended = await admin.delete(f"/appointments/{held['id']}")
    assert ended.json()["open_work"] == {"verifications": 1, "checks": 0, "handling": 0}
    assert await every(admin, "/users", "username", stranded=True) == ["grid1"]
    refused = await admin.post(f"/users/{users[0]['id']}/hand-over", json={"to_id": str(USERS["other_worker"])})
    assert [each["code"] for each in refused.json()["refused"]] == ["invalid"]
    done = await admin.post(f"/users/{users[0]['id']}/hand-over", json={"to_id": users[1]["id"], "note": "离职移交"})
    assert done.json() == {"handed": 1, "refused": [], "next_after": None}
    (waiting,) = (await anyone.get("/queues/to-verify", headers=second)).json()["items"]
    found = {"confirmed": True, "finding": "灯杆 12 号"}
    answer = await anyone.post(f"/cases/{waiting['id']}/submit-verification", json=found, headers=second)
    assert answer.status_code == 200, answer.text
    assert (await admin.patch(f"/users/{users[0]['id']}", json={"is_active": False})).status_code == 200
    assert (await anyone.get("/me", headers=first)).status_code == 401

    # And in the evening it can be read who did what.
    assert await every(admin, "/audit", "action", actor=str(USERS["admin"])) == [
        "user_changed", "hand_over", "appointment_revoked", "user", "user",
    ]  # fmt: skip
    assert await every(admin, "/audit", "action", target=users[1]["id"]) == ["password_changed", "user"]
