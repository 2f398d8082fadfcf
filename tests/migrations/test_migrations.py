from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from app.db import migrations
from tests.organisation import USERS


async def test_migrations_go_up_down_and_up_and_match_the_models(fresh_url: str) -> None:
    await migrations.check(fresh_url)
    await migrations.downgrade(fresh_url, "base")
    await migrations.upgrade(fresh_url)
    await migrations.check(fresh_url)


async def test_references_are_known_by_the_user_that_sent_them(fresh_url: str) -> None:
    await migrations.downgrade(fresh_url, "0008")
    sent = {"a": USERS["hotline"], "b": USERS["hotline"], "c": USERS["hotline"], "d": None}
    connection = await asyncpg.connect(fresh_url)
    try:
        for number, (case, reporter) in enumerate(sent.items(), start=1):
            await connection.execute(
                "INSERT INTO cases (id, serial, status, channel, body_hash, description, area_path, reporter_id, "
                "reported_at, status_since) VALUES ($1, $2, 'reported', 'integration', '', 'x', '440310/', $3, "
                "now(), now())",
                UUID(int=number), number, reporter,
            )  # fmt: skip
            told = {"a": ("old name", "1"), "b": ("new name", "1"), "c": ("new name", "2"), "d": ("other", "1")}[case]
            await connection.execute(
                "INSERT INTO external_references (channel, source, external_id, case_id) "
                "VALUES ('integration', $1, $2, $3)", *told, UUID(int=number),
            )  # fmt: skip
        await migrations.upgrade(fresh_url)
        rows = await connection.fetch("SELECT source FROM external_references ORDER BY case_id")
    finally:
        await connection.close()

    hotline = str(USERS["hotline"])
    assert [row["source"] for row in rows] == [hotline, "new name", hotline, "other"]


async def test_history_imported_before_goes_to_the_archive_when_its_time_has_come(fresh_url: str) -> None:
    await migrations.downgrade(fresh_url, "0013")
    connection = await asyncpg.connect(fresh_url)
    try:
        for number, days in enumerate((400, 3, 400), start=1):
            await connection.execute(
                "INSERT INTO cases (id, status, channel, body_hash, description, area_path, reported_at, closed_at, "
                "status_since) SELECT $1, 'closed', 'integration', '', 'x', '440310/', at, at, at "
                "FROM (SELECT now() - make_interval(days => $2) AS at)", UUID(int=number), days,
            )  # fmt: skip
        await connection.execute(
            "INSERT INTO case_timers (case_id, kind, due_at, attempts) VALUES ($1, 'rating_window', now(), 0)",
            UUID(int=3),
        )
        await migrations.upgrade(fresh_url)
        rows = await connection.fetch(
            "SELECT status, version, e.seq, e.action, t.due_at - closed_at FROM cases "
            "LEFT JOIN case_events e ON e.case_id = id LEFT JOIN case_timers t ON t.case_id = id ORDER BY id"
        )
    finally:
        await connection.close()

    assert [tuple(row) for row in rows[:2]] == [
        ("archived", 2, 2, "archive", None),
        ("closed", 1, None, None, timedelta(days=14)),
    ]
    assert rows[2]["status"] == "closed", "its timer knows better"


async def test_what_was_at_the_top_of_the_only_ladder_is_at_the_top_of_any(fresh_url: str) -> None:
    await migrations.downgrade(fresh_url, "0012")
    connection = await asyncpg.connect(fresh_url)
    try:
        for number, (status, step) in enumerate(
            (("handling", 3), ("handling", 2), ("handling", 0), ("closed", 3)), start=1
        ):
            await connection.execute(
                "INSERT INTO cases (id, serial, status, channel, body_hash, description, area_path, ladder_step, "
                "reported_at, status_since) VALUES ($1, $2, $3, 'integration', '', 'x', '440310/', $4, now(), now())",
                UUID(int=number), number, status, step,
            )  # fmt: skip
        await migrations.upgrade(fresh_url)
        after = await connection.fetch("SELECT ladder_step FROM cases ORDER BY serial")
        await migrations.downgrade(fresh_url, "0012")
        back = await connection.fetch("SELECT ladder_step FROM cases ORDER BY serial")
    finally:
        await connection.close()

    assert [row["ladder_step"] for row in after] == [6, 2, 0, 3]
    assert [row["ladder_step"] for row in back] == [3, 2, 0, 3]


async def test_the_database_refuses_rungs_and_reply_times_that_make_no_sense(fresh_url: str) -> None:
    rung, reply = "INSERT INTO escalation_rungs VALUES ('', {})", "INSERT INTO supervision_replies VALUES ('', {})"
    connection = await asyncpg.connect(fresh_url)
    try:
        for wrong in (
            rung.format("0, 4, 'working_hours', 'unit'"),
            rung.format("7, 4, 'working_hours', 'unit'"),
            rung.format("1, 0, 'working_hours', 'unit'"),
            rung.format("1, 8761, 'urgent_hours', 'unit'"),
            rung.format("1, 4, 'moons', 'unit'"),
            rung.format("1, 4, 'working_hours', 'nobody'"),
            reply.format("0, 4, 'working_hours'"),
            reply.format("4, 4, 'working_hours'"),
            reply.format("1, 0, 'working_hours'"),
            reply.format("1, 4, 'moons'"),
        ):
            with pytest.raises(asyncpg.CheckViolationError):
                await connection.execute(wrong)
        await connection.execute("SET ROLE yikou_app")
        await connection.execute(rung.format("1, 4, 'working_hours', 'unit'"))
        await connection.execute(reply.format("1, 4, 'working_hours'"))
        await connection.execute("UPDATE escalation_rungs SET limit_amount = 5")
        await connection.execute("DELETE FROM escalation_rungs")
        await connection.execute("DELETE FROM supervision_replies")
    finally:
        await connection.close()
