"""Ranking 排名 with ties 并列 said, and who is commended 表扬 or criticised 批评."""

from collections import Counter
from collections.abc import Hashable, Mapping
from enum import StrEnum
from typing import NamedTuple, TypeVar

from app.workflow.cobuilding.scheme import Scheme

KeyT = TypeVar("KeyT", bound=Hashable)


class GroupVerdict(StrEnum):
    """What a score means by the thresholds of the scheme."""

    COMMENDED = "commended"  # 表扬
    ORDINARY = "ordinary"  # 一般
    CRITICISED = "criticised"  # 通报批评
    UNRANKED = "unranked"  # 不参加排名


class Place(NamedTuple):
    """A rank from 1 on; equals share one, and the next is as many further on."""

    rank: int
    is_tied: bool


def ranked(scores: Mapping[KeyT, int | None]) -> dict[KeyT, Place]:
    """The places of all that have a score."""
    told = [score for score in scores.values() if score is not None]
    alike = Counter(told)
    return {
        key: Place(1 + sum(other > score for other in told), alike[score] > 1)
        for key, score in scores.items()
        if score is not None
    }


def verdict(scheme: Scheme, score: int | None) -> GroupVerdict:
    """By the thresholds: on the line of commendation is commended, on that of criticism is not criticised."""
    if score is None:
        return GroupVerdict.UNRANKED
    if score >= scheme.commend_from:
        return GroupVerdict.COMMENDED
    return GroupVerdict.CRITICISED if score < scheme.criticise_below else GroupVerdict.ORDINARY
