"""The national days, from the `holidays` library: what the State Council has published, and what the law fixes else.

A year without make-up working days 调休 is one whose arrangement is not published yet: it gets the statutory days
alone and stays provisional until a newer library or an administrator knows better.
"""

import hashlib
from collections.abc import Mapping
from datetime import date
from importlib.metadata import version
from pathlib import Path

from app.db.session import Session
from app.queries import calendar as queries
from app.queries import reference
from app.services.calendar.lookup import CalendarCache
from app.services.calendar.snapshot import NATIONAL
from app.workflow.timing.working_days import DayKind, SpecialDay

FIRST_YEAR, LAST_YEAR = 2004, 2050
LIBRARY, ADMINISTRATOR = "library", "administrator"
_EDITION = "national days"  # as a kind of reference data: what they were computed by
_LIEU = ("观察日", "observed", "补假")  # substitute days: part of an arrangement, not of the law


def national_year(year: int) -> tuple[bool, dict[date, SpecialDay]]:
    """Whether a year is published, and its days that differ from Monday to Friday."""
    from holidays import country_holidays  # of 250 countries: only where days are computed

    known = country_holidays("CN", years=year, language="zh_CN")
    made_up = {day for day in known.weekend_workdays if day.year == year}
    days = {day: SpecialDay(DayKind.WORKING, "调休上班") for day in made_up}
    for day, name in known.items():
        if day.year == year and (made_up or not any(word in name for word in _LIEU)):
            days[day] = SpecialDay(DayKind.HOLIDAY, name[:64])
    return bool(made_up), days


async def seed_once(session: Session) -> None:
    """Seeds, unless this very library and code did so here: it takes long, and more memory than all of the calendar."""
    made_by = _edition()
    if await session.value(reference.VERSION, name=_EDITION) != made_by:
        await seed(session)
        await session.run(reference.PUT_VERSION, name=_EDITION, version=made_by)


def _edition() -> int:
    """A number for the library and the code that reads it; another after either has changed."""
    return int.from_bytes(hashlib.sha256(version("holidays").encode() + Path(__file__).read_bytes()).digest()[:3])


async def seed(session: Session) -> bool:
    """Brings every year up to what the library knows, but for those an administrator wrote. True: something changed."""
    known = {row["year"]: row for row in await session.all(queries.YEARS)}
    stored: dict[int, dict[date, SpecialDay]] = {}
    for row in await session.all(queries.DAYS):
        if row["scope_path"] == NATIONAL:
            stored.setdefault(row["day"].year, {})[row["day"]] = SpecialDay(DayKind(row["kind"]), row["name"])
    changed = False
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        before = known.get(year)
        if before is not None and (before["is_published"] or before["source"] != LIBRARY):
            continue
        published, days = national_year(year)
        if before is not None and not published and stored.get(year, {}) == days:
            continue
        await write_year(session, year, days, stored.get(year, {}), is_published=published, source=LIBRARY)
        changed = True
    if changed:
        await session.run(reference.RAISE_VERSION, name="calendar")
        session.changes(CalendarCache)
    return changed


async def write_year(
    session: Session,
    year: int,
    days: Mapping[date, SpecialDay],
    before: Mapping[date, SpecialDay],
    *,
    is_published: bool,
    source: str,
) -> None:
    """Puts the national days of a year in the place of those before."""
    gone = [day for day in before if day not in days]
    await session.run(queries.PUT_YEAR, year=year, is_published=is_published, source=source)
    await session.run(queries.DROP_DAYS, scope=NATIONAL, days=gone)
    await put_days(session, NATIONAL, days)


async def put_days(session: Session, scope: str, days: Mapping[date, SpecialDay]) -> None:
    """Writes days of a scope."""
    await session.run_many(
        queries.PUT_DAY,
        [
            {
                "scope_path": scope,
                "day": day,
                "kind": special.kind,
                "name": special.name,
                "windows": [list(window) for window in special.windows] or None,
            }
            for day, special in days.items()
        ],
    )
