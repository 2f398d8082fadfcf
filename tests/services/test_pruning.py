"""What is kept for a while only goes when its time is over, by the hand of the service itself."""

from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.db.session import Session
from app.services.operations.pruning import prune
from tests.cases import Cases
from tests.conftest import OneConnection
from tests.ids import uuid7
from tests.organisation import IN_GRID, USERS


async def _kept(session: Session) -> dict[str, int]:
    tables = ("notices", "token_families", "refresh_tokens", "rating_tokens", "follow_links", "attempts")
    # But for the sessions of the tokens that tests bear, which last.
    await session.connection.execute("DELETE FROM token_families WHERE expires_at > '2098-01-01'")
    return {name: await session.connection.fetchval(f"SELECT count(*) FROM {name}") for name in tables}


@pytest.fixture
async def told(cases: Cases, client_as: Any, session: Session) -> None:
    """A notice, a session, a rating link and a report of a resident with its link and attempts, all of now."""
    case = await cases.at("closed", contact={"name": "王女士", "phone": "13800001234"})
    assert (await client_as("dispatcher").post(f"/cases/{case['id']}/rating-link")).status_code == 201
    await cases.done("supervisor", await cases.at("handling"), "urge", {"note": "请抓紧"})
    contact = {"name": "赵先生", "phone": "13800005678"}
    report = {"id": str(uuid7()), "description": "路灯不亮", "location": IN_GRID, "contact": contact}
    assert (await client_as(None).post("/public/cases", json=report)).status_code == 201
    now = clock.now()
    await session.connection.execute(
        "WITH family AS (INSERT INTO token_families (id, user_id, created_at, used_at, expires_at)"
        " VALUES (gen_random_uuid(), $1, $2, $2, $3) RETURNING id)"
        " INSERT INTO refresh_tokens (token_hash, family_id, created_at, expires_at)"
        " SELECT 'x', id, $2, $3 FROM family",
        USERS["worker"],
        now,
        now + timedelta(days=14),
    )


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    ("days", "gone"),
    [
        (29, set()),
        (43, {"attempts"}),
        (45, {"attempts", "refresh_tokens", "token_families"}),
        (366, {"attempts", "refresh_tokens", "token_families", "notices"}),
        (380, {"attempts", "refresh_tokens", "token_families", "notices", "rating_tokens"}),
        (730 + 364, {"attempts", "refresh_tokens", "token_families", "notices", "rating_tokens"}),
        (730 + 366, {"attempts", "refresh_tokens", "token_families", "notices", "rating_tokens", "follow_links"}),
    ],
)
async def test_what_has_passed_goes_and_nothing_else(
    database: OneConnection, session: Session, days: int, gone: set[str]
) -> None:
    before = await _kept(session)
    with clock.shifted(timedelta(days=days)):
        await prune(database)
    after = await _kept(session)

    assert all(before.values())
    assert {name for name in before if not after[name]} == gone
