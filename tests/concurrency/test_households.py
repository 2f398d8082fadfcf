"""Points at the same moment: the last item goes once, a balance is spent once, a vote and a list are given once."""

import asyncio
from collections import Counter
from typing import Any

import asyncpg

from tests.cases import Cases
from tests.households.rights import HERE, Two
from tests.households.village import head
from tests.households.village import proposal as asking


class _Out:
    def __init__(self, cases: Cases) -> None:
        self.client_as = cases.client_as


async def test_of_many_at_once_one_gets_the_last_and_nothing_falls_below_zero(cases: Cases, fresh_url: str) -> None:
    two = await Two(_Out(cases)).found()
    await two.rules(HERE)
    seat = await two.seat(HERE)
    home = await two.household(HERE)

    async def many(path: str, bodies: list[Any]) -> Counter[str]:
        answers = await asyncio.gather(*(two.ask(HERE, path, body) for body in bodies))
        return Counter("done" if answer.status_code < 300 else answer.json()["code"] for answer in answers)

    same = await many("/proposals", [asking(home, points=20)] * 8)
    proposals = (await two.client_as(HERE).get(f"/villages/{home['village_code']}/proposals")).json()["items"]
    votes = {"votes": [{"seat_id": seat["id"], "choice": "yes"}], "minutes": "会议"}
    voted = await many(f"/proposals/{proposals[0]['id']}/votes", [votes] * 8)
    closed = await many(f"/proposals/{proposals[0]['id']}/close", [None] * 8)
    last = await two.made(HERE, "/rewards", {"name": "最后一件", "cost": 1, "stock": 1})
    plenty = await two.made(HERE, "/rewards", {"name": "洗衣液", "cost": 7, "stock": 99})
    taken = await many("/redemptions", [{"household_id": home["id"], "reward_id": last["id"]}] * 8)
    spent = await many("/redemptions", [{"household_id": home["id"], "reward_id": plenty["id"]}] * 8)
    today = {"since": home["since"], "until": home["since"]}
    published = await many("/points-lists", [{"kind": "ranking", "title": "榜", **today}] * 8)
    numbered = await many("/households", [{"address": "东街", "since": home["since"], "members": [head()]}] * 8)
    connection = await asyncpg.connect(fresh_url)
    try:
        entries = await connection.fetch("SELECT points, balance FROM points_entries ORDER BY entry_number")
        stocks = await connection.fetch("SELECT name, stock FROM rewards ORDER BY stock")
        numbers = [row[0] for row in await connection.fetch("SELECT household_number FROM households ORDER BY 1")]
    finally:
        await connection.close()

    assert same == {"done": 1, "already-exists": 7}
    assert voted == {"done": 1, "voted-already": 7}
    assert closed == {"done": 1, "voting-closed": 7}
    assert taken == {"done": 1, "out-of-stock": 7}
    assert spent == {"done": 2, "too-few-points": 6}
    assert published == {"done": 1, "already-exists": 7}
    assert numbered == {"done": 8}
    assert [(row["points"], row["balance"]) for row in entries] == [(20, 20), (-1, 19), (-7, 12), (-7, 5)]
    assert [(row["name"], row["stock"]) for row in stocks] == [("最后一件", 0), ("洗衣液", 97)]
    assert numbers == list(range(1, 11))
