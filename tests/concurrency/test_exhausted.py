"""A database that answers and has no room or no means left: said as that, nothing half done, over when it is over."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from httpx import AsyncClient

from app import clock, worker
from app.db import condition
from app.db.connections import prepare_connection
from app.db.session import PooledDatabase
from tests.cases import Cases
from tests.ids import uuid7
from tests.organisation import IN_GRID

pytestmark = pytest.mark.any_server

Clients = Callable[..., AsyncClient]
Refusing = Callable[..., AbstractAsyncContextManager[None]]
#: Every code of "insufficient resources" and "system error" in PostgreSQL's Appendix A.
CODES = ["53000", "53100", "53200", "53300", "53400", "58000", "58030", "58P01", "58P02", "58P03"]


@pytest.fixture
def refusing(fresh_url: str) -> Refusing:
    """While the block runs the server itself refuses new rows of a table, at the statement or at the commit."""

    @asynccontextmanager
    async def refuse(table: str, code: str, *, at_commit: bool = False) -> AsyncIterator[None]:
        owner = await asyncpg.connect(fresh_url)
        await owner.execute(
            "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '{code}'; END $$"
        )
        timing = "CONSTRAINT TRIGGER refuse AFTER INSERT" if at_commit else "TRIGGER refuse BEFORE INSERT"
        deferred = "DEFERRABLE INITIALLY DEFERRED" if at_commit else ""
        await owner.execute(f"CREATE {timing} ON {table} {deferred} FOR EACH ROW EXECUTE FUNCTION refuse()")
        try:
            yield
        finally:
            await owner.execute(f"DROP TRIGGER refuse ON {table}")
            await owner.close()

    return refuse


def a_report() -> dict[str, Any]:
    return {"id": str(uuid7()), "description": "路边有成堆垃圾", "location": IN_GRID}


@pytest.mark.parametrize("at_commit", [False, True])
@pytest.mark.parametrize("code", CODES)
async def test_a_report_is_503_and_goes_through_when_there_is_room(
    client_as: Clients, pool: PooledDatabase, refusing: Refusing, code: str, at_commit: bool
) -> None:
    client, body = client_as("worker"), a_report()
    async with refusing("cases", code, at_commit=at_commit):
        refused = await client.post("/cases", json=body, headers={"Idempotency-Key": "one"})
        ready = await client_as(None).get("http://test/readyz")
    again = await client.post("/cases", json=body, headers={"Idempotency-Key": "one"})

    assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
    assert int(refused.headers["retry-after"]) > 0
    assert "no room" in refused.json()["detail"]
    assert ready.status_code == 503
    assert (ready.json()["ready"], ready.json()["database"]) == (False, "full" if code == "53100" else "failing")
    assert (again.status_code, again.json()["id"]) == (201, body["id"])
    assert await pool.pool.fetchval("SELECT count(*) FROM cases") == 1


async def test_a_database_that_takes_no_writes_says_so(
    client_as: Clients, pool: PooledDatabase, fresh_url: str
) -> None:
    async with asyncpg.create_pool(
        fresh_url,
        min_size=1,
        max_size=1,
        init=prepare_connection,
        server_settings={"default_transaction_read_only": "on"},
    ) as standby:
        usual, pool.pool = pool.pool, standby
        answer = await client_as("worker").post("/cases", json=a_report())
        pool.pool = usual
    ready = await client_as(None).get("http://test/readyz")

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert (ready.status_code, ready.json()["database"]) == (503, "read-only")


async def test_readiness_forgets_what_is_over(
    client_as: Clients, refusing: Refusing, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with refusing("cases", "53100"):
        await client_as("worker").post("/cases", json=a_report())
    monkeypatch.setattr(condition, "REMEMBERED", -1.0)

    assert (await client_as(None).get("http://test/readyz")).json()["database"] == "up"


async def test_a_push_is_503_as_a_whole_and_is_done_once_when_sent_again(
    client_as: Clients, pool: PooledDatabase, refusing: Refusing
) -> None:
    client, case_id = client_as("worker"), str(uuid7())
    operation = {"id": str(uuid4()), "kind": "report", "case_id": case_id, "body": {"description": "积水"}}
    body = {"sent_at": clock.now().isoformat(), "operations": [operation]}
    async with refusing("case_events", "53100"):
        refused = await client.post("/sync/push", json=body)
    again = await client.post("/sync/push", json=body)

    assert (refused.status_code, refused.headers["retry-after"]) == (503, "30")
    assert [result["outcome"] for result in again.json()["results"]] == ["applied"]
    assert await pool.pool.fetchval("SELECT count(*) FROM cases") == 1


async def test_timers_wait_for_room_and_none_is_parked(cases: Cases, pool: PooledDatabase, refusing: Refusing) -> None:
    case = await cases.at("dispatched")
    due = datetime.fromisoformat(case["stage_due_at"]) - clock.now() + timedelta(seconds=1)
    async with refusing("case_events", "53100"):
        for minutes in range(5):
            with clock.shifted(due + timedelta(minutes=minutes)), pytest.raises(asyncpg.DiskFullError):
                await worker.sweep(pool)
    with clock.shifted(due):
        await worker.sweep(pool)

    assert await pool.pool.fetchval("SELECT max(attempts) FROM case_timers") == 0
    assert await pool.pool.fetchval("SELECT status FROM cases WHERE id = $1", UUID(case["id"])) == "handling"
