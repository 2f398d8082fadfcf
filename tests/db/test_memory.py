"""What a process remembers is of one database: another one, of the same versions, has words of its own."""

from datetime import date

import pytest

from app import clock
from app.db.glance import Glance
from app.db.session import Session, open_database
from app.schemas.base import Location
from app.services.calendar.changing import finish
from app.services.calendar.lookup import calendar_of
from app.services.calendar.reading import days, written
from app.services.identity.actors import load_actor
from app.services.importing.versions import raise_version
from app.services.organisation import names
from app.services.organisation.locating import place
from app.services.sync import reference
from tests.organisation import COUNTY, GRID, IN_GRID, USERS
from tests.times import at

_WEDNESDAY = at("18 10:00")
_OF_ANOTHER = """
    UPDATE areas SET name = '另一处' WHERE code = '{grid}';
    UPDATE areas SET boundary = NULL;
    INSERT INTO calendar_days (scope_path, day, kind, name) VALUES ('', '2026-03-18', 'holiday', '另一处的假日')
"""


async def _told(session: Session) -> tuple[str, str | None, bool]:
    """What a grid is called, which grid a point lies in, and whether a Wednesday is worked."""
    called = (await names.words_of(session, {"area": {GRID}}, "zh"))["area"][GRID]
    area = (await place(session, Location(**IN_GRID))).area
    calendar = await calendar_of(session, f"{COUNTY}/")
    return called, area and area.code, calendar.next_working(_WEDNESDAY) == _WEDNESDAY


async def test_two_databases_in_one_process_share_nothing(fresh_url: str, database_url: str) -> None:
    async with open_database(database_url, role=None) as one, open_database(fresh_url, role=None) as other:
        async with other.writing() as session:
            await session.connection.execute(_OF_ANOTHER.format(grid=GRID))
        found = []
        for database in (one, other, one):
            async with database.reading() as session:
                found.append(await _told(session))

    assert found[1] == ("另一处", None, False)
    assert found[0] == found[2]
    assert found[0][1:] == (GRID, True)


async def test_two_pools_to_one_database_remember_together(database_url: str) -> None:
    async with open_database(database_url) as one, open_database(database_url, beside=one) as other:
        assert (other.memory, other.condition) == (one.memory, one.condition)
        async with one.reading() as here, other.writing() as there:
            assert here.memory is there.memory


async def test_what_is_learned_before_a_change_is_committed_is_not_held_after_it(fresh_url: str) -> None:
    """The process that changed it shows the change as soon as it has said so, whoever asked in between."""
    async with open_database(fresh_url) as database:
        async with database.writing() as session:
            await session.connection.execute(_OF_ANOTHER.format(grid=GRID))
            await raise_version(session, "areas")
            await finish(session)
            async with database.reading() as meanwhile:
                before = await _told(meanwhile)
        async with database.reading() as session:
            after = await _told(session)

    assert before[1:] == (GRID, True)
    assert after == ("另一处", None, False)


async def test_what_was_undone_is_not_learned(fresh_url: str) -> None:
    async def undone() -> None:
        async with database.writing() as session:
            await session.connection.execute(_OF_ANOTHER.format(grid=GRID))
            await raise_version(session, "areas")
            await finish(session)
            raise RuntimeError

    async with open_database(fresh_url) as database:
        with pytest.raises(RuntimeError):
            await undone()
        async with database.reading() as session:
            assert (await _told(session))[1:] == (GRID, True)


async def test_another_process_shows_a_changed_calendar_at_once(fresh_url: str) -> None:
    """To whoever looks at it, and to a phone: it keeps what it is given as that version."""
    day = date(2026, 3, 18)
    async with open_database(fresh_url) as one, open_database(fresh_url) as other:
        async with other.reading() as session:
            assert (await days(session, COUNTY, day, 1))["days"][0]["is_working"]
        async with one.writing() as session:
            await session.connection.execute(_OF_ANOTHER.format(grid=GRID))
            await finish(session)
        async with other.reading() as session:
            actor = await load_actor(session, USERS["worker"])
            with clock.frozen(_WEDNESDAY):
                kept = (await reference.load(session, actor, {"calendar": "2"}))["calendar"]["items"]
            shown, said = await days(session, COUNTY, day, 1), await written(session, "national", 2026)

    assert not next(each for each in kept if each["day"] == day)["is_working"]
    assert not shown["days"][0]["is_working"]
    assert "另一处的假日" in [each["name"] for each in said["days"]]


def test_who_asked_before_a_change_learns_nothing_that_holds() -> None:
    glance = Glance()
    asked_at = clock.monotonic()
    glance.void()
    assert glance.is_latest(asked_at)
    assert not glance.holds
    assert glance.is_latest(clock.monotonic())
    assert glance.holds
    assert not glance.is_latest(asked_at), "who is answered last is not who asked last"
    assert glance.holds
