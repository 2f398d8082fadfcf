"""The hours of a unit 单位工时: its own weeks in the place of the area's, with the holidays of the area or without."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.workflow.timing.working_days import SpecialDay, Week

Weeks = tuple[tuple[date, Week], ...]  # by the day each comes into force


@dataclass(frozen=True, slots=True)
class UnitWeek:
    """A week of a unit. Where it keeps no holidays, days that differ 节假日、调休 are to it like any others."""

    unit: str
    windows: Week
    keeps_holidays: bool = True


UnitWeeks = tuple[tuple[date, UnitWeek], ...]


def inherited(chain: Iterable[UnitWeeks]) -> UnitWeeks:
    """The weeks of a unit, from those of the units above it: its own hold from the first of them on."""
    weeks: UnitWeeks = ()
    for own in chain:
        weeks = (*(week for week in weeks if not own or week[0] < own[0][0]), *own)
    return weeks


def in_force(weeks: UnitWeeks, day: date) -> UnitWeek | None:
    """The week of a unit on a day; None before the first: then it goes by its area."""
    return next((week for since, week in reversed(weeks) if since <= day), None)


def within(
    weeks: Sequence[tuple[date, Week]], days: Mapping[date, SpecialDay], own: UnitWeeks
) -> tuple[Weeks, dict[date, SpecialDay]]:
    """The weeks and the days that differ of an area, as a unit with weeks of its own has them."""
    first = own[0][0] if own else date.max
    outer = (week for week in weeks if week[0] < first)
    kept = {day: special for day, special in days.items() if _keeps(own, day)}
    return (*outer, *((since, week.windows) for since, week in own)), kept


def _keeps(own: UnitWeeks, day: date) -> bool:
    week = in_force(own, day)
    return week is None or week.keeps_holidays
