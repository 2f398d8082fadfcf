"""What is kept for a while only goes when its time is over, by the hand of the service itself."""

from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.db.session import Session
from app.services.sync.pruning import prune
from tests.cases import Cases
from tests.conftest import OneConnection
from tests.organisation import USERS


async def _kept(session: Session) -> dict[str, int]:
    tables = ("notices", "refresh_tokens", "rating_tokens")
    return {name: await session.connection.fetchval(f"SELECT count(*) FROM {name}") for name in tables}


@pytest.fixture
async def told(cases: Cases, client_as: Any, session: Session) -> None:
    """A notice, a session and a rating link, all of now."""
    case = await cases.at("closed", contact={"name": "王女士", "phone": "13800001234"})
    assert (await client_as("dispatcher").post(f"/cases/{case['id']}/rating-link")).status_code == 201
    await cases.done("supervisor", await cases.at("handling"), "urge", {"note": "请抓紧"})
    now = clock.now()
    await session.connection.execute(
        "INSERT INTO refresh_tokens (token_hash, family_id, user_id, created_at, expires_at)"
        " VALUES ('x', gen_random_uuid(), $1, $2, $3)",
        USERS["worker"],
        now,
        now + timedelta(days=14),
    )


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    ("days", "gone"),
    [
        (43, set()),
        (45, {"refresh_tokens"}),
        (366, {"refresh_tokens", "notices"}),
        (380, {"refresh_tokens", "notices", "rating_tokens"}),
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
