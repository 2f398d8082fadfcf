"""Who comes back hears what they missed, once; where that cannot be told they hear that their lists have to be read."""

from collections.abc import Callable
from typing import Any

import asyncpg
import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from app.db.session import PooledDatabase
from app.queries.sync import changes
from app.services.live import joining
from app.services.live.following import Follower
from app.services.live.hints import Hint, Why
from app.services.live.listener import MOST_WAITING, Listener
from tests.cases import Cases
from tests.live.conftest import Listen, Relayed, ToldAll
from tests.live.stream import Event


def _told(events: list[Event]) -> list[tuple[Any, ...]]:
    return [(event.id, event.data["case_id"], event.data["version"]) for event in events]


async def test_who_comes_back_hears_what_they_missed_the_latest_of_each_case_in_the_order_of_the_stream(
    listen: Listen, cases: Cases, relayed: Relayed, told_all: ToldAll
) -> None:
    async with listen("clerk") as stream:
        first = await cases.report()
        await relayed()
        await stream.until_number(1)
        known = stream.last_id
    await cases.done("clerk", first, "comment", {"note": "一"})
    second = await cases.report()
    await cases.done("clerk", first, "comment", {"note": "二"})
    await told_all(await relayed())

    async with listen("clerk", last_event_id=str(known)) as stream:
        assert (stream.heard[0].name, stream.heard[0].id) == ("ready", 1)
        await stream.until_number(4)
        await cases.done("clerk", second, "comment", {"note": "三"})
        await told_all(await relayed())

        assert _told(stream.of("case")) == [(3, second["id"], 1), (4, first["id"], 3), (5, second["id"], 2)]


@pytest.mark.parametrize(
    ("query", "headers", "missed"),
    [
        ("since=1", {}, [2, 3]),
        ("since=0", {}, [1, 2, 3]),
        ("since=0", {"last_event_id": "2"}, [3]),
        ("since=2", {"last_event_id": ""}, [3]),
        ("", {"last_event_id": "3"}, []),
        ("", {}, []),
    ],
)
async def test_the_header_counts_before_the_address_and_an_empty_one_is_none(
    listen: Listen, cases: Cases, relayed: Relayed, told_all: ToldAll,
    query: str, headers: dict[str, str], missed: list[int],
) -> None:  # fmt: skip
    for _ in range(3):
        await cases.report()
    await told_all(await relayed())
    async with listen("clerk", query=query, **headers) as stream:
        await cases.report()
        await told_all(await relayed())
        assert [event.id for event in stream.of("case")] == [*missed, 4]


@pytest.mark.parametrize("wrong", ["abc", "-1", "1" * 30, "1.5", "١"])
async def test_an_id_that_is_none_of_ours_is_refused(
    client_as: Callable[..., AsyncClient], follower: Follower, wrong: str
) -> None:
    answer = await client_as("clerk").get("/events", headers={"Last-Event-ID": wrong.encode()})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/header/last-event-id"


async def test_a_number_that_was_never_given_is_that_of_another_database(
    listen: Listen, cases: Cases, relayed: Relayed, told_all: ToldAll
) -> None:
    await cases.report()
    await told_all(await relayed())
    async with listen("clerk", last_event_id="2") as stream:
        assert stream.heard[0] == Event("reset", 1, {"reason": "renewed"})
        await cases.report()
        await told_all(await relayed())
        assert [event.id for event in stream.of("case")] == [2]


async def test_what_is_kept_no_longer_is_said(
    listen: Listen, cases: Cases, relayed: Relayed, told_all: ToldAll, pool: PooledDatabase
) -> None:
    for _ in range(3):
        await cases.report()
    await told_all(await relayed())
    async with pool.writing() as session:
        await session.one_value(changes.FORGET, last=2)
    async with listen("clerk", last_event_id="1") as behind, listen("clerk", last_event_id="2") as near:
        await told_all(3)
        assert behind.heard[0] == Event("reset", 3, {"reason": "forgotten"})
        assert [event.id for event in near.of("case")] == [3]


async def test_of_more_than_is_told_one_by_one_the_list_is_read(
    listen: Listen, cases: Cases, relayed: Relayed, told_all: ToldAll, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joining, "MOST_CHANGES", 2)
    for _ in range(3):
        await cases.report()
    await told_all(await relayed())
    async with listen("clerk", query="since=1") as near, listen("clerk", query="since=0") as far:
        await told_all(3)
        assert [event.id for event in near.of("case")] == [2, 3]
        assert [event.name for event in far.heard] == ["reset", "ready"]


async def test_cases_that_changed_without_the_stream_are_said_to_who_listens_and_to_who_comes_back(
    listen: Listen, cases: Cases, relayed: Relayed, told_all: ToldAll, pool: PooledDatabase
) -> None:
    await cases.report()
    await told_all(await relayed())
    async with listen("clerk") as stream:
        async with pool.writing() as session:
            await session.run(changes.RAISE_EPOCH)
        await stream.until_over()
        assert stream.heard[-1] == Event("reset", 1, {"reason": "renewed"})
    async with listen("clerk", query="since=0") as again, listen("clerk", query="since=1") as known:
        assert [again.heard[0].name, known.heard[0].name] == ["reset", "reset"]
    await cases.report()
    await told_all(await relayed())
    async with listen("clerk", query="since=2") as later:
        assert later.heard[0].name == "ready"


async def test_numbers_without_changes_are_passed_over(
    listen: Listen, cases: Cases, relayed: Relayed, told_all: ToldAll, fresh_url: str
) -> None:
    owner = await asyncpg.connect(fresh_url)
    async with listen("clerk") as stream:
        await owner.execute("UPDATE change_head SET number = 7")
        await stream.until_over()
        assert stream.heard[-1] == Event("reset", 7, {"reason": "renewed"})
    async with listen("clerk") as stream:
        await cases.report()
        await told_all(await relayed())
        assert [event.id for event in stream.of("case")] == [8]
    await owner.close()


async def test_a_connection_that_was_cut_and_a_notification_that_was_lost_cost_nothing(
    listen: Listen, cases: Cases, relayed: Relayed, told_all: ToldAll, pool: PooledDatabase, app: FastAPI
) -> None:
    cut = (
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid() AND query !~ 'nothing' AND state = 'idle'"
        " AND pid <> ALL($1::int[])"
    )
    async with listen("clerk") as stream:
        for _ in range(4):
            await cases.report()
            async with pool.pool.acquire() as connection:
                kept = [holder._con.get_server_pid() for holder in pool.pool._holders if holder._con]
                assert await connection.fetchval(cut, kept) <= 1
            await cases.report()
            await told_all(await relayed())
        assert [event.id for event in stream.of("case")] == list(range(1, 9))
        assert app.state.live.is_open


def test_what_waits_is_the_latest_of_each_case_in_order_and_no_more_than_is_kept() -> None:
    from datetime import UTC, datetime

    from app.authz import Bearer
    from app.services.live.interests import Interest
    from tests.ids import uuid7

    ids = [uuid7() for _ in range(MOST_WAITING + 1)]
    bearer = Bearer(ids[0], ids[0])
    listener = Listener(bearer, datetime(2030, 1, 1, tzinfo=UTC), Interest(frozenset(), (), {}), None)
    for number in range(1, 10_000):
        queues = ("handling",) if number % 2 else ("returns",)
        listener.hear(Hint(number, ids[number % 3], number, queues, seen=True))
    assert listener.waits == 3
    said = listener.take().decode()
    assert [line for line in said.split("\n") if line.startswith("id")] == ["id: 9997", "id: 9998", "id: 9999"]
    assert said.count('"queues":["handling","returns"]') == 3

    for number, case_id in enumerate(ids, 10_000):
        listener.hear(Hint(number, case_id, 1, (), seen=True))
    assert (listener.ended, listener.waits) == (Why.OVERFLOW, 0)


async def test_who_never_reads_is_kept_nothing_for_and_is_told_to_read_the_list(
    listen: Listen, cases: Cases, relayed: Relayed, told_all: ToldAll, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.services.live import listener as listening

    monkeypatch.setattr(listening, "MOST_WAITING", 5)
    async with listen("clerk") as stream, listen("dispatcher") as other:
        stream.reads.clear()
        for _ in range(9):
            await cases.report()
            await relayed()
        await other.until_number(9)
        assert other.over is False
        assert len(app.state.live.listeners()) == 1
        stream.reads.set()
        await stream.until_over()
        assert stream.heard[-1] == Event("reset", 9, {"reason": "overflow"})
