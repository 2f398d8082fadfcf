"""All that areas say of time at one version: the calendar of any area, and its escalation, made from it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from app import clock
from app.concurrency.slices import Slices
from app.db.session import Session
from app.queries import calendar as queries
from app.queries import escalation, reference, unit_hours
from app.queries.cases.scope import lineage
from app.queries.escalation import LimitRow, ReplyRow, RungRow
from app.workflow.limits import Limit, LimitUnit
from app.workflow.supervision.notices import Audience
from app.workflow.timing.calendar import Calendar
from app.workflow.timing.ladder import ESCALATION, Escalation, Rung
from app.workflow.timing.unit_hours import UnitWeek, UnitWeeks, Weeks, inherited, within
from app.workflow.timing.working_days import DayKind, SpecialDay, Week

NATIONAL = ""
_MOST_PLACED = 10_000  # areas whose calendar need not be looked for
_MOST_KNOWN = 256  # calendars of 30 kB for each year that was asked about


class RulesInForce(NamedTuple):
    """What holds at a place; `hours_of` is the calendar there of a unit, which may have hours of its own."""

    calendar: Calendar
    escalation: Escalation
    hours_of: Callable[[str | None], Calendar]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Weeks, days and escalations by the path they hold for.

    An area has the days of every path above it, where the nearest says the last word; its own weeks from the first of
    them on, until then those of the path above; and the escalation of the nearest path that has any. `above` says of
    every unit that has hours, its own or those of units above it, whose: from the outermost one down to itself.
    """

    version: int
    published: frozenset[int]
    days: Mapping[str, Mapping[date, SpecialDay]]
    weeks: Mapping[str, Weeks]
    escalations: Mapping[str, Escalation]
    units: Mapping[str, UnitWeeks] = field(default_factory=dict)
    above: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    known: dict[tuple[tuple[str, ...], tuple[str, ...]], Calendar] = field(
        default_factory=dict, compare=False, repr=False
    )
    placed: dict[str, Calendar] = field(default_factory=dict, compare=False, repr=False)

    def at(self, area_path: str) -> RulesInForce:
        """All of it at an area."""
        hours_of = partial(self.calendar_of_unit, area_path)
        return RulesInForce(self.calendar_of(area_path), self.escalation_of(area_path), hours_of)

    def escalation_of(self, area_path: str) -> Escalation:
        """The ladder 超期升级 and the reply times of an area."""
        scope = self.scope_of_escalation(area_path)
        return ESCALATION if scope is None else self.escalations[scope]

    def scope_of_escalation(self, area_path: str) -> str | None:
        """The path of whoever says it; None: nobody does."""
        above = (*reversed(lineage(area_path)), NATIONAL)
        return next((scope for scope in above if scope in self.escalations), None)

    def calendar_of(self, area_path: str) -> Calendar:
        """The calendar of an area; areas that share their data share the object."""
        placed = self.placed.get(area_path)
        if placed is None:
            if len(self.placed) >= _MOST_PLACED:
                self.placed.clear()
            placed = self.placed[area_path] = self._laid_out(area_path)
        return placed

    def calendar_of_unit(self, area_path: str, unit: str | None) -> Calendar:
        """The calendar of a unit 单位 for cases of an area: by its own hours, of a unit without any the area's."""
        above = self.above.get(unit or "")
        return self._laid_out(area_path, above) if above else self.calendar_of(area_path)

    def weeks_of_unit(self, unit: str | None) -> UnitWeeks:
        """The weeks a unit goes by, its own or those of the units above it."""
        return inherited(self.units.get(each, ()) for each in self.above.get(unit or "", ()))

    def _laid_out(self, area_path: str, units: tuple[str, ...] = ()) -> Calendar:
        scopes = tuple(scope for scope in (NATIONAL, *lineage(area_path)) if scope in self.days or scope in self.weeks)
        found = self.known.get((scopes, units))
        if found is None:
            if len(self.known) >= _MOST_KNOWN:
                self.known.clear()
                self.placed.clear()  # which would hold on to them
            found = self.known[scopes, units] = self._made_of(scopes, units)
        return found

    def _made_of(self, scopes: tuple[str, ...], units: tuple[str, ...]) -> Calendar:
        days: dict[date, SpecialDay] = {}
        weeks: Weeks = ()
        for scope in scopes:
            days |= self.days.get(scope, {})
            weeks = _continued(weeks, self.weeks.get(scope, ()))
        if units:
            weeks, days = within(weeks, days, self.weeks_of_unit(units[-1]))
        return Calendar(weeks, days, self.published, version=self.version, zone=clock.LOCAL)

    def with_days(self, scope: str, changed: Mapping[date, SpecialDay | None]) -> "Snapshot":
        """As it would be with these days of a scope written, None taking a day away."""
        days = {**self.days.get(scope, {}), **changed}
        kept = {day: special for day, special in days.items() if special is not None}
        return self._changed(days={**self.days, scope: kept})

    def with_week(self, scope: str, since: date, week: Week | None) -> "Snapshot":
        """As it would be with a week of a scope that comes into force on a day, None taking that week away."""
        changed = {**dict(self.weeks.get(scope, ())), since: week}
        kept = sorted((day, week) for day, week in changed.items() if week is not None)
        return self._changed(weeks=_without_empty({**self.weeks, scope: tuple(kept)}))

    def with_unit_week(
        self, unit: str, since: date, week: UnitWeek | None, below: Mapping[str, Iterable[str]]
    ) -> "Snapshot":
        """As it would be with a week of a unit, None taking it away; `below` are that unit and all below it.

        Each is given with the units from the outermost one down to it.
        """
        changed = {**dict(self.units.get(unit, ())), since: week}
        kept = tuple(sorted(((day, each) for day, each in changed.items() if each is not None), key=lambda one: one[0]))
        units = {code: weeks for code, weeks in {**self.units, unit: kept}.items() if weeks}
        above = {code: tuple(each for each in line if each in units) for code, line in below.items()}
        return self._changed(units=units, above={**self.above, **above})

    def with_escalation(self, scope: str, said: Escalation | None) -> "Snapshot":
        """As it would be with the escalation of a scope, None taking it away."""
        changed = {**self.escalations, scope: said}
        return self._changed(escalations={scope: each for scope, each in changed.items() if each is not None})

    def with_published(self, year: int) -> "Snapshot":
        """As it would be with a year published."""
        return self._changed(published=self.published | {year})

    def _changed(self, **parts: Any) -> "Snapshot":
        return replace(self, version=self.version + 1, known={}, placed={}, **parts)


def _continued(outer: Weeks, own: Weeks) -> Weeks:
    """The weeks above until the first of one's own, which never rewrites the time before it."""
    return (*(week for week in outer if not own or week[0] < own[0][0]), *own)


def _without_empty(weeks: Mapping[str, Weeks]) -> dict[str, Weeks]:
    """A scope whose last week went has those of the area above it again."""
    return {scope: found for scope, found in weeks.items() if found}


async def load(session: Session) -> Snapshot:
    """What the database says now."""
    version = await session.value(reference.VERSION, name="calendar") or 0
    years = await session.all(queries.YEARS)
    days: dict[str, dict[date, SpecialDay]] = {}
    slices = Slices()
    for row in await session.all(queries.DAYS):
        await slices.rest()
        windows = tuple((start, end) for start, end in row["windows"] or ())
        special = SpecialDay(DayKind(row["kind"]), row["name"], windows)
        days.setdefault(row["scope_path"], {})[row["day"]] = special
    weeks: dict[str, dict[date, dict[int, tuple[tuple[int, int], ...]]]] = {}
    for window in await session.all(queries.WINDOWS):
        await slices.rest()
        week = weeks.setdefault(window["scope_path"], {}).setdefault(window["valid_from"], {})
        week[window["weekday"]] = (*week.get(window["weekday"], ()), (window["starts"], window["ends"]))
    published = frozenset(row["year"] for row in years if row["is_published"])
    said = _escalations(await session.all(escalation.RUNGS), await session.all(escalation.REPLIES))
    in_order = {scope: tuple(sorted(found.items())) for scope, found in weeks.items()}
    units, above = await _units(session)
    return Snapshot(version, published, days, in_order, said, units, above)


async def _units(session: Session) -> tuple[dict[str, UnitWeeks], dict[str, tuple[str, ...]]]:
    """The weeks of units, and by whose every unit goes."""
    weeks: dict[str, UnitWeeks] = {}
    for row in await session.all(unit_hours.WEEKS):
        windows = {int(day): tuple((start, end) for start, end in each) for day, each in row["windows"].items()}
        week = UnitWeek(row["department_code"], windows, row["keeps_holidays"])
        weeks[week.unit] = (*weeks.get(week.unit, ()), (row["valid_from"], week))
    above: dict[str, tuple[str, ...]] = {}
    for found in await session.all(unit_hours.BY_WHOSE) if weeks else ():
        above[found["code"]] = (*above.get(found["code"], ()), found["of"])
    return weeks, above


def _escalations(rungs: Iterable[RungRow], replies: Iterable[ReplyRow]) -> dict[str, Escalation]:
    """By the path they hold for. Rungs come in their order."""
    ladders: dict[str, tuple[Rung, ...]] = {}
    for row in rungs:
        rung = Rung(_limit(row), Audience(row["audience"]))
        ladders[row["scope_path"]] = (*ladders.get(row["scope_path"], ()), rung)
    times: dict[str, dict[int, Limit]] = {}
    for reply in replies:
        times.setdefault(reply["scope_path"], {})[reply["level"]] = _limit(reply)
    return {
        scope: Escalation(ladders.get(scope, ESCALATION.rungs), {**ESCALATION.replies, **times.get(scope, {})})
        for scope in ladders.keys() | times.keys()
    }


def _limit(row: LimitRow) -> Limit:
    return Limit(row["limit_amount"], LimitUnit(row["limit_unit"]))
