"""Ratings that residents may not have given 异常评价: of one day and one unit, by where they came from and when."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from app.workflow.irregularities.thresholds import Thresholds

#: Links go out when cases close: what was closed together is rated together, and honestly.
_CLOSED_TOGETHER = timedelta(days=1)


class Rated(NamedTuple):
    """An answer: `caller`, `device` and `network` are keyed digests; what is not known is null."""

    case_id: UUID
    at: datetime
    score: int
    caller: str | None
    device: str | None
    network: str
    closed_at: datetime


class Group(NamedTuple):
    """Answers that belong together, of how many callers."""

    rated: list[Rated]
    callers: int


def from_one(rated: Sequence[Rated], source: Callable[[Rated], str | None], limits: Thresholds) -> dict[str, Group]:
    """By source the answers for so many different callers within the minutes; unknown callers count as one."""
    of_source: dict[str, list[Rated]] = defaultdict(list)
    for one in rated:
        mark = source(one)
        if mark is not None:
            of_source[mark].append(one)
    found: dict[str, Group] = {}
    for mark, those in of_source.items():
        together: set[Rated] = set()
        for window in _windows(sorted(those, key=lambda one: one.at), limits):
            if _callers(window) >= (limits.times or 1):
                together.update(window)
        if together:
            found[mark] = Group(sorted(together, key=lambda one: one.at), _callers(together))
    return found


def burst(rated: Sequence[Rated], limits: Thresholds) -> Group | None:
    """So many answers within the minutes, nearly all of one score, about cases closed over more than a day."""
    together: set[Rated] = set()
    for window in _windows(sorted(rated, key=lambda one: one.at), limits):
        if len(window) < (limits.times or 1):
            continue
        commonest = Counter(one.score for one in window).most_common(1)[0][1]
        closed = [one.closed_at for one in window]
        is_alike = commonest * 100 >= (limits.percent or 0) * len(window)
        if is_alike and max(closed) - min(closed) > _CLOSED_TOGETHER:
            together.update(window)
    return Group(sorted(together, key=lambda one: one.at), _callers(together)) if together else None


def _windows(rated: Sequence[Rated], limits: Thresholds) -> list[list[Rated]]:
    within, windows, first = timedelta(minutes=limits.minutes or 0), list[list[Rated]](), 0
    for last, one in enumerate(rated):
        while one.at - rated[first].at > within:
            first += 1
        windows.append(list(rated[first : last + 1]))
    return windows


def _callers(rated: Sequence[Rated] | set[Rated]) -> int:
    known = {one.caller for one in rated if one.caller is not None}
    return len(known) + any(one.caller is None for one in rated)
