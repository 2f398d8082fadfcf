from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from app.db import migrations, revisions
from app.db.checks import allow
from app.db.revisions import SchemaTooNew
from app.running.backend import owned
from app.workflow.states import OPEN, Status
from tests.organisation import USERS

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)


async def test_migrations_go_up_down_and_up_and_match_the_models(fresh_url: str) -> None:
    await migrations.check(fresh_url)
    await migrations.downgrade(fresh_url, "base")
    await migrations.upgrade(fresh_url)
    await migrations.check(fresh_url)


def test_the_newest_migration_is_the_one_alembic_would_go_to() -> None:
    assert ScriptDirectory.from_config(migrations.config()).get_heads() == [revisions.newest()]


async def test_a_database_of_a_newer_version_is_left_alone_and_says_so(fresh_url: str) -> None:
    connection = await asyncpg.connect(fresh_url)
    try:
        await connection.execute("UPDATE alembic_version SET version_num = '9999'")
        with pytest.raises(SchemaTooNew):
            async with owned(fresh_url):
                pass
    finally:
        await connection.close()


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
    await migrations.downgrade(fresh_url, "0015")
    connection = await asyncpg.connect(fresh_url)
    try:
        for number, days in enumerate((400, 3, 400), start=1):
            await connection.execute(
                "INSERT INTO cases (id, status, channel, body_hash, description, area_path, reported_at, closed_at, "
                "status_since) SELECT $1, 'closed', 'integration', '', 'x', '440310/', at, at, at "
                "FROM (SELECT now() - make_interval(days => $2) AS at) AS told", UUID(int=number), days,
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


async def test_what_older_cases_were_left_with_is_put_right(fresh_url: str) -> None:
    await migrations.downgrade(fresh_url, "0013")
    connection = await asyncpg.connect(fresh_url)
    merged, target, returned, forced = (UUID(int=number) for number in range(1, 5))
    try:
        for case, status, more in (
            (merged, "merged", {"filed_at": NOW}),
            (target, "reported", {"followed": True}),
            (returned, "filed", {"order_due_at": NOW}),
            (forced, "handling", {"force_closed": True, "supervision_level": 5, "lead_department_code": "CG"}),
        ):
            names = "".join(f", {name}" for name in more)
            places = "".join(f", ${number}" for number in range(3, 3 + len(more)))
            await connection.execute(
                "INSERT INTO cases (id, status, channel, body_hash, description, area_path, reported_at, status_since"
                f"{names}) VALUES ($1, $2, 'worker', '', 'x', '440310/440310001/', now(), now(){places})",
                case, status, *more.values(),
            )  # fmt: skip
        await connection.execute(
            "INSERT INTO case_events (case_id, seq, action, from_status, to_status, actor_kind, area_path, data, "
            "created_at) VALUES ($1, 2, 'merge', 'reported', 'merged', 'user', '440310/', '{}', now())", merged,
        )  # fmt: skip
        await connection.execute(
            "INSERT INTO followers (case_id, from_case_id, merged, area_path, contact_name, contact_phone, since) "
            "VALUES ($1, $2, true, '440310/', '李先生', '13900000001', now())", target, merged,
        )  # fmt: skip
        for case in (returned, forced):
            await connection.execute(
                "INSERT INTO supervision_orders (case_id, id, level, demand, area_path, issued_by, issued_at, "
                "reply_due_at) VALUES ($1, $1, 1, 'x', '440310/440310001/', $2, now(), now())",
                case, USERS["supervisor"],
            )  # fmt: skip
            await connection.execute(
                "INSERT INTO approvals (case_id, id, kind, state, area_path, department_code, reason_code, "
                "requested_by, requested_at) VALUES ($1, $1, 'return', 'pending', '440310/', 'CG', 'x', $2, now())",
                case, USERS["handler"],
            )  # fmt: skip
            await connection.execute(
                "INSERT INTO case_timers (case_id, kind, due_at) VALUES ($1, 'supervision', now())", case
            )
        await connection.execute("UPDATE cases SET order_due_at = now() WHERE id = $1", forced)
        await migrations.upgrade(fresh_url)
        cases = {row["id"]: row for row in await connection.fetch("SELECT * FROM cases")}
        orders = await connection.fetch("SELECT case_id FROM supervision_orders WHERE ended_at IS NULL")
        states = await connection.fetch("SELECT DISTINCT state FROM approvals")
        timers = await connection.fetch("SELECT case_id FROM case_timers")
        lying = await connection.fetch("SELECT DISTINCT area_path FROM followers UNION SELECT area_path FROM approvals")
    finally:
        await connection.close()

    assert cases[merged]["status_before_merge"] == "reported"
    assert (cases[target]["contact_phone"], cases[target]["residents_to_answer"]) == (None, 1), "nobody lends a contact"
    assert (cases[returned]["order_due_at"], cases[returned]["order_issued_by"]) == (None, None)
    assert cases[forced]["order_issued_by"] == USERS["supervisor"]
    assert (cases[forced]["force_closed"], cases[forced]["supervision_level"]) == (False, 3)
    assert [row["case_id"] for row in orders] == [row["case_id"] for row in timers] == [forced]
    assert [row["state"] for row in states] == ["withdrawn"]
    assert [row["area_path"] for row in lying] == ["440310/440310001/"]


async def test_phones_start_again_where_there_are_private_cases(fresh_url: str) -> None:
    epochs = []
    connection = await asyncpg.connect(fresh_url)
    try:
        for tier in ("normal", "restricted"):
            await migrations.downgrade(fresh_url, "0016")
            await connection.execute("DELETE FROM cases")
            await connection.execute(
                "INSERT INTO cases (id, status, channel, body_hash, description, area_path, reported_at, status_since, "
                "privacy_tier) VALUES ($1, 'reported', 'worker', '', 'x', '440310/', now(), now(), $2)",
                UUID(int=1), tier,
            )  # fmt: skip
            before = await connection.fetchval("SELECT epoch FROM change_head")
            await migrations.upgrade(fresh_url)
            epochs.append(await connection.fetchval("SELECT epoch FROM change_head") - before)
    finally:
        await connection.close()

    assert epochs == [0, 1]


async def test_sessions_go_on_through_the_upgrade_and_ended_ones_stay_ended(fresh_url: str) -> None:
    await migrations.downgrade(fresh_url, "0018")
    going, ended = UUID(int=1), UUID(int=2)
    connection = await asyncpg.connect(fresh_url)
    try:
        for number, (family, revoked) in enumerate(((going, None), (going, None), (ended, NOW), (ended, None))):
            await connection.execute(
                "INSERT INTO refresh_tokens (token_hash, family_id, user_id, created_at, expires_at, revoked_at) "
                "VALUES ($1, $2, $3, $4, $5, $6)",
                str(number), family, USERS["worker"], NOW + timedelta(hours=number), NOW + timedelta(days=30 + number),
                revoked,
            )  # fmt: skip
        await migrations.upgrade(fresh_url)
        families = await connection.fetch("SELECT * FROM token_families WHERE id = ANY($1) ORDER BY id", [going, ended])
        await migrations.downgrade(fresh_url, "0018")
        tokens = await connection.fetch("SELECT user_id, revoked_at FROM refresh_tokens ORDER BY token_hash")
    finally:
        await connection.close()

    assert [(row["user_id"], row["ended_at"]) for row in families] == [(USERS["worker"], None), (USERS["worker"], NOW)]
    assert (families[0]["created_at"], families[0]["expires_at"]) == (NOW, NOW + timedelta(days=31))
    assert [tuple(row) for row in tokens] == [(USERS["worker"], None)] * 2 + [(USERS["worker"], NOW)] * 2


async def test_phones_of_users_are_known_by_their_keys_and_contacts_are_kept(fresh_url: str) -> None:
    await migrations.downgrade(fresh_url, "0019")
    told = {"clerk": "+86 138-0000-0001", "lead": "0755-28341234", "worker": "暂无", "admin": "01065123456"}
    connection = await asyncpg.connect(fresh_url)
    try:
        for name, phone in told.items():
            await connection.execute("UPDATE users SET phone = $2 WHERE id = $1", USERS[name], phone)
        await migrations.upgrade(fresh_url)
        rows = await connection.fetch("SELECT id, phone, phone_keys FROM users WHERE phone IS NOT NULL")
        await connection.execute("UPDATE users SET phone = repeat('1', 100) WHERE id = $1", USERS["clerk"])
        await migrations.downgrade(fresh_url, "0019")
    finally:
        await connection.close()

    known = {row["id"]: (row["phone"], row["phone_keys"]) for row in rows}
    assert [known[USERS[name]] for name in told] == [
        ("+86 138-0000-0001", "13800000001"), ("0755-28341234", "075528341234"), ("暂无", None),
        ("01065123456", "01065123456"),
    ]  # fmt: skip


#: That came after.
_LATER = frozenset({Status.POOLED, Status.SPLIT})


async def test_cases_of_before_are_open_by_their_status_and_go_back_without_loss(fresh_url: str) -> None:
    known = [status for status in Status if status not in _LATER]
    await migrations.downgrade(fresh_url, "0027")
    connection = await asyncpg.connect(fresh_url)
    try:
        for number, status in enumerate(known, start=1):
            await connection.execute(
                "INSERT INTO cases (id, status, channel, body_hash, description, area_path, reported_at, status_since) "
                "VALUES ($1, $2, 'worker', '', 'x', '440310/', now(), now())",
                UUID(int=number), status.value,
            )  # fmt: skip
        await migrations.upgrade(fresh_url)
        rows = await connection.fetch("SELECT status, is_open FROM cases")
        await migrations.downgrade(fresh_url, "0027")
        back = await connection.fetchval("SELECT count(*) FROM cases")
    finally:
        await connection.close()

    assert {row["status"] for row in rows if row["is_open"]} == OPEN.intersection(known)
    assert len(rows) == back == len(known)


async def test_cases_in_the_pool_go_back_to_the_dispatcher_and_teams_become_stations(fresh_url: str) -> None:
    case_id = UUID(int=1)
    connection = await asyncpg.connect(fresh_url)
    put = (
        "INSERT INTO cases (id, status, is_open, channel, body_hash, description, area_path, reported_at, "
        "status_since, pool_codes) VALUES ($1, 'pooled', true, 'worker', '', 'x', '440310/', now(), now(), '{CG,SW}')"
    )
    history = (
        "INSERT INTO case_events (case_id, seq, action, from_status, to_status, actor_kind, area_path, data, "
        "created_at) VALUES ($1, 1, 'publish', 'filed', 'pooled', 'user', '440310/', '{}', now())"
    )
    published = (
        "INSERT INTO publications (case_id, id, area_path, eligible_codes, fallback_code, published_at) "
        "VALUES ($1, $1, '440310/', '{CG,SW}', 'CG', now())"
    )
    timed = "INSERT INTO case_timers (case_id, kind, due_at) VALUES ($1, 'pool', now())"
    try:
        for statement in (put, history, published, timed):
            await connection.execute(statement, case_id)
        await connection.execute("UPDATE departments SET kind = 'team', claim_limit = 3 WHERE code = 'CG-1'")
        await migrations.downgrade(fresh_url, "0029")
        status = await connection.fetchval("SELECT status FROM cases WHERE is_open")
        event = await connection.fetchrow("SELECT action, from_status, to_status FROM case_events")
        timers = await connection.fetchval("SELECT count(*) FROM case_timers")
        kind = await connection.fetchval("SELECT kind FROM departments WHERE code = 'CG-1'")
        await migrations.upgrade(fresh_url)
        codes = await connection.fetchval("SELECT pool_codes FROM cases")
    finally:
        await connection.close()

    assert (status, tuple(event), timers, kind, codes) == ("filed", ("comment", "filed", "filed"), 0, "station", [])


async def test_a_migration_lets_a_column_have_other_values(fresh_url: str) -> None:
    def migrate(connection: Connection) -> None:
        with Operations.context(MigrationContext.configure(connection)):
            allow("cases", "status", [*Status, "brand_new"])

    engine = create_async_engine(make_url(fresh_url).set(drivername="postgresql+asyncpg"), poolclass=NullPool)
    async with engine.begin() as begun:
        await begun.run_sync(migrate)
    await engine.dispose()
    connection = await asyncpg.connect(fresh_url)
    put = (
        "INSERT INTO cases (id, status, is_open, channel, body_hash, description, area_path, reported_at, "
        "status_since) VALUES (gen_random_uuid(), $1, true, 'worker', '', 'x', '440310/', now(), now())"
    )
    try:
        await connection.execute(put, "brand_new")
        with pytest.raises(asyncpg.CheckViolationError):
            await connection.execute(put, "nonsense")
    finally:
        await connection.close()
