from uuid import UUID

import asyncpg

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
