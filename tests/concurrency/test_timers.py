"""Timers under real commits: two sweepers on one row, a sweep cut short, a wrong host clock, a poisoned row."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from structlog.testing import capture_logs

from app import clock, worker
from app.concurrency.background import running
from app.db.session import PooledDatabase
from app.services.operations import timekeeping
from app.services.timing import deadline_sweep, timers
from app.workflow.timing.timers import TimerKind
from tests.cases import Cases
from tests.organisation import TOWN
from tests.waiting import AT_MOST, eventually


@pytest.fixture(autouse=True)
def own_clock() -> Any:
    """What a test makes this process believe of the host's clock ends with it."""
    yield
    clock.follow(datetime.now(UTC))


def after(moment: str, **more: int) -> timedelta:
    """From now to one second, or so much, after a moment as the API gives it."""
    return datetime.fromisoformat(moment) - clock.now() + timedelta(**(more or {"seconds": 1}))


async def signed(pool: PooledDatabase, case: dict[str, Any]) -> int:
    count: int = await pool.pool.fetchval(
        "SELECT count(*) FROM case_events WHERE case_id = $1 AND action = 'auto_sign'", UUID(case["id"])
    )
    return count


async def test_two_sweepers_on_one_row_fire_it_once_and_neither_waits(cases: Cases, pool: PooledDatabase) -> None:
    case = await cases.at("dispatched")
    case_id, at = UUID(case["id"]), datetime.fromisoformat(case["stage_due_at"]) + timedelta(seconds=1)
    with clock.shifted(after(case["stage_due_at"])):
        async with pool.writing() as first, asyncio.timeout(AT_MOST):
            assert await timers.fire(first, case_id, TimerKind.SIGNING, at)
            async with pool.writing() as second:
                assert not await timers.fire(second, case_id, TimerKind.SIGNING, at), "held by the first"
        async with pool.writing() as third:
            assert not await timers.fire(third, case_id, TimerKind.SIGNING, at), "fired already"

    assert await signed(pool, case) == 1


async def test_a_sweep_that_dies_half_way_is_finished_by_the_next(
    cases: Cases, pool: PooledDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    dispatched = [await cases.at("dispatched") for _ in range(6)]
    drop, fired = timers.queries.DROP_TIMER, timers.perform_on
    begun, stopping = 0, asyncio.Event()

    async def dying(*args: Any, **kwargs: Any) -> Any:
        nonlocal begun
        begun += 1
        done = await fired(*args, **kwargs)
        if begun > 3:
            stopping.set()
            await asyncio.Event().wait()  # the process is told to stop: effect done, timer still there
        return done

    with clock.shifted(after(dispatched[-1]["stage_due_at"])):
        with monkeypatch.context() as dies:
            dies.setattr(timers, "perform_on", dying)
            sweep = asyncio.create_task(worker.sweep(pool))
            await stopping.wait()
            sweep.cancel()
            with pytest.raises(asyncio.CancelledError):
                await sweep
            assert pool.pool.get_idle_size() == pool.pool.get_size(), "none of it is still at work"
        half = [await signed(pool, case) for case in dispatched]
        while await worker.sweep(pool):
            pass

    assert sum(half) <= 3
    assert [await signed(pool, case) for case in dispatched] == [1] * 6
    assert timers.queries.DROP_TIMER is drop


async def test_a_sweep_says_how_much_it_did_though_some_of_it_was_somebody_elses() -> None:
    """What did something is done once the others have begun, which then find nothing to do."""
    begun, ended = asyncio.Event(), asyncio.Event()

    async def did() -> bool:
        await begun.wait()
        ended.set()
        return True

    async def found_nothing() -> bool:
        begun.set()
        await ended.wait()
        await asyncio.sleep(0)
        return False

    assert await worker._side_by_side([did, found_nothing]) == 1


#: A process an hour off has followed the database when it is less off than this, which is what an answer may take here.
FOLLOWED = timedelta(minutes=5)


class WrongClock(datetime):
    """A host whose clock is an hour off."""

    off = timedelta(hours=1)

    @classmethod
    def now(cls, tz: Any = None) -> datetime:
        return datetime.now(tz) + cls.off


@pytest.mark.parametrize("off", [timedelta(hours=1), timedelta(hours=-1)])
async def test_a_worker_on_a_host_an_hour_off_follows_the_clock_of_the_database(
    cases: Cases, pool: PooledDatabase, fresh_url: str, monkeypatch: pytest.MonkeyPatch, off: timedelta
) -> None:
    early, due = await cases.at("dispatched"), await cases.at("dispatched")
    owner = await asyncpg.connect(fresh_url)
    await owner.execute(
        "UPDATE case_timers SET due_at = now() + interval '30 minutes' WHERE case_id = $1", UUID(early["id"])
    )
    await owner.execute(
        "UPDATE case_timers SET due_at = now() - interval '10 minutes' WHERE case_id = $1", UUID(due["id"])
    )
    await owner.execute("UPDATE cases SET stage_due_at = now() - interval '10 minutes' WHERE id = $1", UUID(due["id"]))
    await owner.close()
    monkeypatch.setattr(WrongClock, "off", off)
    monkeypatch.setattr(timekeeping, "_TOO_SLOW", AT_MOST)  # a busy machine may answer slowly, and is believed here
    monkeypatch.setattr(clock, "datetime", WrongClock)

    while await worker.sweep(pool):
        pass

    assert (await signed(pool, early), await signed(pool, due)) == (0, 1)
    assert abs(clock.now() - datetime.now(UTC)) < FOLLOWED


@pytest.fixture
async def operator(app: Any) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as client:
        yield client


async def test_the_api_follows_the_database_too_and_readyz_says_how_far_off_the_host_is(
    pool: PooledDatabase, operator: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "datetime", WrongClock)
    monkeypatch.setattr(timekeeping, "_TOO_SLOW", AT_MOST)
    async with timekeeping.kept(pool):
        promised = clock.now()
        report = (await operator.get("/readyz")).json()
        measured = (await operator.get("/metrics")).text

    assert abs(promised - datetime.now(UTC)) < FOLLOWED
    assert report["clock_skew_seconds"] == pytest.approx(3_600, abs=FOLLOWED.total_seconds())
    (line,) = [line for line in measured.splitlines() if line.startswith("yikou_clock_skew_seconds ")]
    assert float(line.split()[1]) == pytest.approx(3_600, abs=FOLLOWED.total_seconds())


async def poison(fresh_url: str, case: dict[str, Any]) -> None:
    owner = await asyncpg.connect(fresh_url)
    await owner.execute("UPDATE cases SET rule = $2 WHERE id = $1", UUID(case["id"]), '{"limit_unit": "moons"}')
    await owner.close()


async def test_a_parked_timer_is_seen_by_whoever_runs_the_service(
    cases: Cases, pool: PooledDatabase, fresh_url: str, operator: AsyncClient
) -> None:
    bad, good = await cases.at("dispatched"), await cases.at("dispatched")
    await poison(fresh_url, bad)
    for minutes in (0, 1, 2):
        with clock.shifted(after(good["stage_due_at"], minutes=minutes, seconds=1)):
            await worker.sweep(pool)

    assert await signed(pool, good) == 1
    assert (await operator.get("/readyz")).json()["parked_timers"] == 1
    assert "yikou_parked_timers 1.0" in (await operator.get("/metrics")).text


async def test_a_case_that_cannot_be_redated_keeps_its_deadline_and_delays_no_other(
    cases: Cases, pool: PooledDatabase, fresh_url: str, client_as: Callable[..., AsyncClient]
) -> None:
    bad, good = await cases.at("handling"), await cases.at("handling")
    day = datetime.fromisoformat(good["due_at"]).astimezone(clock.LOCAL).date()
    told = await client_as("admin").put(f"/calendar/{TOWN}/days/{day}", json={"kind": "holiday", "name": "台风停工"})
    assert told.json()["moving"] == 2
    await poison(fresh_url, bad)
    while await worker.sweep(pool):
        pass

    versions = await pool.pool.fetch("SELECT calendar_version FROM cases")
    assert len({row["calendar_version"] for row in versions}) == 1, "neither is looked at again"
    dues = {row["id"]: row["due_at"] for row in await pool.pool.fetch("SELECT id, due_at FROM cases")}
    assert dues[UUID(bad["id"])] == datetime.fromisoformat(bad["due_at"])
    assert dues[UUID(good["id"])] > datetime.fromisoformat(good["due_at"])


async def test_a_case_that_ends_while_the_sweep_looks_is_left_as_it_ended(
    cases: Cases, pool: PooledDatabase, client_as: Callable[..., AsyncClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is no failure that anybody has to look into, and nobody says that it was computed anew."""
    case = await cases.at("handling")
    day = datetime.fromisoformat(case["due_at"]).astimezone(clock.LOCAL).date()
    told = await client_as("admin").put(f"/calendar/{TOWN}/days/{day}", json={"kind": "holiday"})
    assert told.status_code == 200
    waiting = deadline_sweep._waiting

    async def looked_at(database: Any) -> Any:
        found = await waiting(database)
        await cases.done("handler", case, "resolve", {"result": "已清理", "photo_exemption": "nothing_visible"})
        await cases.done("dispatcher", case, "close", {"close_condition_met": True, "reply": "已办结"})
        return found

    monkeypatch.setattr(deadline_sweep, "_waiting", looked_at)
    query = "SELECT calendar_version FROM cases"
    before = await pool.pool.fetchval(query)
    with capture_logs() as logged:
        assert await deadline_sweep.sweep(pool) == 0
    assert await pool.pool.fetchval(query) == before
    assert logged == []


async def test_a_fault_in_one_task_of_the_worker_ends_no_other(
    pool: PooledDatabase, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = failed = 0

    async def failing(database: Any) -> int:
        nonlocal failed
        failed += 1
        raise ValueError("a bug")

    async def looking(database: Any) -> int:
        nonlocal looked
        looked += 1
        return 0

    monkeypatch.setattr(worker, "prune", failing)
    monkeypatch.setattr(worker, "relay", looking)
    monkeypatch.setattr(worker, "RELAY_EVERY", 0.01)

    async def still_looking() -> bool:
        return looked > 2 and failed > 0

    async with running(worker.run(pool, app.state.photos, None)):
        await eventually(still_looking)


async def test_a_timer_that_was_set_anew_while_it_failed_is_not_pulled_forward(
    cases: Cases, pool: PooledDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await cases.at("dispatched")
    later = datetime.fromisoformat(case["stage_due_at"]) + timedelta(days=3)

    async def fails(*args: Any) -> bool:
        await pool.pool.execute(
            "UPDATE case_timers SET due_at = $1 WHERE kind = 'signing'", later
        )  # a move of a person
        raise ValueError("a bug")

    monkeypatch.setattr(timers, "fire", fails)
    with clock.shifted(after(case["stage_due_at"])):
        await worker.sweep(pool)

    told = await pool.pool.fetchrow("SELECT due_at, attempts FROM case_timers WHERE kind = 'signing'")
    assert tuple(told) == (later, 0)
