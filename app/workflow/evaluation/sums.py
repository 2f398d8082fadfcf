"""What figures come to: hits of counted ones, and the number these make."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from app.workflow.evaluation.figure import Figure, Measure


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


def value_of(figure: Figure, total: Sum, minutes: Sequence[int] = ()) -> float | None:
    """The number itself: of nothing counted None. `minutes` are those of the hits, in any order."""
    if figure.measure is Measure.SHARE:
        return total.hits / total.counted if total.counted else None
    if figure.measure is Measure.COUNT:
        return float(total.hits)
    return float(quantile(sorted(minutes), 0.5 if figure.measure is Measure.MEDIAN else 0.9)) if minutes else None


def quantile(ordered: Sequence[int], share: float) -> int:
    """The smallest value that at least this share does not exceed, as PostgreSQL's `percentile_disc`."""
    return ordered[max(0, ceil(share * len(ordered)) - 1)]
