"""Who sees a case is written twice, as a predicate and as keys: the two say the same."""

import pytest

from app.db.session import Session
from app.queries.cases.scope import scope_of
from app.queries.sync import pull as queries
from app.services.cases import scope_keys
from app.services.identity.actors import load_actor
from app.workflow.privacy import PrivacyTier
from tests.cases import ROUTES, Cases
from tests.organisation import IN_GRID, IN_OTHER_GRID, USERS


async def _rows(session: Session, cases: Cases) -> list[dict[str, object]]:
    for status in ROUTES:
        await cases.at(status)
    await cases.report("other_worker", location=IN_OTHER_GRID)
    await cases.report("worker", location=IN_OTHER_GRID)
    await cases.report("second_worker", location={"lat": 1.0, "lon": 1.0})
    for tier in PrivacyTier:
        for who, place in (("worker", IN_GRID), ("other_worker", IN_OTHER_GRID)):
            case = await cases.report(who, location=place)
            await cases.done("clerk", case, "file", {"rule_code": "R1", "privacy_tier": tier})
            await cases.done("dispatcher", case, "dispatch", {"lead": "SW"})
    return [dict(row) for row in await session.connection.fetch("SELECT * FROM cases")]


async def test_a_case_is_seen_exactly_by_those_who_follow_one_of_its_keys(session: Session, cases: Cases) -> None:
    rows = await _rows(session, cases)
    told = 0
    for user_id in USERS.values():
        actor = await load_actor(session, user_id)
        scope = scope_of(actor)
        statement = queries.visible_among(scope.shape)
        seen = await session.all(statement, case_ids=[row["id"] for row in rows], **scope.values)
        followed = set(scope_keys.of_actor(actor))
        assert {row["id"] for row in seen} == {row["id"] for row in rows if scope_keys.of_case(row) & followed}
        told += 0 < len(seen) < len(rows)

    assert told > 3, "nobody sees some and not all: the test would prove nothing"


@pytest.mark.parametrize("who", ["worker", "second_worker", "handler", "town_clerk", "supervisor"])
async def test_the_scope_of_the_keys_is_the_scope_of_the_actor(session: Session, cases: Cases, who: str) -> None:
    rows = await _rows(session, cases)
    actor = await load_actor(session, USERS[who])
    found = []
    for scope in (scope_of(actor), scope_keys.scope_of(scope_keys.of_actor(actor))):
        statement = queries.visible_among(scope.shape)
        seen = await session.all(statement, case_ids=[row["id"] for row in rows], **scope.values)
        found.append({row["id"] for row in seen})

    assert found[0] == found[1]
