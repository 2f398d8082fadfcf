"""Real commits on a database of the test's own: what many do at once, and what the application role may not."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import pytest
from httpx import AsyncClient

from app import clock, worker
from app.db.session import PooledDatabase
from app.errors import KeyInFlight
from app.queries.operations import DUE_TIMERS
from app.services.sync import idempotency
from tests.cases import Cases
from tests.ids import uuid7
from tests.organisation import IN_GRID, USERS


async def test_the_same_report_200_times_at_once_is_one_case_and_one_answer(
    client_as: Callable[..., AsyncClient], pool: PooledDatabase
) -> None:
    body = {"id": str(uuid7()), "description": "路边有成堆垃圾", "location": IN_GRID}
    client = client_as("worker")

    answers = await asyncio.gather(*(client.post("/cases", json=body) for _ in range(200)))

    assert {answer.status_code for answer in answers} <= {200, 201}
    assert len({answer.content for answer in answers}) == 1
    assert await pool.pool.fetchval("SELECT count(*) FROM cases") == 1
    assert await pool.pool.fetchval("SELECT count(*) FROM case_events") == 1


async def test_the_same_external_id_many_times_at_once_is_one_case(
    client_as: Callable[..., AsyncClient], pool: PooledDatabase
) -> None:
    body = {"external_id": "12345-1", "description": "路边有成堆垃圾", "location": IN_GRID}
    client = client_as("hotline")

    answers = await asyncio.gather(*(client.post("/cases", json=body) for _ in range(30)))

    assert sorted(answer.status_code for answer in answers) == [200] * 29 + [201]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert await pool.pool.fetchval("SELECT count(*) FROM cases") == 1
    assert await pool.pool.fetchval("SELECT count(*) FROM external_references") == 1


async def test_two_dispatchers_at_once_make_one_dispatch(cases: Cases, pool: PooledDatabase) -> None:
    case = await cases.at("filed")

    answers = await asyncio.gather(*(cases.act("dispatcher", case, "dispatch", {"lead": "CG"}) for _ in range(10)))

    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 9
    assert await pool.pool.fetchval("SELECT count(*) FROM assignments") == 1


async def test_one_key_sent_at_once_is_done_once(cases: Cases, pool: PooledDatabase) -> None:
    case = await cases.report()
    headers = {"Idempotency-Key": "same"}

    answers = await asyncio.gather(
        *(cases.act("worker", case, "comment", {"note": "好"}, headers=headers) for _ in range(20))
    )

    done = {answer.content for answer in answers if answer.status_code == 200}
    refused = {answer.json()["code"] for answer in answers if answer.status_code != 200}
    assert len(done) == 1
    assert refused <= {"key-in-flight"}
    assert await pool.pool.fetchval("SELECT count(*) FROM case_events WHERE action = 'comment'") == 1


async def test_a_key_whose_request_is_still_being_worked_on_is_refused_at_once(
    pool: PooledDatabase,
) -> None:
    user_id = USERS["worker"]
    async with pool.writing() as first, pool.writing() as second:
        assert await idempotency.claim(first, user_id, "k", "digest") is None
        with pytest.raises(KeyInFlight):
            await idempotency.claim(second, user_id, "k", "digest")
        assert await idempotency.claim(second, user_id, "another", "digest") is None


@pytest.mark.parametrize("table", ["case_events", "ratings"])
async def test_the_application_cannot_change_what_happened(pool: PooledDatabase, table: str) -> None:
    for statement in (f"UPDATE {table} SET case_id = case_id", f"DELETE FROM {table}", f"TRUNCATE {table}"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await pool.pool.execute(statement)


async def test_a_failed_commit_never_answers_2xx(client_as: Callable[..., AsyncClient], fresh_url: str) -> None:
    owner = await asyncpg.connect(fresh_url)
    try:
        await owner.execute(
            "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''at commit''; END'"
        )
        await owner.execute(
            "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON cases DEFERRABLE INITIALLY DEFERRED "
            "FOR EACH ROW EXECUTE FUNCTION fail()"
        )
    finally:
        await owner.close()

    answer = await client_as("worker").post("/cases", json={"description": "路边有成堆垃圾"})

    assert answer.status_code == 500
    assert answer.json()["code"] == "fault"


def _until(moment: str) -> timedelta:
    """From now to one second after a moment as the API gives it."""
    return datetime.fromisoformat(moment) - clock.now() + timedelta(seconds=1)


async def test_timers_fire_once_with_three_workers(cases: Cases, pool: PooledDatabase) -> None:
    dispatched = [await cases.at("dispatched") for _ in range(5)]
    with clock.shifted(_until(dispatched[-1]["stage_due_at"])):
        await asyncio.gather(*(worker.sweep(pool) for _ in range(3)))
        async with pool.reading() as session:
            left = await session.all(DUE_TIMERS, at=clock.now(), count=10)

    assert left == []
    for case in dispatched:
        events = await pool.pool.fetch("SELECT action FROM case_events WHERE case_id = $1", UUID(case["id"]))
        assert [row["action"] for row in events].count("auto_sign") == 1
    late = await pool.pool.fetchval("SELECT count(*) FROM cases WHERE status = 'handling' AND signed_late")
    assert late == 5


async def test_a_rating_window_that_ends_archives_the_case(cases: Cases, pool: PooledDatabase) -> None:
    await cases.at("closed")
    with clock.shifted(timedelta(days=13)):
        await worker.sweep(pool)
    assert await pool.pool.fetchval("SELECT status FROM cases") == "closed"
    with clock.shifted(timedelta(days=14, seconds=1)):
        await worker.sweep(pool)

    assert await pool.pool.fetchval("SELECT status FROM cases") == "archived"


async def test_a_poisoned_timer_is_parked_after_three_tries_and_delays_no_other(
    cases: Cases, pool: PooledDatabase, fresh_url: str
) -> None:
    bad = await cases.at("dispatched")
    good = await cases.at("dispatched")
    owner = await asyncpg.connect(fresh_url)
    await owner.execute("UPDATE cases SET rule = $2 WHERE id = $1", UUID(bad["id"]), '{"limit_unit": "moons"}')
    await owner.close()
    for minutes in (0, 1, 2, 3):
        with clock.shifted(_until(good["stage_due_at"]) + timedelta(minutes=minutes)):
            await worker.sweep(pool)

    assert await pool.pool.fetchval("SELECT attempts FROM case_timers WHERE parked_at IS NOT NULL") == 3
    status = await pool.pool.fetchval("SELECT status FROM cases WHERE id = $1", UUID(good["id"]))
    assert status == "handling"


async def test_a_resident_who_presses_often_reports_once(
    client_as: Callable[..., AsyncClient], pool: PooledDatabase
) -> None:
    contact = {"name": "王女士", "phone": "13800001234"}
    body = {"id": str(uuid7()), "description": "路灯不亮", "location": IN_GRID, "contact": contact}
    client = client_as(None)

    answers = await asyncio.gather(*(client.post("/public/cases", json=body) for _ in range(10)))

    assert sorted(answer.status_code for answer in answers) == [200] * 9 + [201]
    assert await pool.pool.fetchval("SELECT count(*) FROM cases") == 1
