"""What a figure 指标 is: occurrences of one kind that count, and those of them that are hits."""

from dataclasses import dataclass
from enum import StrEnum

from app.workflow.evaluation.facts import NO_FACTS, Fact, Kind


class Measure(StrEnum):
    """How hits and counted ones become one number; of none counted there is no number, never 0."""

    SHARE = "share"  # hits ÷ counted, from 0 to 1
    COUNT = "count"  # hits
    MEDIAN = "median"  # of the working minutes of the hits
    NINTH_TENTH = "p90"  # nine of ten hits took no longer, in working minutes


#: Those that are made of how long each hit took, not of how many there are.
TIMED = frozenset({Measure.MEDIAN, Measure.NINTH_TENTH})


@dataclass(frozen=True, slots=True)
class Which:
    """Occurrences with all of some facts, with any of others where there are any, and with none of yet others."""

    all_of: Fact = NO_FACTS
    any_of: Fact = NO_FACTS
    none_of: Fact = NO_FACTS

    def holds(self, facts: Fact) -> bool:
        """Whether facts are so."""
        some = not self.any_of or bool(facts & self.any_of)
        return facts & self.all_of == self.all_of and some and not facts & self.none_of


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the trade. `counted` is the denominator 分母, `hit` the numerator 分子, which is a part of it.

    What is exempt is of neither, and listed beside them. `source` is the standard or practice it follows.
    """

    code: str
    zh: str
    en: str
    kind: Kind
    hit: Which
    hit_zh: str
    hit_en: str
    counted_zh: str
    counted_en: str
    source: str
    counted: Which = Which()
    exempt: Fact = Fact.EXCLUDED
    measure: Measure = Measure.SHARE
    more_is_better: bool = True

    def is_exempt(self, facts: Fact) -> bool:
        """Whether one that would count does not, for a reason that was granted or found."""
        return self.counted.holds(facts) and bool(facts & self.exempt)

    def is_counted(self, facts: Fact) -> bool:
        """Whether it is in the denominator."""
        return self.counted.holds(facts) and not facts & self.exempt

    def is_hit(self, facts: Fact) -> bool:
        """Whether it is in the numerator."""
        return self.is_counted(facts) and self.hit.holds(facts)
