"""A period at the same moment: computed once by many workers, published once by many who press the button."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from app import clock
from app.db.session import PooledDatabase
from app.services.evaluation.computing import compute_next
from tests.cases import Cases
from tests.evaluation import counted
from tests.routers.test_assessments import Clients, Times, made, opened, result, times

__all__ = ["times"]
pytestmark = pytest.mark.any_server


async def test_of_many_at_once_one_computes_and_one_publishes(
    cases: Cases, client_as: Clients, pool: PooledDatabase, times: Times
) -> None:
    await cases.at("closed")
    first = clock.today()
    times.later(timedelta(days=1))
    period = await opened(client_as, (first, first))
    supervisor, leader = client_as("supervisor"), client_as("centre_leader")

    async def at_once(who: str, step: str) -> Counter[int]:
        path = f"/evaluation/periods/{period['id']}/{step}"
        answers = await asyncio.gather(*(client_as(who).post(path) for _ in range(6)))
        return Counter(answer.status_code for answer in answers)

    asked = await at_once("supervisor", "compute")
    await counted(pool)
    computed = await asyncio.gather(*(compute_next(pool) for _ in range(4)))
    reviewed = await at_once("supervisor", "review")
    published = await at_once("centre_leader", "publish")
    told = (await result(supervisor, period)).json()

    assert asked[200] >= 1
    assert set(asked) <= {200, 409}
    assert sorted(computed) == [0, 0, 0, 1]
    assert (reviewed, published) == ({200: 1, 409: 5}, {200: 1, 409: 5})
    assert (await leader.get(f"/evaluation/periods/{period['id']}")).json()["state"] == "published"
    assert told["score"] is not None
    await made(leader, f"periods/{period['id']}/publish", status=409)
