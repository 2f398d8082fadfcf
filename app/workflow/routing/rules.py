"""Routing rules 派遣规则: conditions that must all hold, and what follows. They stand above the matrix, in order."""

from dataclasses import dataclass
from enum import StrEnum

from app.workflow.routing.matrix import ALL_TIME, Period, UnmetCondition
from app.workflow.routing.matter import Matter
from app.workflow.routing.times import ALWAYS, Times


class RoutingOutcome(StrEnum):
    """What a rule says of a case that it holds for."""

    DISPATCH = "dispatch"  # a department has it
    PUBLISH = "publish"  # the units of a pool may claim it 亮单
    SUGGESTION = "suggestion"  # the suggested department has it, where the score is high enough
    URGENT = "urgent"  # it is urgent, and the rules below go on


@dataclass(frozen=True, slots=True)
class Conditions:
    """Those that are given must all hold; of `words`, which are folded, one must be in the text."""

    category: str | None = None
    area_path: str = ""
    channel: str | None = None
    nature: str | None = None
    source: str | None = None
    urgent: bool | None = None
    words: tuple[str, ...] = ()
    times: Times = ALWAYS
    working_time: bool | None = None

    def unmet(self, matter: Matter, *, urgent: bool) -> UnmetCondition | None:
        """The first that does not hold; `urgent` is what rules before have made of it."""
        at = matter.at
        if self.category is not None and self.category not in matter.categories:
            return UnmetCondition.CATEGORY
        if not matter.area_path.startswith(self.area_path):
            return UnmetCondition.AREA
        if self.urgent is not None and self.urgent is not urgent:
            return UnmetCondition.URGENT
        if self.times is not ALWAYS and not self.times.holds(at.weekday, at.minute):
            return UnmetCondition.TIME
        if self.working_time is not None and self.working_time is not at.is_working:
            return UnmetCondition.WORKING_TIME
        if self.words and not any(word in matter.text for word in self.words):
            return UnmetCondition.WORDS
        return self._unmet_origin(matter)

    def _unmet_origin(self, matter: Matter) -> UnmetCondition | None:
        if self.channel not in (None, matter.channel):
            return UnmetCondition.CHANNEL
        if self.nature not in (None, matter.nature):
            return UnmetCondition.NATURE
        return None if self.source in (None, matter.source) else UnmetCondition.SOURCE


ANY = Conditions()


@dataclass(frozen=True, slots=True)
class RoutingRule:
    """One rule; which of the fields of a destination it has follows from its outcome."""

    code: str
    position: int
    name: str
    name_en: str | None
    outcome: RoutingOutcome
    conditions: Conditions = ANY
    period: Period = ALL_TIME
    lead: str | None = None
    assists: tuple[str, ...] = ()
    automatic: bool = False
    eligible: tuple[str, ...] = ()
    fallback: str | None = None
    minutes: int | None = None
    threshold: float | None = None

    def unmet(self, matter: Matter, *, urgent: bool) -> UnmetCondition | None:
        """What keeps it from holding for a case."""
        return (
            self.conditions.unmet(matter, urgent=urgent) if self.period.holds(matter.at.day) else UnmetCondition.PERIOD
        )

    @property
    def said(self) -> tuple[str, str]:
        """What it is called, in Chinese and English."""
        return self.name, self.name_en or self.name
