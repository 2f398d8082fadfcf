"""Many dispatchers on the same cases at once: each case is dispatched once, and nobody waits in a circle."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

from httpx import AsyncClient, Response

from app import worker
from app.db.session import PooledDatabase
from tests.cases import Cases
from tests.desk.asking import ids, opened, versioned

Clients = Callable[..., AsyncClient]
_WHO = ("dispatcher", "centre_leader")


async def _deadlocks(pool: PooledDatabase) -> int:
    async with pool.reading() as session:
        await session.connection.execute("SELECT pg_stat_clear_snapshot()")
        found: int = await session.connection.fetchval(
            "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        )
    return found


async def test_fifty_dispatchers_on_the_same_cases_dispatch_each_once(
    cases: Cases, client_as: Clients, pool: PooledDatabase
) -> None:
    """Batches, single requests, comments that are pushed in any order, looks and next cases, all mixed."""
    filed = [await cases.at("filed") for _ in range(100)]
    clients = {who: client_as(who) for who in _WHO}
    chance = random.Random(7)  # noqa: S311  (a test that repeats)

    async def batch(client: AsyncClient, lead: str) -> Counter[str]:
        body = {"body": {"lead": lead}, "items": versioned(chance.sample(filed, len(filed)))}
        answer = await client.post("/cases/batch/dispatch", json=body, params={"next": "dispatch"})
        assert answer.status_code == 200, answer.text
        assert not [r for r in answer.json()["results"] if r["outcome"] == "later"]
        return Counter(r["outcome"] for r in answer.json()["results"])

    async def single(client: AsyncClient, lead: str) -> Counter[str]:
        told: Counter[str] = Counter()
        for case in chance.sample(filed, 6):
            version = {"If-Match": f'"{case["version"]}"'}
            answer = await client.post(
                f"/cases/{case['id']}/dispatch", json={"lead": lead}, headers=version, params={"next": "dispatch"}
            )
            assert answer.status_code in (200, 412), answer.text
            told["done" if answer.status_code == 200 else "refused"] += 1
        return told

    async def looking(client: AsyncClient, lead: str) -> Counter[str]:
        for _ in range(3):
            some = [case["id"] for case in chance.sample(filed, 20)]
            assert (await client.put("/looks", json={"case_ids": some})).status_code == 200
        return Counter()

    work = [batch] * 10 + [single] * 32 + [looking] * 8
    chance.shuffle(work)
    before = await _deadlocks(pool)
    told = await asyncio.gather(
        *(act(clients[_WHO[n % 2]], ("CG", "SW")[n % 3 > 0]) for n, act in enumerate(work)),
        *(worker.sweep(pool) for _ in range(3)),
    )

    done = sum(each["done"] for each in told if isinstance(each, Counter))
    assert done == len(filed), "each of them once, whoever it was"
    for case in filed:
        events = (await clients["dispatcher"].get(f"/cases/{case['id']}/events")).json()["items"]
        assert [event["action"] for event in events].count("dispatch") == 1
    assert await _deadlocks(pool) == before


async def test_dispatchers_who_work_through_a_queue_at_once_are_never_given_the_same_case(
    cases: Cases, client_as: Clients
) -> None:
    for _ in range(16):
        await cases.at("filed")
    clients = {who: client_as(who) for who in _WHO}
    queue = ids(await opened(clients["dispatcher"], "dispatch"))
    given: dict[str, list[str]] = {who: [] for who in _WHO}

    async def through(who: str, case_id: str) -> None:
        following: str | None = case_id
        while following is not None:
            given[who].append(following)
            answer: Response = await clients[who].post(
                f"/cases/{following}/dispatch", json={"lead": "CG"}, params={"next": "dispatch"}
            )
            assert answer.status_code == 200, answer.text
            told: dict[str, Any] | None = answer.json()["next"]
            following = None if told is None else told["row"]["id"]

    for who, case_id in zip(_WHO, queue, strict=False):  # each opens one, and only then they begin
        assert (await clients[who].put(f"/cases/{case_id}/look")).json()["state"] == "mine"
    await asyncio.gather(*(through(who, case_id) for who, case_id in zip(_WHO, queue, strict=False)))

    assert not set(given["dispatcher"]) & set(given["centre_leader"])
    assert sorted(given["dispatcher"] + given["centre_leader"]) == sorted(queue)


async def test_one_look_at_a_case_whoever_asks_at_once(cases: Cases, client_as: Clients) -> None:
    case = await cases.at("filed")
    who = ("dispatcher", "centre_leader", "clerk", "supervisor")
    answers = await asyncio.gather(*(client_as(each).put(f"/cases/{case['id']}/look") for each in who))
    states = Counter(answer.json()["state"] for answer in answers)

    assert states == {"mine": 1, "others": 3}


async def test_merges_and_batches_and_pushes_wait_in_no_circle(
    cases: Cases, client_as: Clients, pool: PooledDatabase
) -> None:
    """A merge locks its target too, be that before or behind it in the order of the batch."""
    reported = sorted([await cases.report() for _ in range(12)], key=lambda case: str(case["id"]))
    clerk, leader = client_as("clerk"), client_as("centre_leader")
    before = await _deadlocks(pool)

    async def merge(source: dict[str, Any], target: dict[str, Any]) -> int:
        answer = await clerk.post(f"/cases/{source['id']}/merge", json={"target_id": target["id"]})
        return answer.status_code

    async def file() -> Response:
        body = {"body": {"rule_code": "R1"}, "items": versioned(reported)}
        return await leader.post("/cases/batch/file", json=body)

    pairs = [(a, b) for a, b in zip(reported, reversed(reported), strict=True) if a is not b]
    answers = await asyncio.gather(*(merge(a, b) for a, b in pairs), *(file() for _ in range(4)))

    assert await _deadlocks(pool) == before
    codes = {answer for answer in answers if isinstance(answer, int)}
    assert codes <= {200, 409, 422}, codes
