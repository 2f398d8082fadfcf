"""What a process remembers is of one database: another one, of the same versions, has words of its own."""

from app.db.session import Session, open_database
from app.schemas.base import Location
from app.services.calendar.lookup import calendar_of
from app.services.organisation import names
from app.services.organisation.locating import place
from tests.organisation import COUNTY, GRID, IN_GRID
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
