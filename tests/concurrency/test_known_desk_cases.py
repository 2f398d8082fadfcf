"""What a process remembers of cases shows at no desk: another one, which knows nothing, would show the same."""

from collections.abc import AsyncIterator
from typing import Any

import orjson
import pytest

from app import clock
from app.db.session import PooledDatabase, Session, open_database
from app.queries.desk.looks import looks
from app.queries.desk.rows import AMONG
from app.schemas.desk.rows import DeskQuery
from app.services.desk import lists
from app.services.identity.actors import load_actor
from tests.cases import Cases
from tests.organisation import USERS

CHANGES = {
    "a title": "UPDATE cases SET title = '改过' WHERE id = $1",
    "a tier": "UPDATE cases SET privacy_tier = 'restricted' WHERE id = $1",
    "a clock": "UPDATE cases SET due_at = now() - interval '1 hour', warn_at = NULL WHERE id = $1",
    "who has it in hand": "UPDATE cases SET verifier_id = reporter_id WHERE id = $1",
    "what is allowed": "UPDATE cases SET verification_count = 1 WHERE id = $1",
    "who looks at it": (
        f"INSERT INTO {looks.name} (case_id, user_id, seq, since, expires_at)"
        f" VALUES ($1, '{USERS['centre_leader']}', 9, now(), now() + interval '1 hour')"
    ),
}


@pytest.fixture
async def other(fresh_url: str) -> AsyncIterator[PooledDatabase]:
    """Another process."""
    async with open_database(fresh_url, min_size=1, max_size=2) as database:
        yield database


async def _page(database: PooledDatabase, who: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    async with database.reading() as session:
        actor = await load_actor(session, USERS[who])
        (items, _), besides = await lists.page(session, actor, "triage", DeskQuery())
        return [orjson.loads(item) for item in items], besides


@pytest.mark.parametrize("change", CHANGES)
async def test_what_another_process_changed_shows_at_the_next_request(
    cases: Cases, pool: PooledDatabase, other: PooledDatabase, fresh_url: str, change: str
) -> None:
    case = await cases.report()
    with clock.frozen(clock.now()):
        before = await _page(other, "clerk")
        assert await _page(other, "clerk") == before, "known by now"
        async with pool.writing() as session:
            await session.connection.execute(CHANGES[change], case["id"])
        after = await _page(other, "clerk")
        async with open_database(fresh_url, min_size=1, max_size=1) as new:
            anew = await _page(new, "clerk")

    assert [item["id"] for item in before[0]] == [case["id"]]
    assert after != before
    assert after == anew


async def test_each_reader_is_shown_what_they_may_do_themselves(
    cases: Cases, pool: PooledDatabase, other: PooledDatabase, fresh_url: str
) -> None:
    await cases.report()
    with clock.frozen(clock.now()):
        told = [await _page(other, who) for who in ("clerk", "centre_leader", "clerk")]
        async with open_database(fresh_url, min_size=1, max_size=1) as new:
            anew = await _page(new, "centre_leader")

    assert told[0] == told[2] != told[1]
    assert told[1] == anew


async def test_a_case_that_leaves_the_queue_between_two_statements_is_not_shown(
    cases: Cases, other: PooledDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page gave it, and before it is asked what it says it waits here no longer."""
    moved, stays = await cases.report(), await cases.report()
    asked, ask = 0, Session.all

    async def interrupted(session: Session, statement: Any, **values: Any) -> Any:
        nonlocal asked
        if statement is AMONG:
            asked += 1
            await cases.done("clerk", moved, "file", {"rule_code": "R1"})
        return await ask(session, statement, **values)

    monkeypatch.setattr(Session, "all", interrupted)
    items, _ = await _page(other, "clerk")

    assert asked == 1
    assert [item["id"] for item in items] == [stays["id"]]
