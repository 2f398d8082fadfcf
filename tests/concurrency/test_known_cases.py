"""What a process remembers of cases shows in no list: another one, which knows nothing, would show the same."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any

import orjson
import pytest
from sqlalchemy import Column
from sqlalchemy.sql.visitors import iterate

from app.db.session import PooledDatabase, Session, open_database
from app.queries.cases.listed import AMONG, LISTED
from app.schemas.cases.lists import CaseQuery
from app.services.identity.actors import load_actor
from app.services.importing.versions import raise_version
from app.services.reading import as_written, case_lists
from app.services.reading.known_cases import KnownCases
from tests.cases import Cases
from tests.organisation import OTHER_TOWN, USERS

Change = Callable[[PooledDatabase, Cases, dict[str, Any]], Awaitable[Any]]


@pytest.fixture
async def other(fresh_url: str) -> AsyncIterator[PooledDatabase]:
    """Another process."""
    async with open_database(fresh_url, min_size=1, max_size=2) as database:
        yield database


async def _page(database: PooledDatabase, who: str, language: str = "zh", **query: Any) -> list[dict[str, Any]]:
    async with database.reading() as session:
        actor = replace(await load_actor(session, USERS[who]), language=language)
        items, _ = await case_lists.search(session, actor, CaseQuery(**query))
        return [orjson.loads(item) for item in items]


async def _anew(url: str, who: str) -> list[dict[str, Any]]:
    async with open_database(url, min_size=1, max_size=1) as database:
        return await _page(database, who)


def _written(sql: str) -> Change:
    async def write(pool: PooledDatabase, cases: Cases, case: dict[str, Any]) -> None:
        async with pool.writing() as session:
            await session.connection.execute(sql, case["id"])

    return write


async def _made_confidential(pool: PooledDatabase, cases: Cases, case: dict[str, Any]) -> None:
    await cases.done("clerk", case, "file", {"rule_code": "R1", "privacy_tier": "confidential"})


CHANGES: dict[str, Change] = {
    "a title, by hand": _written("UPDATE cases SET title = '改过' WHERE id = $1"),
    "a tier": _written("UPDATE cases SET privacy_tier = 'confidential', title = '密' WHERE id = $1"),
    "another town": _written(
        f"UPDATE cases SET area_code = area.code, area_path = area.path FROM areas area"
        f" WHERE cases.id = $1 AND area.code = '{OTHER_TOWN}'"
    ),
    "a clock": _written("UPDATE cases SET due_at = now() - interval '1 hour', warn_at = NULL WHERE id = $1"),
    "a move": _made_confidential,
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("who", ["clerk", "second_worker", "worker", "town_clerk"])
async def test_what_another_process_changed_shows_at_the_next_request(
    cases: Cases, pool: PooledDatabase, other: PooledDatabase, fresh_url: str, change: str, who: str
) -> None:
    case = await cases.report()
    before = await _page(other, who)
    await CHANGES[change](pool, cases, case)
    after = await _page(other, who)

    assert [item["id"] for item in before] == [case["id"]], "it was known"
    assert after != before
    assert after == await _anew(fresh_url, who)


async def test_a_post_that_ends_ends_what_is_seen_of_known_cases(
    cases: Cases, pool: PooledDatabase, other: PooledDatabase
) -> None:
    await cases.report()
    assert await _page(other, "second_worker")
    async with pool.writing() as session:
        await session.connection.execute(
            "UPDATE appointments SET valid_from = '2020-01-01', valid_to = '2020-01-01' WHERE user_id = $1",
            USERS["second_worker"],
        )

    assert not await _page(other, "second_worker")
    assert await _page(other, "clerk")


async def test_a_case_that_is_hidden_between_two_statements_is_not_shown(
    cases: Cases, pool: PooledDatabase, other: PooledDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list gave it, and before it is asked what it says it is no longer the reader's."""
    hidden, seen = await cases.report(), await cases.report()
    asked, ask = 0, Session.all

    async def interrupted(session: Session, statement: Any, **values: Any) -> Any:
        nonlocal asked
        if statement is AMONG:
            asked += 1
            await CHANGES["a tier"](pool, cases, hidden)
        return await ask(session, statement, **values)

    monkeypatch.setattr(Session, "all", interrupted)
    told = await _page(other, "second_worker")

    assert asked == 1
    assert [item["id"] for item in told] == [seen["id"]]


async def test_what_was_written_and_undone_is_not_remembered(
    cases: Cases, pool: PooledDatabase, fresh_url: str
) -> None:
    """Within the transaction it shows; the same process shows the others what is."""
    case = await cases.report()
    async with pool.pool.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        session = Session(connection, pool.memory)
        await session.connection.execute("UPDATE cases SET title = '未定' WHERE id = $1", case["id"])
        items, _ = await case_lists.search(session, await load_actor(session, USERS["clerk"]), CaseQuery())
        await transaction.rollback()
    assert orjson.loads(items[0])["title"] == "未定"

    assert (await _page(pool, "clerk"))[0]["title"] is None
    assert await _page(pool, "clerk") == await _anew(fresh_url, "clerk")


async def test_names_follow_the_reference_data_and_the_reader(
    cases: Cases, pool: PooledDatabase, other: PooledDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.db.glance.HOLDS_FOR", -1.0)
    await cases.report()

    async def called(language: str) -> str:
        return str((await _page(other, "clerk", language))[0]["area_name"])

    first = [await called(language) for language in ("zh", "en", "zh")]
    async with pool.writing() as session:
        await session.connection.execute("UPDATE areas SET name = '甲', name_en = 'A' WHERE level = 'grid'")
        await raise_version(session, "areas")
    then = [await called(language) for language in ("zh", "en", "zh")]

    assert first[0] == first[2] != "甲"
    assert then == ["甲", "A", "甲"]


async def test_a_new_connection_may_be_to_a_restored_server(cases: Cases, other: PooledDatabase) -> None:
    """Its versions and transactions are counted once more from where it was."""
    await cases.report()
    await _page(other, "clerk")
    known = other.memory.of(KnownCases)
    async with other.reading(), other.reading():
        pass

    assert other.memory.of(KnownCases) is not known


async def test_what_is_remembered_is_bounded(
    cases: Cases, other: PooledDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(8):
        await cases.report(description=f"路边井盖缺失 {number}")
    async with other.reading():  # all connections that this takes
        monkeypatch.setattr(as_written, "MOST_BYTES", 10_000)
        told = [await _page(other, "clerk", limit=limit) for limit in (1, 8, 3, 8)]
    known = other.memory.of(KnownCases)

    assert [len(page) for page in told] == [1, 8, 3, 8]
    assert told[1] == told[3]
    assert 0 < len(known._young) + len(known._old) <= 8
    assert max(len(known._young), len(known._old)) * 2_500 <= 10_000


def test_a_list_shows_nothing_but_what_stands_in_the_row_of_a_case() -> None:
    """What stood elsewhere could change while the row stays as it is written."""
    columns = {element for told in LISTED for element in iterate(told) if isinstance(element, Column)}

    assert {column.table.name for column in columns} == {"cases"}
    assert "SELECT" not in AMONG.sql.removeprefix("SELECT")
    assert AMONG.sql.count("FROM cases") == 1
