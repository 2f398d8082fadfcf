"""All that areas say of time at one version: the calendar of any area, and its escalation, made from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from app import clock
from app.concurrency.slices import Slices
from app.db.session import Session
from app.queries import calendar as queries
from app.queries import escalation, reference
from app.queries.cases.scope import lineage
from app.queries.escalation import LimitRow, ReplyRow, RungRow
from app.workflow.limits import Limit, LimitUnit
from app.workflow.supervision.notices import Audience
from app.workflow.timing.calendar import Calendar
from app.workflow.timing.ladder import ESCALATION, Escalation, Rung
from app.workflow.timing.working_days import DayKind, SpecialDay, Week

NATIONAL = ""
_MOST_PLACED = 10_000  # areas whose calendar need not be looked for
_MOST_KNOWN = 256  # calendars of 30 kB for each year that was asked about
Weeks = tuple[tuple[date, Week], ...]  # by the day each comes into force


class RulesInForce(NamedTuple):
    """What holds at a place."""

    calendar: Calendar
    escalation: Escalation


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Weeks, days and escalations by the path they hold for.

    An area has the days of every path above it, where the nearest says the last word; its own weeks from the first of
    them on, until then those of the path above; and the escalation of the nearest path that has any.
    """

    version: int
    published: frozenset[int]
    days: Mapping[str, Mapping[date, SpecialDay]]
    weeks: Mapping[str, Weeks]
    escalations: Mapping[str, Escalation]
    known: dict[tuple[str, ...], Calendar] = field(default_factory=dict, compare=False, repr=False)
    placed: dict[str, Calendar] = field(default_factory=dict, compare=False, repr=False)

    def at(self, area_path: str) -> RulesInForce:
        """Both at an area."""
        return RulesInForce(self.calendar_of(area_path), self.escalation_of(area_path))

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

    def _laid_out(self, area_path: str) -> Calendar:
        scopes = tuple(scope for scope in (NATIONAL, *lineage(area_path)) if scope in self.days or scope in self.weeks)
        found = self.known.get(scopes)
        if found is None:
            if len(self.known) >= _MOST_KNOWN:
                self.known.clear()
                self.placed.clear()  # which would hold on to them
            found = self.known[scopes] = self._made_of(scopes)
        return found

    def _made_of(self, scopes: tuple[str, ...]) -> Calendar:
        days: dict[date, SpecialDay] = {}
        weeks: Weeks = ()
        for scope in scopes:
            days |= self.days.get(scope, {})
            weeks = _continued(weeks, self.weeks.get(scope, ()))
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
    return Snapshot(version, published, days, in_order, said)


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
