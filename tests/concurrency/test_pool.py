"""Claims 点单 at the same moment: one winner, a limit that holds, and no deadlock whoever else moves the case."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient, Response

from app import clock, worker
from app.authz import Actor, HeldPost, Post
from app.db.session import PooledDatabase
from app.errors import AppError
from app.schemas.flow.command import Command
from app.schemas.flow.pool import Claim, Publish, Withdraw
from app.schemas.flow.routing import Recall
from app.services.flow.effects.pool import AlreadyClaimed
from app.services.flow.transitions import perform
from app.services.timing import timers
from app.workflow.actions import Action
from app.workflow.timing.timers import TimerKind
from tests.cases import Cases
from tests.organisation import COUNTY, USERS
from tests.times import at, read

Clients = Callable[..., AsyncClient]


@pytest.fixture(autouse=True)
def at_work() -> Any:
    """A Tuesday morning, in working time."""
    with clock.shifted(at("17 09:00") - clock.now()):
        yield


def unit(code: str, who: str) -> Actor:
    return Actor(USERS[who], who, (HeldPost(Post.DEPARTMENT_HANDLER, None, frozenset({code})),))


STATION, WATER = unit("CG-1", "station_handler"), unit("SW", "water_handler")
DISPATCHER = Actor(USERS["dispatcher"], "dispatcher", (HeldPost(Post.DISPATCHER, f"{COUNTY}/"),))
BOTH = Publish(eligible=["CG-1", "SW"], fallback="CG")


async def act(pool: PooledDatabase, actor: Actor, case: str, action: Action, body: Command) -> str:
    """What came of it: done, or the code of the refusal. A deadlock or any other fault of the database is raised."""
    try:
        async with pool.writing() as session:
            await perform(session, actor, UUID(case), action, body)
    except AppError as refusal:
        return refusal.code
    return "done"


async def test_of_five_hundred_claims_at_once_one_wins_and_the_others_hear_who(
    cases: Cases, pool: PooledDatabase
) -> None:
    case = (await cases.at("pooled"))["id"]
    refusals: list[AlreadyClaimed] = []

    async def claim(actor: Actor, team: str) -> str | None:
        try:
            async with pool.writing() as session:
                row = await perform(session, actor, UUID(case), Action.CLAIM, Claim(team=team))
        except AlreadyClaimed as refusal:
            refusals.append(refusal)
            return None
        return row["lead_department_code"]

    won = await asyncio.gather(*(claim(*((STATION, "CG-1") if i % 2 else (WATER, "SW"))) for i in range(500)))
    (winner,) = [unit for unit in won if unit is not None]
    counts = await pool.pool.fetchrow(
        "SELECT count(*) FILTER (WHERE action = 'claim') AS claims FROM case_events WHERE case_id = $1",
        UUID(case),
    )
    held = await pool.pool.fetchval(
        "SELECT count(*) FROM assignments WHERE case_id = $1 AND role = 'lead' AND ended_at IS NULL", UUID(case)
    )

    assert len(refusals) == 499
    assert {refusal.extensions["department_code"] for refusal in refusals} == {winner}
    assert {refusal.extensions["department_name"] for refusal in refusals} == {f"部门{winner}"}
    assert (counts["claims"], held) == (1, 1)


async def test_fifty_people_of_two_units_claim_over_http_and_one_unit_has_it(cases: Cases) -> None:
    case = await cases.at("pooled")
    answers: list[Response] = await asyncio.gather(
        *(
            cases.act(who, case, "claim", {"team": team})
            for who, team in [("station_handler", "CG-1"), ("water_handler", "SW")] * 25
        )
    )
    told = Counter((answer.status_code, answer.json().get("code", "done")) for answer in answers)

    assert told == {(200, "done"): 1, (409, "already-claimed"): 49}


async def test_a_limit_holds_when_a_unit_claims_several_cases_at_once(
    cases: Cases, pool: PooledDatabase, client_as: Clients
) -> None:
    limited = {
        "kind": "bureau", "names": [{"valid_from": "2020-01-01", "name": "部门SW"}], "jurisdictions": [COUNTY],
        "claim_limit": 3,
    }  # fmt: skip
    assert (await client_as("admin").put("/departments/SW", json=limited)).status_code == 200
    published = [(await cases.at("pooled"))["id"] for _ in range(8)]
    told = Counter(
        await asyncio.gather(*(act(pool, WATER, each, Action.CLAIM, Claim(team="SW")) for each in published))
    )
    held = await pool.pool.fetchval("SELECT count(*) FROM cases WHERE lead_department_code = 'SW'")

    assert told == {"done": 3, "condition-not-met": 5}
    assert held == 3


async def test_a_claim_and_the_expiry_at_the_same_moment_leave_one_truth(cases: Cases, pool: PooledDatabase) -> None:
    outcomes = Counter[str]()
    for _ in range(12):
        case = await cases.at("pooled")
        case_id, expiry = UUID(case["id"]), read(case["stage_due_at"])

        async def expire(case_id: UUID = case_id, moment: Any = expiry + timedelta(seconds=1)) -> str:
            async with pool.writing() as session:
                return str(await timers.fire(session, case_id, TimerKind.POOL, moment))

        # By the clock of the one it is the last moment before, by that of the other the first after it.
        with clock.shifted(expiry - clock.now() - timedelta(seconds=30)):
            claimed, fired = await asyncio.gather(
                act(pool, WATER, case["id"], Action.CLAIM, Claim(team="SW")), expire()
            )
            if fired == "False" and claimed != "done":
                fired = await expire()
        row = await pool.pool.fetchrow(
            "SELECT status, lead_department_code, pool_codes FROM cases WHERE id = $1", case_id
        )
        moved = await pool.pool.fetch(
            "SELECT action FROM case_events WHERE case_id = $1 AND action IN ('claim', 'expire_pool')", case_id
        )
        outcomes[claimed] += 1
        assert len(moved) == 1, "one of them, and not both"
        assert row["pool_codes"] == []
        if claimed == "done":
            assert (row["status"], row["lead_department_code"]) == ("handling", "SW")
        else:
            assert (claimed, row["status"], row["lead_department_code"]) == ("wrong-state", "dispatched", "CG")
    assert set(outcomes) <= {"done", "wrong-state"}


async def test_an_expiry_cut_short_is_finished_once_by_the_next_sweep(
    cases: Cases, pool: PooledDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = await cases.at("pooled")
    fired = timers.perform_on
    died = 0

    async def dying(*args: Any, **kwargs: Any) -> Any:
        nonlocal died
        await fired(*args, **kwargs)
        died += 1
        raise ConnectionError("the process is killed: effect done, nothing committed")

    with clock.shifted(read(case["stage_due_at"]) - clock.now() + timedelta(seconds=1)):
        with monkeypatch.context() as dies:
            dies.setattr(timers, "perform_on", dying)
            with pytest.raises(ConnectionError):
                async with pool.writing() as session:
                    await timers.fire(session, UUID(case["id"]), TimerKind.POOL, clock.now())
        assert await pool.pool.fetchval("SELECT status FROM cases WHERE id = $1", UUID(case["id"])) == "pooled"
        while await worker.sweep(pool):
            pass
        while await worker.sweep(pool):
            pass
    times = await pool.pool.fetchval("SELECT count(*) FROM case_events WHERE action = 'expire_pool'")

    assert (died, times) == (1, 1)


async def test_a_thousand_mixed_transactions_on_a_few_cases_know_no_deadlock(
    cases: Cases, pool: PooledDatabase, client_as: Clients
) -> None:
    """Publish, claim, withdraw, recall and expiry, while the units themselves are changed: every case in one hand."""
    published = [(await cases.at("pooled"))["id"] for _ in range(6)]
    chance = random.Random(13)  # noqa: S311  (a plan, no secret)
    told = Counter[str]()

    async def expire(case: str) -> str:
        async with pool.writing() as session:
            return str(await timers.fire(session, UUID(case), TimerKind.POOL, clock.now() + timedelta(hours=1)))

    async def retire() -> str:
        body = {
            "kind": "bureau", "names": [{"valid_from": "2020-01-01", "name": "部门SW"}], "jurisdictions": [COUNTY],
            "is_active": chance.random() < 0.8, "claim_limit": chance.choice([2, 4, None]),
        }  # fmt: skip
        return f"unit {(await client_as('admin').put('/departments/SW', json=body)).status_code}"

    def one(case: str) -> Any:
        return chance.choice(
            [
                lambda: act(pool, DISPATCHER, case, Action.PUBLISH, BOTH),
                lambda: act(pool, DISPATCHER, case, Action.PUBLISH, BOTH),
                lambda: act(pool, DISPATCHER, case, Action.WITHDRAW, Withdraw(reason_code="wrong_units")),
                lambda: act(pool, WATER, case, Action.CLAIM, Claim(team="SW")),
                lambda: act(pool, STATION, case, Action.CLAIM, Claim(team="CG-1")),
                lambda: recall(case),
                lambda: expire(case),
            ]
        )

    async def recall(case: str) -> str:
        """The dispatcher has it again, however often: what counts recalls is no matter here."""
        await pool.pool.execute("UPDATE cases SET redirect_count = 0 WHERE id = $1", UUID(case))
        return await act(pool, DISPATCHER, case, Action.RECALL, Recall(reason_code="wrong_unit"))

    for _ in range(20):
        rounds = [one(chance.choice(published)) for _ in range(49)]
        for came in await asyncio.gather(*(each() for each in rounds), retire()):
            told[came] += 1

    rows = await pool.pool.fetch(
        "SELECT c.status, c.lead_department_code AS lead, c.pool_codes, c.team_code,"
        " (SELECT count(*) FROM assignments WHERE case_id = c.id AND role = 'lead' AND ended_at IS NULL) AS hands,"
        " (SELECT count(*) FROM publications p WHERE p.case_id = c.id AND p.ended_at IS NULL) AS published,"
        " (SELECT count(*) FROM case_timers t WHERE t.case_id = c.id AND t.kind = 'pool') AS timers FROM cases c"
    )
    assert sum(told.values()) == 1_000
    assert told["done"] > 100, told
    assert set(told) <= {
        "done", "True", "False", "unit 200", "already-claimed", "condition-not-met",
        "wrong-state", "not-found", "not-permitted", "invalid",
    }, told  # fmt: skip
    for row in rows:
        pooled, held = row["status"] == "pooled", row["lead"] is not None
        assert (row["published"], row["timers"], bool(row["pool_codes"])) == (int(pooled),) * 2 + (pooled,)
        assert row["hands"] == int(held)
        assert not (pooled and held)
