"""Who asks is remembered, and asked about with the first statement: what has changed counts at the next request."""

from collections.abc import Awaitable, Callable
from typing import Any, cast
from uuid import uuid4

import pytest

from app import clock
from app.authz import Bearer, Permission
from app.db.assumption import Assumption, Overtaken
from app.db.session import Session
from app.errors import NotAuthenticated, PasswordChangeRequired
from app.queries import reference
from app.queries.cases import case as cases
from app.queries.identity import sessions
from app.queries.organisation import actors as queries
from app.services.identity import actors
from tests.organisation import USERS

Change = Callable[[Session, Bearer], Awaitable[object]]


class Counted:
    """A connection that counts what it is asked."""

    def __init__(self, connection: Any) -> None:
        self._connection, self.asked = connection, 0

    def __getattr__(self, name: str) -> Any:
        self.asked += name.startswith("fetch")
        return getattr(self._connection, name)


async def _bearer(session: Session) -> Bearer:
    """A session of the worker."""
    bearer, now = Bearer(USERS["worker"], uuid4()), clock.now()
    await session.run(sessions.BEGIN, family=bearer.session_id, of_user=bearer.user_id, network=None, at=now, until=now)
    return bearer


async def _reads(session: Session, bearer: Bearer) -> None:
    async with Session(session.connection, session.memory) as later:
        await actors.authenticate(later, bearer)
        await later.all(queries.ACTOR, user_id=bearer.user_id, today=clock.today())


async def _says_nothing(session: Session, bearer: Bearer) -> None:
    async with Session(session.connection, session.memory) as later:
        await actors.authenticate(later, bearer)


async def _refuses(session: Session, bearer: Bearer) -> None:
    async with Session(session.connection, session.memory) as later:
        await actors.authenticate(later, bearer)
        raise NotAuthenticated()


def _sql(sql: str) -> Change:
    """A change as somebody else makes it."""

    async def change(session: Session, bearer: Bearer) -> None:
        await session.connection.execute(sql.format(user=bearer.user_id, session=bearer.session_id))

    return change


async def test_whom_a_process_knows_it_does_not_read_again(session: Session) -> None:
    bearer = await _bearer(session)
    first = await actors.authenticate(session, bearer)
    counted = Counted(session.connection)

    async with Session(cast(Any, counted), session.memory) as later:
        assert await actors.authenticate(later, bearer) is first
        assert await later.first(cases.CASE_BY_ID, case_id=uuid4()) is None

    assert counted.asked == 2, "no row may mean either: then it is asked by itself"


async def test_a_row_says_that_it_holds(session: Session) -> None:
    bearer = await _bearer(session)
    await actors.authenticate(session, bearer)
    counted = Counted(session.connection)

    async with Session(cast(Any, counted), session.memory) as later:
        actor = await actors.authenticate(later, bearer)
        rows = await later.all(queries.ACTOR, user_id=bearer.user_id, today=clock.today())

    assert actor.may(Permission.REPORT)
    assert rows[0]["id"] == bearer.user_id
    assert counted.asked == 1


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(_sql("DELETE FROM appointments WHERE user_id = '{user}'"), id="a post taken away"),
        pytest.param(_sql("UPDATE appointments SET valid_to = valid_from WHERE user_id = '{user}'"), id="a post ended"),
        pytest.param(
            _sql(
                "INSERT INTO appointments (id, user_id, post, area_code, valid_from) SELECT gen_random_uuid(), "
                "user_id, 'dispatcher', area_code, valid_from FROM appointments WHERE user_id = '{user}'"
            ),
            id="a post given",
        ),
        pytest.param(_sql("UPDATE users SET display_name = 'Another' WHERE id = '{user}'"), id="another name"),
        pytest.param(_sql("UPDATE users SET is_active = false WHERE id = '{user}'"), id="deactivated"),
        pytest.param(
            _sql("UPDATE users SET password_expires_at = now() WHERE id = '{user}'"), id="a one-time password"
        ),
        pytest.param(_sql("UPDATE token_families SET ended_at = now() WHERE id = '{session}'"), id="signed out"),
        pytest.param(_sql("DELETE FROM token_families WHERE id = '{session}'"), id="the session forgotten"),
        pytest.param(lambda session, _: session.run(reference.RAISE_VERSION, name="areas"), id="areas changed"),
        pytest.param(
            lambda session, _: session.run(reference.RAISE_VERSION, name="departments"), id="departments changed"
        ),
    ],
)
async def test_what_changes_an_actor_is_seen_by_the_next_statement(session: Session, change: Change) -> None:
    bearer = await _bearer(session)
    await actors.authenticate(session, bearer)
    # A savepoint of its own, as another transaction would be: rows are told apart by who wrote them.
    async with session.connection.transaction():
        await change(session, bearer)

    with pytest.raises(Overtaken):
        await _reads(session, bearer)

    again = Session(session.connection, session.memory)
    try:
        await actors.authenticate(again, bearer)
    except (NotAuthenticated, PasswordChangeRequired):
        return
    await again.confirm()


async def test_nothing_is_said_that_goes_by_what_nobody_asked(session: Session) -> None:
    bearer = await _bearer(session)
    await actors.authenticate(session, bearer)
    async with session.connection.transaction():
        await session.run(reference.RAISE_VERSION, name="areas")

    with pytest.raises(Overtaken):
        await _says_nothing(session, bearer)
    await actors.authenticate(session, bearer)  # read anew
    async with session.connection.transaction():
        await session.run(reference.RAISE_VERSION, name="areas")
    with pytest.raises(Overtaken):  # and no refusal that goes by it either
        await _refuses(session, bearer)


async def test_it_is_asked_before_anything_is_written(session: Session) -> None:
    bearer = await _bearer(session)
    actor = await actors.authenticate(session, bearer)
    async with session.connection.transaction():
        await session.run(reference.RAISE_VERSION, name="areas")
    later = Session(session.connection, session.memory)
    assert await actors.authenticate(later, bearer) is actor

    with pytest.raises(Overtaken):
        await later.run(sessions.END, family=bearer.session_id, at=clock.now())

    ended = "SELECT ended_at FROM token_families WHERE id = $1"
    assert await session.connection.fetchval(ended, bearer.session_id) is None


async def test_what_did_not_hold_once_is_of_no_more_use(session: Session) -> None:
    bearer = await _bearer(session)
    told = Assumption(queries.STANDING, bearer._asdict(), "something else")
    session.assume(told)

    with pytest.raises(Overtaken):
        await session.confirm()

    assert not told.holds
