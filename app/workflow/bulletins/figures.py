"""The figures of a bulletin 简报数据: what is counted of a period, and how it compares.

`reported` came in within the period, `filed` are those of them that were filed 立案 by now; `closed` were closed within
it for the last time, `timed` are those of them that had a deadline, `on_time` those that kept it; `overdue` were past
their deadline and not done when the period ended. A rate of nothing is null.
"""

from collections.abc import Mapping
from typing import NamedTuple, TypedDict


class Counts(TypedDict):
    """Of a period, for all or for one unit or area."""

    reported: int
    filed: int
    closed: int
    timed: int
    on_time: int
    overdue: int


COUNTED = ("reported", "filed", "closed", "timed", "on_time", "overdue")
NOTHING: Counts = {"reported": 0, "filed": 0, "closed": 0, "timed": 0, "on_time": 0, "overdue": 0}


def rate(part: int, whole: int) -> float | None:
    """In percent, to a tenth; of nothing there is none."""
    return round(100 * part / whole, 1) if whole else None


def change(now: float | None, then: float | None) -> float | None:
    """By how many percent a number has changed, to a tenth; from nothing there is no percentage."""
    if now is None or not then:
        return None
    return round(100 * (now - then) / then, 1)


class Line(NamedTuple):
    """A unit or an area: its counts now, in the period before, and a year ago."""

    code: str
    now: Counts
    before: Counts
    year_ago: Counts


def lines_of(now: Mapping[str, Counts], before: Mapping[str, Counts], year_ago: Mapping[str, Counts]) -> list[Line]:
    """Every one that has anything now, or had; those with the most on hand first."""
    codes = now.keys() | before.keys()
    lines = [Line(code, *(each.get(code, NOTHING) for each in (now, before, year_ago))) for code in codes]
    return sorted(lines, key=lambda line: (-line.now["reported"], -line.now["closed"], line.code))
