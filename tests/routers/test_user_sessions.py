"""`/users/{id}/sessions`: where somebody is signed in, and the end of that."""

from httpx import AsyncClient

from tests.organisation import PASSWORD, USERS
from tests.routers.test_administration import ClientAs, town_admin

__all__ = ["town_admin"]


async def test_a_session_is_seen_and_ended(client_as: ClientAs) -> None:
    admin, anyone = client_as("admin"), client_as(None)
    signed = (await anyone.post("/auth/token", data={"username": "worker", "password": PASSWORD})).json()
    bearer = {"Authorization": f"Bearer {signed['access_token']}"}
    sessions = f"/users/{USERS['worker']}/sessions"
    newest, *others = (await admin.get(sessions)).json()["items"]

    assert (await anyone.get("/me", headers=bearer)).status_code == 200
    assert (await admin.delete(f"{sessions}/{newest['id']}")).status_code == 204
    assert (await anyone.get("/me", headers=bearer)).status_code == 401
    assert (await admin.get(sessions)).json()["items"] == others
    assert (await admin.delete(f"{sessions}/{newest['id']}")).status_code == 404
    trail = (await admin.get("/audit", params={"action": "user_changed"})).json()["items"]
    assert trail[0]["data"] == {"sessions_ended": 1}


async def test_only_within_reach(client_as: ClientAs, town_admin: AsyncClient) -> None:
    assert (await town_admin.get(f"/users/{USERS['other_worker']}/sessions")).status_code == 404
    assert (await client_as("clerk").get(f"/users/{USERS['worker']}/sessions")).status_code == 403
    own = f"/users/{USERS['admin']}/sessions"
    (session, *_) = (await client_as("admin").get(own)).json()["items"]
    assert (await client_as("admin").delete(f"{own}/{session['id']}")).status_code == 403
