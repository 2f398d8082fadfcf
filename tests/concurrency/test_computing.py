"""Somebody looks at a period while it is computed: they see how far it is, and nothing of it once that has died."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import asyncpg
import pytest
from httpx import AsyncClient

from app import clock
from app.db.session import PooledDatabase, Session, open_database
from app.services.evaluation import computing
from app.services.evaluation.computing import compute_next
from tests.cases import Cases
from tests.evaluation import counted
from tests.organisation import COUNTY
from tests.routers.test_assessments import made, scheme
from tests.waiting import eventually

Clients = Callable[..., AsyncClient]


class Held:
    """A computation that waits after some who are assessed, until it may go on; in place of its slices."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
        self.reached, self.may_go_on = asyncio.Event(), asyncio.Event()
        self._rested, self._after, self._results_of = 0, after, computing.results_of
        monkeypatch.setattr(computing, "Slices", lambda: self)
        monkeypatch.setattr(computing, "results_of", self._held)
        monkeypatch.setattr(computing, "TELL_EVERY", 0.0)

    async def _held(self, session: Session, *told: Any) -> Any:
        self.connection = session.connection
        return await self._results_of(session, *told)

    async def rest(self) -> None:
        self._rested += 1
        if self._rested == self._after:
            self.reached.set()
            await self.may_go_on.wait()


async def _computing(cases: Cases, clients: Clients, pool: PooledDatabase) -> str:
    with clock.shifted(-timedelta(days=1)):
        await cases.at("closed")
    written = await made(clients("centre_leader"), "schemes", scheme())
    day = f"{clock.today() - timedelta(days=1)}"
    body = {"scheme_id": written["id"], "area_code": COUNTY, "first": day, "last": day}
    period = await made(clients("supervisor"), "periods", body)
    await made(clients("supervisor"), f"periods/{period['id']}/compute", status=200)
    await counted(pool)  # type: ignore[arg-type]
    return str(period["id"])


async def _seen(clients: Clients, period_id: str) -> tuple[str, int, int]:
    told = (await clients("supervisor").get(f"/evaluation/periods/{period_id}")).json()
    (listed,) = (await clients("supervisor").get("/evaluation/periods")).json()["items"]
    assert (listed["done"], listed["total"]) == (told["done"], told["total"])
    return told["state"], told["done"], told["total"]


async def _is(clients: Clients, period_id: str, expected: tuple[str, int, int]) -> bool:
    return await _seen(clients, period_id) == expected


async def test_a_reader_sees_how_far_it_is_and_a_dead_one_tells_nothing(
    cases: Cases, client_as: Clients, pool: PooledDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    period_id = await _computing(cases, client_as, pool)
    assert await _seen(client_as, period_id) == ("computing", 0, 0)
    held = Held(monkeypatch, after=2)
    work = asyncio.create_task(compute_next(pool))
    waiting = asyncio.create_task(held.reached.wait())
    await asyncio.wait({work, waiting}, return_when=asyncio.FIRST_COMPLETED)
    assert not work.done()
    state, done, total = await _seen(client_as, period_id)
    assert (state, done, total > 2) == ("computing", 2, True)

    # Its process dies in the middle: the server sees its connection end.
    held.connection.terminate()
    held.may_go_on.set()
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
        await work
    await eventually(lambda: _is(client_as, period_id, ("computing", 0, 0)))

    # Somebody else computes it from the first on.
    assert await compute_next(pool) == 1
    assert await _seen(client_as, period_id) == ("computed", total, total)
    async with pool.pool.acquire() as connection:
        assert await connection.fetchval("SELECT count(*) FROM assessment_progress") == 0


async def test_over_a_single_connection_it_is_computed_and_its_progress_left_unsaid(
    cases: Cases, client_as: Clients, pool: PooledDatabase, fresh_url: str
) -> None:
    period_id = await _computing(cases, client_as, pool)
    async with open_database(fresh_url, min_size=1, max_size=1) as alone:
        assert await compute_next(alone) == 1
    assert (await _seen(client_as, period_id))[0] == "computed"


async def test_what_the_stream_has_yet_to_tell_of_is_waited_for(
    cases: Cases, client_as: Clients, pool: PooledDatabase
) -> None:
    """Who is paid by the number of tasks is not paid for what was counted until some moment before."""
    await _computing(cases, client_as, pool)
    with clock.shifted(-timedelta(days=1)):
        await cases.at("rejected")

    assert await compute_next(pool) == 0
    await counted(pool)  # type: ignore[arg-type]
    assert await compute_next(pool) == 1
