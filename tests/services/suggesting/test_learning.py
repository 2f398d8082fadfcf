"""Closed cases are learned, each once: whatever is looked at again, taken back, or ended otherwise."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from app.db.session import Session, open_database
from app.services.suggesting import learning
from app.services.suggesting.suggest import suggestions_of
from app.services.sync.relay import relay
from tests.cases import Cases
from tests.conftest import OneConnection
from tests.organisation import GRID, GRID_PATH, IN_OTHER_GRID

TABLES = ("learned_counts", "learned_words", "lessons")


async def _learned(database: OneConnection) -> None:
    while await relay(database):
        pass
    while await learning.learn(database):
        pass


async def _from_the_first(database: OneConnection) -> None:
    await database.connection.execute("UPDATE learning SET epoch = -1")
    await _learned(database)


async def _all(session: Session) -> list[list[tuple[Any, ...]]]:
    return [sorted(tuple(row) for row in await session.connection.fetch(f"SELECT * FROM {name}")) for name in TABLES]


async def _unit(session: Session, code: str, place: str = "") -> tuple[int, int]:
    row = await session.connection.fetchrow(
        "SELECT cases, returns FROM learned_counts WHERE target = 'department' AND matter = '' AND place = $1"
        " AND answer = $2",
        place,
        code,
    )
    return (0, 0) if row is None else (row["cases"], row["returns"])


async def test_a_closed_case_is_learned_once_however_often_it_is_looked_at(
    cases: Cases, database: OneConnection, session: Session
) -> None:
    await cases.at("closed")
    await cases.at("handling")
    await _learned(database)
    first = await _all(session)
    await _from_the_first(database)

    assert await _all(session) == first
    assert await _unit(session, "CG") == await _unit(session, "CG", GRID) == (1, 0)


async def test_a_reopened_case_is_taken_back(cases: Cases, database: OneConnection, session: Session) -> None:
    case = await cases.at("closed")
    await _learned(database)
    await cases.done("supervisor", case, "reopen", {"reason_code": "not_solved"})
    await _learned(database)

    counts, words, lessons = await _all(session)
    assert counts == lessons == []
    assert all(set(row[-1]) == {0} for row in words)


async def test_a_return_counts_against_the_unit_and_for_where_it_ended(
    cases: Cases, database: OneConnection, session: Session
) -> None:
    case = await cases.at("return_review")
    await cases.done("dispatcher", case, "approve-return")
    await cases.done("dispatcher", case, "dispatch", {"lead": "SW"})
    await cases.done("water_handler", case, "sign")
    await cases.done("water_handler", case, "resolve", {"result": "已清理", "photo_exemption": "nothing_visible"})
    await cases.done("dispatcher", case, "close", {"close_condition_met": True, "reply": "已办结"})
    await _learned(database)

    assert await _unit(session, "CG") == (0, 1)
    assert await _unit(session, "SW") == (1, 0)


async def test_who_handled_such_cases_is_suggested_with_the_numbers(
    cases: Cases, database: OneConnection, session: Session
) -> None:
    for _ in range(6):
        await cases.at("closed")
    await _learned(database)
    case = await cases.at("filed")
    found = (await suggestions_of(session, [UUID(case["id"])]))[UUID(case["id"])]

    assert [each.code for each in found.departments] == ["CG"]
    assert found.departments[0].reason.zh == "本网格同一立案条件 6 件中 6 件由部门CG处置"
    assert found.departments[0].score > 0.7
    assert found.categories[0].rule_codes[0] == "R1"


async def test_the_words_of_a_confidential_case_are_not_learned(
    cases: Cases, database: OneConnection, session: Session
) -> None:
    case = await cases.at("closed")
    await session.connection.execute("UPDATE cases SET privacy_tier = 'confidential' WHERE id = $1", UUID(case["id"]))
    await _from_the_first(database)
    _, words, lessons = await _all(session)

    assert words == []
    assert [row[-1] for row in lessons] == [b""]


@pytest.mark.parametrize("change", ["UPDATE departments SET is_active = false", "DELETE FROM jurisdictions"])
async def test_a_unit_out_of_service_or_without_jurisdiction_is_never_suggested(
    cases: Cases, database: OneConnection, session: Session, change: str
) -> None:
    await cases.at("closed")
    await _learned(database)
    case = await cases.at("filed")
    await session.connection.execute(change)
    found = (await suggestions_of(session, [UUID(case["id"])]))[UUID(case["id"])]

    assert found.departments == []
    assert found.best is None


async def test_a_unit_that_was_merged_is_suggested_as_what_it_is_today(
    cases: Cases, database: OneConnection, session: Session
) -> None:
    await cases.at("closed")
    await _learned(database)
    case = await cases.at("filed")
    await session.connection.execute("UPDATE departments SET is_active = false WHERE code = 'CG'")
    await session.connection.execute("INSERT INTO department_aliases VALUES ('SW', '部门CG')")
    found = (await suggestions_of(session, [UUID(case["id"])]))[UUID(case["id"])]

    assert [each.code for each in found.departments] == ["SW"]


async def test_who_takes_in_or_dispatches_there_reads_suggestions(
    cases: Cases, database: OneConnection, client_as: Callable[..., AsyncClient]
) -> None:
    await cases.at("closed", description="张三家门口，电话13800000000")
    await _learned(database)
    case = await cases.at("filed")
    address = f"/cases/{case['id']}/suggestions"
    answer = await client_as("dispatcher").get(address)

    assert answer.status_code == 200
    assert answer.json()["departments"][0]["department_code"] == "CG"
    assert "张三" not in answer.text
    assert "1380" not in answer.text
    assert {who: (await client_as(who).get(address)).status_code for who in ("town_clerk", "worker", "handler")} == {
        "town_clerk": 200, "worker": 403, "handler": 404,
    }  # fmt: skip
    far = await cases.at("filed", who="other_worker", location=IN_OTHER_GRID)
    assert (await client_as("town_clerk").get(f"/cases/{far['id']}/suggestions")).status_code == 404
    assert (await client_as("dispatcher").get("/cases/none/suggestions")).status_code == 422


async def _history(connection: Any, count: int) -> None:
    now = datetime(2026, 11, 1, tzinfo=UTC)
    rows = [
        (UUID(int=number + 1), "closed", False, "integration", str(number), "路灯不亮", GRID_PATH, "CG", now)
        for number in range(count)
    ]
    await connection.executemany(
        "INSERT INTO cases (id, status, is_open, channel, body_hash, description, area_path, lead_department_code,"
        " reported_at, closed_at, status_since) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $9)",
        rows,
    )


async def test_two_workers_and_a_crash_learn_each_case_once(fresh_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "BATCH", 7)
    crashes = iter([True, False, True])

    async def crashing(session: Session, difference: Any, slices: Any) -> None:
        await heard(session, difference, slices)
        if next(crashes, False):
            raise ConnectionError("the worker is gone")

    heard = learning._hear
    monkeypatch.setattr(learning, "_hear", crashing)
    async with open_database(fresh_url) as database:
        async with open_database(fresh_url, role=None) as owner, owner.writing() as session:
            await _history(session.connection, 40)

        async def work() -> None:
            idle = 0
            while idle < 20:
                try:
                    idle = 0 if await learning.learn(database) else idle + 1
                except ConnectionError:
                    idle = 0
                await asyncio.sleep(0)

        await asyncio.gather(work(), work())
        while await learning.learn(database):
            pass
        async with database.reading() as session:
            assert await _unit(session, "CG") == await _unit(session, "CG", GRID) == (40, 0)
            assert await session.connection.fetchval("SELECT count(*) FROM lessons") == 40
            assert await session.connection.fetchval("SELECT after FROM learning") is None
