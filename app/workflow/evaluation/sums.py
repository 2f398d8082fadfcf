"""What figures come to: hits of counted ones, and the number these make."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from types import MappingProxyType

from app.workflow.evaluation.figure import TIMED, Figure, Measure

Minutes = Mapping[int, int]
"""Working minutes, and how many hits took so long."""
UNTIMED: Minutes = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Sum:
    """How many hits of how many counted, and how many are exempt."""

    hits: int = 0
    counted: int = 0
    exempt: int = 0

    def __add__(self, other: "Sum") -> "Sum":
        """Of both together."""
        return Sum(self.hits + other.hits, self.counted + other.counted, self.exempt + other.exempt)


NOTHING = Sum()


def value_of(figure: Figure, total: Sum, minutes: Minutes = UNTIMED) -> float | None:
    """The number itself: of nothing counted None. `minutes` are those of the hits."""
    if figure.measure in TIMED:
        return float(quantile(minutes, 0.5 if figure.measure is Measure.MEDIAN else 0.9)) if minutes else None
    if figure.measure is Measure.SHARE:
        return total.hits / total.counted if total.counted else None
    return float(total.hits)


def quantile(minutes: Minutes, share: float) -> int:
    """The smallest value that at least this share does not exceed, as PostgreSQL's `percentile_disc`."""
    wanted, passed = max(1, ceil(share * sum(minutes.values()))), 0
    for value in sorted(minutes):
        passed += minutes[value]
        if passed >= wanted:
            return value
    raise ValueError("of nothing there is no quantile")
