"""Reports of the same matter by the same hand: while it is open 重复上报, or anew as soon as it is closed 重报."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from app.workflow.irregularities.thresholds import Thresholds


class Earlier(NamedTuple):
    """A report of the same person before another, and how near it is to that."""

    case_id: UUID
    reported_at: datetime
    closed_at: datetime | None
    metres: float
    percent: int  # how alike the words are
    same_category: bool


def duplicates(at: datetime, earlier: Sequence[Earlier], limits: Thresholds) -> list[Earlier]:
    """Of the earlier reports those that were still open when the same was reported again."""
    return [
        one
        for one in earlier
        if _is_alike(one, limits)
        and at - one.reported_at <= _within(limits)
        and (one.closed_at is None or one.closed_at > at)
    ]


def anew(at: datetime, earlier: Sequence[Earlier], limits: Thresholds) -> list[Earlier]:
    """The chain of the same reports each closed shortly before the next, the last before `at`; none if it is short.

    A heap that comes back is reported again, and rightly: only that it is always the same hand, at the same spot, in
    the same words, as soon as it is closed, makes it odd.
    """
    chain: list[Earlier] = []
    after = at
    for one in sorted((one for one in earlier if _is_alike(one, limits)), key=lambda one: one.reported_at)[::-1]:
        if one.closed_at is None or one.closed_at > after:
            continue
        if after - one.closed_at > _within(limits):
            break
        chain.append(one)
        after = one.reported_at
    return chain if len(chain) >= (limits.times or 1) else []


def _is_alike(one: Earlier, limits: Thresholds) -> bool:
    near = limits.metres is None or one.metres <= limits.metres
    return near and one.same_category and one.percent >= (limits.percent or 0)


def _within(limits: Thresholds) -> timedelta:
    return timedelta(minutes=limits.minutes or 0)
