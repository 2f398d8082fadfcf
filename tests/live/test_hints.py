"""What one hears: what a pull would bring, of every queue of one's own that changed, and nothing that is not theirs."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from random import Random
from typing import Any

import pytest
from httpx import AsyncClient

from app.db.session import PooledDatabase
from tests.cases import ROUTES, Cases
from tests.live.conftest import Listen, Relayed, ToldAll
from tests.organisation import IN_OTHER_GRID
from tests.sync.phone import Phone

WHO = (
    "worker", "other_worker", "leader", "clerk", "town_clerk", "dispatcher", "handler", "station_handler",
    "water_handler", "supervisor", "other_supervisor", "hotline",
)  # fmt: skip
#: What else may happen to a case, whoever may do it.
BESIDES: list[tuple[str, str, dict[str, Any]]] = [
    ("clerk", "comment", {"note": "电话核实过"}),
    ("supervisor", "urge", {"note": "请加快"}),
    ("handler", "progress", {"note": "已到现场"}),
    ("handler", "request-extension", {"amount": 1, "reason_code": "complex"}),
    ("dispatcher", "correct-location", {"location": IN_OTHER_GRID, "note": "位置标错"}),
    ("clerk", "comment", {"note": "再联系"}),
]
#: Another way to a unit, where a case is filed.
POOL: list[tuple[str, str, dict[str, Any]]] = [
    ("dispatcher", "publish", {"eligible": ["CG-1", "SW"], "fallback": "CG", "minutes": 30}),
    ("water_handler", "claim", {"team": "SW"}),
]


async def test_a_report_is_heard_where_it_lies_and_names_the_queue_it_waits_in(
    listen: Listen, cases: Cases, relayed: Relayed
) -> None:
    async with listen("clerk") as clerk, listen("other_worker") as elsewhere, listen("worker") as worker:
        assert clerk.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert clerk.headers["cache-control"] == "no-store, no-transform"
        assert clerk.headers["x-accel-buffering"] == "no"
        assert clerk.heard[0].data == {"queues": ["triage", "my-reports"]}
        case = await cases.report()
        other = await cases.report("other_worker", location=IN_OTHER_GRID)
        await relayed()
        for stream in (clerk, worker, elsewhere):
            await stream.until_heard("case")
        await clerk.until_number(2)

        assert [event.data for event in clerk.of("case")] == [
            {"case_id": case["id"], "version": 1, "queues": ["triage"]},
            {"case_id": other["id"], "version": 1, "queues": ["triage"]},
        ]
        assert [event.data["case_id"] for event in worker.of("case")] == [case["id"]]
        assert [event.data["case_id"] for event in elsewhere.of("case")] == [other["id"]]
        assert "my-reports" in worker.of("case")[0].data["queues"]


async def _queues(client: AsyncClient) -> dict[str, list[tuple[str, int]]]:
    found = {}
    for queue in (await client.get("/queues")).json()["items"]:
        page = (await client.get(f"/queues/{queue['name']}", params={"limit": 200})).json()
        found[queue["name"]] = sorted((case["id"], case["version"]) for case in page["items"])
    return found


@pytest.mark.parametrize("seed", range(2))
async def test_whoever_listens_hears_what_a_pull_brings_and_of_each_queue_that_changed(
    listen: Listen, cases: Cases, relayed: Relayed, told_all: ToldAll, client_as: Callable[..., AsyncClient], seed: int
) -> None:
    random = Random(seed)  # noqa: S311  (the same each time)
    reported = [await cases.report() for _ in range(3)] + [
        await cases.report("hotline", external_id=f"H{seed}"),
        await cases.report("other_worker", location=IN_OTHER_GRID),
    ]
    at = {case["id"]: 0 for case in reported}
    phones = {who: Phone(client_as(who), relayed) for who in WHO}
    for phone in phones.values():
        await phone.pull()
    async with AsyncExitStack() as stack:
        streams = {who: await stack.enter_async_context(listen(who)) for who in WHO}
        changed: dict[str, set[str]] = {who: set() for who in WHO}
        for _ in range(25):
            before = {who: await _queues(client_as(who)) for who in WHO}
            await _step(cases, random, at)
            for who in WHO:
                after = await _queues(client_as(who))
                changed[who] |= {name for name in after if after[name] != before[who][name]}
        await told_all(await relayed())
        heard = {}
        for who, stream in streams.items():
            await phones[who].pull()
            told = stream.of("case", "left")
            heard[who] = {event.data["case_id"]: event.data for event in told}
            named = {name for event in told for name in event.data["queues"]}
            assert changed[who] <= named, who

    for who, phone in phones.items():
        brought = {case["id"]: case["version"] for page in phone.pages for case in page["cases"]}
        left = {case_id for page in phone.pages for case_id in page["left"]}
        assert {id_: data["version"] for id_, data in heard[who].items() if "version" in data} == brought, who
        assert {id_ for id_, data in heard[who].items() if "version" not in data} == left, who
    assert sum(len(told) for told in heard.values()) > 20


async def _step(cases: Cases, random: Random, at: dict[str, int]) -> None:
    """A move of some case that is allowed; others are refused, which changes nothing."""
    way = ROUTES["closed"]
    for _ in range(20):
        case_id = random.choice(sorted(at))
        if random.random() < 0.6 and at[case_id] < len(way):
            who, action, body = way[at[case_id]]
            if action == "file":
                body = body | {"privacy_tier": random.choice(["normal", "restricted", "confidential"])}
            if (await cases.act(who, case_id, action, body)).status_code == 200:
                at[case_id] += 1
                return
        else:
            who, action, body = random.choice(BESIDES + 2 * POOL)
            if (await cases.act(who, case_id, action, body)).status_code == 200:
                return
    raise AssertionError("nothing was allowed")


async def test_a_case_that_became_confidential_leaves_the_grid_and_is_not_heard_of_there_again(
    listen: Listen, cases: Cases, relayed: Relayed, told_all: ToldAll
) -> None:
    case = await cases.report()
    await told_all(await relayed())
    async with listen("second_worker") as stream, listen("clerk") as centre:
        await cases.done("clerk", case, "file", {"rule_code": "R1", "privacy_tier": "confidential"})
        await relayed()
        left = await stream.until_heard("left")
        await cases.done("dispatcher", case, "dispatch", {"lead": "CG"})
        again = await cases.report()
        await relayed()
        await stream.until_number(4)
        await centre.until_number(4)

        assert left.data == {"case_id": case["id"], "queues": []}
        assert [event.data["case_id"] for event in stream.of("case", "left")] == [case["id"], again["id"]]
        assert [event.id for event in centre.of("case")] == [2, 3, 4]


async def test_one_connection_of_the_process_reads_for_all_and_streams_hold_none(
    listen: Listen, cases: Cases, relayed: Relayed, pool: PooledDatabase
) -> None:
    async with AsyncExitStack() as stack:
        streams = [await stack.enter_async_context(listen(who)) for who in WHO for _ in range(3)]
        assert len(streams) > pool.pool.get_max_size()
        assert pool.pool.get_idle_size() == pool.pool.get_size()
        await cases.report()
        await relayed()
        await streams[WHO.index("clerk") * 3].until_heard("case")
        listening = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%LISTEN%'"
        assert pool.pool.get_idle_size() == pool.pool.get_size()
        assert await pool.pool.fetchval(listening) <= 1
