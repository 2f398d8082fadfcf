"""All of the calendar's data at one version, and the calendar of any area made from it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from app import clock
from app.db.session import Session
from app.queries import calendar as queries
from app.queries import reference
from app.workflow.calendar import Calendar
from app.workflow.working_days import DayKind, SpecialDay, Week

NATIONAL = ""
Weeks = tuple[tuple[date, Week], ...]  # by the day each comes into force


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Weeks and days by the path they hold for.

    An area has the weeks of the nearest path above it that has any, and the days of every path above it, where the
    nearest says the last word.
    """

    version: int
    published: frozenset[int]
    days: Mapping[str, Mapping[date, SpecialDay]]
    weeks: Mapping[str, Weeks]

    def calendar_of(self, area_path: str) -> Calendar:
        """The calendar of an area; areas that share their data share the object."""
        scopes = [scope for scope in _paths(area_path) if scope in self.weeks]
        days: dict[date, SpecialDay] = {}
        for scope in _paths(area_path):
            days |= self.days.get(scope, {})
        weeks = self.weeks[scopes[-1]] if scopes else ()
        frozen = tuple((since, tuple(sorted(week.items()))) for since, week in weeks)
        return _build(frozen, tuple(sorted(days.items(), key=lambda item: item[0])), self.published, self.version)

    def with_days(self, scope: str, changed: Mapping[date, SpecialDay | None]) -> "Snapshot":
        """As it would be with these days of a scope written, None taking a day away."""
        days = {**self.days.get(scope, {}), **changed}
        kept = {day: special for day, special in days.items() if special is not None}
        return replace(self, days={**self.days, scope: kept}, version=self.version + 1)

    def with_week(self, scope: str, since: date, week: Week | None) -> "Snapshot":
        """As it would be with a week of a scope that comes into force on a day, None taking that week away."""
        changed = {**dict(self.weeks.get(scope, ())), since: week}
        kept = sorted((day, week) for day, week in changed.items() if week is not None)
        return replace(self, weeks=_without_empty({**self.weeks, scope: tuple(kept)}), version=self.version + 1)

    def with_published(self, year: int) -> "Snapshot":
        """As it would be with a year published."""
        return replace(self, published=self.published | {year}, version=self.version + 1)


def _without_empty(weeks: Mapping[str, Weeks]) -> dict[str, Weeks]:
    """A scope whose last week went has those of the area above it again."""
    return {scope: found for scope, found in weeks.items() if found}


def _paths(area_path: str) -> list[str]:
    """The country, then every area from the outermost to the one itself."""
    codes = [code for code in area_path.split("/") if code]
    return [NATIONAL, *("/".join(codes[: depth + 1]) + "/" for depth in range(len(codes)))]


@lru_cache(maxsize=64)
def _build(weeks: Any, days: Any, published: frozenset[int], version: int) -> Calendar:
    readable = [(since, dict(week)) for since, week in weeks]
    return Calendar(readable, dict(days), published, version=version, zone=clock.LOCAL)


async def load(session: Session) -> Snapshot:
    """What the database says now."""
    version = await session.value(reference.VERSION, name="calendar") or 0
    years = await session.all(queries.YEARS)
    days: dict[str, dict[date, SpecialDay]] = {}
    for row in await session.all(queries.DAYS):
        windows = tuple((start, end) for start, end in row["windows"] or ())
        special = SpecialDay(DayKind(row["kind"]), row["name"], windows)
        days.setdefault(row["scope_path"], {})[row["day"]] = special
    weeks: dict[str, dict[date, dict[int, tuple[tuple[int, int], ...]]]] = {}
    for row in await session.all(queries.WINDOWS):
        week = weeks.setdefault(row["scope_path"], {}).setdefault(row["valid_from"], {})
        week[row["weekday"]] = (*week.get(row["weekday"], ()), (row["starts"], row["ends"]))
    published = frozenset(row["year"] for row in years if row["is_published"])
    return Snapshot(version, published, days, {scope: tuple(sorted(found.items())) for scope, found in weeks.items()})
