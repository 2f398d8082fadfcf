"""What the calendar says: each day of an area, explained; and what was written for one place."""

from collections.abc import Iterable
from datetime import date, timedelta

from app.db.session import Session
from app.errors import NotFound
from app.queries.organisation import lookup
from app.schemas.calendar import WEEKDAYS
from app.services.calendar.lookup import CalendarCache
from app.services.calendar.scopes import scope_of
from app.services.calendar.seeding import FIRST_YEAR, LAST_YEAR
from app.services.calendar.snapshot import Snapshot
from app.workflow.timing.working_days import Window, time_of


async def days(session: Session, area_code: str, first: date, count: int) -> dict[str, object]:
    """`count` days of an area from `first` on.

    Raises:
        NotFound: there is no such area, or the calendar does not know these years.
    """
    area = await session.first(lookup.AREA, code=area_code)
    if area is None or not FIRST_YEAR <= first.year <= LAST_YEAR:
        raise NotFound()
    snapshot = await session.memory.of(CalendarCache).present(session)
    shown = days_at(snapshot, area["path"], first, count)
    return {"area_code": area_code, "calendar_version": snapshot.version, "days": shown}


def days_at(snapshot: Snapshot, area_path: str, first: date, count: int) -> list[dict[str, object]]:
    """The same for the area at a path."""
    calendar = snapshot.calendar_of(area_path)
    shown = []
    for day in (first + timedelta(days=number) for number in range(count)):
        known = calendar.days.of(day)
        shown.append(
            {
                "day": day,
                "is_working": bool(known.windows),
                "reason": known.reason.value,
                "name": known.name,
                "windows": windows(known.windows),
                "is_provisional": day.year not in snapshot.published,
            }
        )
    return shown


async def written(session: Session, place: str, year: int) -> dict[str, object]:
    """The weeks of a place, and its days of a year.

    Raises:
        NotFound: there is no such area.
    """
    scope = await scope_of(session, place)
    snapshot = await session.memory.of(CalendarCache).present(session)
    found = sorted(item for item in snapshot.days.get(scope, {}).items() if item[0].year == year)
    return {
        "place": place,
        "calendar_version": snapshot.version,
        "year": {"year": year, "is_published": year in snapshot.published},
        "weeks": [
            {"valid_from": since, "windows": {WEEKDAYS[day - 1]: windows(week[day]) for day in sorted(week)}}
            for since, week in snapshot.weeks.get(scope, ())
        ],
        "days": [
            {"day": day, "kind": special.kind.value, "name": special.name, "windows": windows(special.windows)}
            for day, special in found
        ],
    }


def windows(found: Iterable[Window]) -> list[dict[str, str]]:
    """Windows as times."""
    return [{"starts": time_of(start), "ends": time_of(end)} for start, end in found]
