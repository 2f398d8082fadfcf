"""Runs of self-report, self-handle 连续自报自办: so many of a kind in so few minutes that no hands can have done them.

By the clock of the phone, set right: what was done without a network arrives all at once, and honestly.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from app.workflow.irregularities.thresholds import Thresholds


class Handled(NamedTuple):
    """A case that its reporter handled themselves."""

    case_id: UUID
    at: datetime
    category: str | None
    lat: float
    lon: float


def run(handled: Sequence[Handled], metres: Callable[[Handled, Handled], float], limits: Thresholds) -> list[Handled]:
    """Of a day of one person all that lie in a run: of one category, within the minutes, near the first of them."""
    of_category: dict[str | None, list[Handled]] = defaultdict(list)
    for one in sorted(handled, key=lambda one: (one.at, one.case_id)):
        of_category[one.category].append(one)
    found: set[Handled] = set()
    for those in of_category.values():
        for index, first in enumerate(those):
            until = first.at + timedelta(minutes=limits.minutes or 0)
            together = [one for one in those[index:] if one.at <= until and metres(first, one) <= (limits.metres or 0)]
            if len(together) >= (limits.times or 1):
                found.update(together)
    return sorted(found, key=lambda one: (one.at, one.case_id))
