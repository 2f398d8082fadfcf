"""The responsibility matrix 权责清单: rows of category or filing rule × area × time, and the order among them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.workflow.routing.matter import Matter, Moment
from app.workflow.routing.times import ALWAYS, Times


class UnmetCondition(StrEnum):
    """What of a row or rule does not hold for a case."""

    PERIOD = "period"
    TIME = "time"
    WORKING_TIME = "working_time"
    CATEGORY = "category"
    AREA = "area"
    CHANNEL = "channel"
    NATURE = "nature"
    SOURCE = "source"
    URGENT = "urgent"
    WORDS = "words"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class Period:
    """From a day on, to the last day where there is one."""

    first: date = date.min
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the day is of it."""
        return self.first <= day and (self.last is None or day <= self.last)

    def meets(self, other: "Period") -> bool:
        """Whether they have a day in common."""
        return self.first <= (other.last or date.max) and other.first <= (self.last or date.max)

    def contains(self, other: "Period") -> bool:
        """Whether every day of the other is of it."""
        return self.first <= other.first and (other.last or date.max) <= (self.last or date.max)


ALL_TIME = Period()


@dataclass(frozen=True, slots=True)
class Responsibility:
    """A row. Of category and filing rule it has one; a category and an area stand for all below them.

    `area_path` is empty where it holds everywhere; `said` is what it is about, in Chinese and English.
    """

    code: str
    category: str | None
    rule: str | None
    area_path: str
    lead: str
    assists: tuple[str, ...] = ()
    times: Times = ALWAYS
    period: Period = ALL_TIME
    basis: str | None = None
    said: tuple[str, str] = ("", "")

    @property
    def subject(self) -> tuple[str, str]:
        """What it is about: `rule` or `category`, and the code."""
        return ("rule", self.rule) if self.rule is not None else ("category", self.category or "")

    def unmet(self, at: Moment) -> UnmetCondition | None:
        """What keeps it from holding at a moment."""
        if not self.period.holds(at.day):
            return UnmetCondition.PERIOD
        return None if self.times is ALWAYS or self.times.holds(at.weekday, at.minute) else UnmetCondition.TIME


class Matrix:
    """The active rows: the most specific first, whatever order they come in.

    A filing rule goes before a category, a deeper category before one above it; then a deeper area before one around
    it; then fewer minutes of a week before more. Of rows that are equal in all of that, which the check refuses, the
    one whose code comes first.
    """

    def __init__(self, rows: Iterable[Responsibility]) -> None:
        """Takes them in any order."""
        self._rows: dict[tuple[str, str], dict[str, list[Responsibility]]] = {}
        for row in sorted(rows, key=lambda row: (row.times.minutes, row.code)):
            self._rows.setdefault(row.subject, {}).setdefault(row.area_path, []).append(row)

    def about(self, matter: Matter) -> Iterator[Responsibility]:
        """The rows of its subjects and areas, whether they hold at the moment or not, the most specific first."""
        subjects = [("category", code) for code in matter.categories]
        if matter.rule_code is not None:
            subjects.insert(0, ("rule", matter.rule_code))
        told = [by_area for subject in subjects if (by_area := self._rows.get(subject)) is not None]
        areas = matter.areas if told else ()
        for by_area in told:
            for path in areas:
                yield from by_area.get(path, ())

    @property
    def rows(self) -> Sequence[Responsibility]:
        """All of them."""
        return [row for by_area in self._rows.values() for rows in by_area.values() for row in rows]
