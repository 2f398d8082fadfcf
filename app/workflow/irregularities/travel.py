"""Impossible travel 轨迹异常: a day of one person's places in which no way leads from each to the next.

A single wrong fix is a fault of a receiver: it makes two legs impossible and is cured by leaving it out. What is found
is a day that only leaving out several places makes possible.
"""

import itertools
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from app.workflow.irregularities.thresholds import Thresholds

_METRES_A_SECOND = 3.6
MOST = 300  # places of a day that are looked at


class Fix(NamedTuple):
    """Where somebody was by their own receiver, and when by their own clock, set right."""

    case_id: UUID
    at: datetime
    lat: float
    lon: float
    accuracy_m: float


class Leap(NamedTuple):
    """The places that no way joins to the others, and of all legs to them the fastest."""

    odd: list[Fix]
    of: int
    metres: float
    seconds: float
    before: Fix
    after: Fix


def leaps(fixes: Sequence[Fix], metres: Callable[[Fix, Fix], float], limits: Thresholds) -> Leap | None:
    """The fewest places to leave out so that the rest is a way; None where these are fewer than odd enough."""
    way = sorted(fixes, key=lambda fix: fix.at)[:MOST]

    def possible(one: Fix, other: Fix) -> bool:
        apart = metres(one, other) - one.accuracy_m - other.accuracy_m
        seconds = (other.at - one.at).total_seconds()
        return apart <= (limits.metres or 0) or apart <= (limits.kmh or 0) / _METRES_A_SECOND * seconds

    legs = list(itertools.pairwise(way))
    broken = [(one, other) for one, other in legs if not possible(one, other)]
    if not broken:
        return None
    kept = _longest(way, possible)
    odd = [fix for index, fix in enumerate(way) if index not in kept]
    if len(odd) < (limits.times or 1):
        return None
    one, other = max(broken, key=lambda leg: metres(*leg) / max((leg[1].at - leg[0].at).total_seconds(), 1.0))
    return Leap(odd, len(way), metres(one, other), (other.at - one.at).total_seconds(), one, other)


def _longest(way: Sequence[Fix], possible: Callable[[Fix, Fix], bool]) -> set[int]:
    """The indexes of the longest part of the way that is one."""
    lengths, before = [1] * len(way), [-1] * len(way)
    for index, fix in enumerate(way):
        for earlier in range(index - 1, -1, -1):
            if lengths[earlier] + 1 > lengths[index] and possible(way[earlier], fix):
                lengths[index], before[index] = lengths[earlier] + 1, earlier
    at, kept = max(range(len(way)), key=lambda index: lengths[index]), set[int]()
    while at >= 0:
        kept.add(at)
        at = before[at]
    return kept
