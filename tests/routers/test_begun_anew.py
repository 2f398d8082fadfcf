"""What a process knew of who asks was overtaken: the request is answered by what holds, whole and once."""

from collections.abc import Callable

from httpx import AsyncClient

from app.db.session import Session
from app.services.identity import actors
from tests.cases import Cases
from tests.organisation import IN_GRID, USERS

Clients = Callable[..., AsyncClient]


async def _elsewhere(session: Session, sql: str, who: str) -> None:
    """As another process does it, which tells this one nothing."""
    async with session.connection.transaction():
        await session.connection.execute(sql.format(user=USERS[who]))


async def test_a_report_is_made_once_and_in_the_new_name(cases: Cases, session: Session) -> None:
    await cases.report()
    await _elsewhere(session, "UPDATE users SET display_name = '新名' WHERE id = '{user}'", "worker")

    await cases.report(description="另一件")

    told = await session.connection.fetch("SELECT actor_name FROM case_events ORDER BY created_at")
    assert [row["actor_name"] for row in told][1:] == ["新名"]
    assert await session.connection.fetchval("SELECT count(*) FROM cases") == 2


async def test_a_photo_is_taken_once(cases: Cases, session: Session) -> None:
    case = await cases.report()
    await _elsewhere(session, "UPDATE users SET display_name = '新名' WHERE id = '{user}'", "worker")

    assert (await cases.attach("worker", case, "scene")).status_code == 200
    assert await session.connection.fetchval("SELECT count(*) FROM attachments") == 1


async def test_a_revoked_post_ends_at_the_next_request(client_as: Clients, cases: Cases, session: Session) -> None:
    case, client = await cases.report(), client_as("clerk")
    before = [(await client.get(path)).status_code for path in (f"/cases/{case['id']}", "/queues/triage")]
    await _elsewhere(session, "DELETE FROM appointments WHERE user_id = '{user}'", "clerk")

    after = [(await client.get(path)).status_code for path in (f"/cases/{case['id']}", "/queues/triage", "/queues")]
    said = await client.post(f"/cases/{case['id']}/comment", json={"note": "x"})

    assert before == [200, 200]
    assert after == [403, 403, 403]
    assert said.status_code == 403


async def test_a_post_that_is_given_counts_at_the_next_request(client_as: Clients, session: Session) -> None:
    client = client_as("handler")
    report = {"description": "路灯不亮", "location": IN_GRID}
    refused = await client.post("/cases", json=report)
    await _elsewhere(
        session,
        "INSERT INTO appointments (id, user_id, post, area_code, valid_from) SELECT gen_random_uuid(), '{user}', "
        "'full_time_worker', area_code, valid_from FROM appointments WHERE post = 'full_time_worker' LIMIT 1",
        "handler",
    )

    assert (refused.status_code, (await client.post("/cases", json=report)).status_code) == (403, 201)


async def test_a_session_that_ended_elsewhere_is_401_whatever_is_asked(client_as: Clients, session: Session) -> None:
    client = client_as("worker")
    assert (await client.get("/me")).status_code == 200
    async with session.connection.transaction():
        await session.connection.execute("UPDATE token_families SET ended_at = now()")

    bad = await client.post("/cases", json={"description": 7})
    assert [(await client.get("/me")).status_code, bad.status_code] == [401, 401]


async def test_others_go_by_whom_the_process_knows(client_as: Clients, session: Session) -> None:
    """One that was overtaken takes nobody else with it."""
    clerk, worker = client_as("clerk"), client_as("worker")
    for client in (clerk, worker):
        await client.get("/me")
    known = session.memory.of(actors.KnownActors)
    before = dict(known._known)
    await _elsewhere(session, "UPDATE users SET display_name = '新名' WHERE id = '{user}'", "worker")

    assert (await worker.get("/me")).json()["name"] == "新名"
    assert (await clerk.get("/me")).status_code == 200
    kept = [bearer for bearer, entry in known._known.items() if before.get(bearer) is entry]
    assert [bearer.user_id for bearer in kept] == [USERS["clerk"]]
