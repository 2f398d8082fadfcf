"""Repeated photos 照片重复使用: the very same bytes as evidence of two things that cannot both be seen on them."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from app.workflow.irregularities.thresholds import Thresholds


class PhotoFault(StrEnum):
    BEFORE_IS_AFTER = "before_is_after"  # 处置前后同一照片
    AFTER_REWORK = "after_rework"  # 返工后仍用原照片
    ELSEWHERE = "elsewhere"  # 另一案卷、另一地点的照片
    LATER = "later"  # 同一地点、另一时间的照片


class Use(NamedTuple):
    """A photo as evidence of a case; `metres` from the case that it is compared with, if both have a place."""

    case_id: UUID
    purpose: str
    round: int
    at: datetime
    uploaded_by: UUID
    family: frozenset[UUID]  # the case, and those it was merged with or split from
    metres: float | None = None


def fault(later: Use, earlier: Sequence[Use], limits: Thresholds) -> tuple[PhotoFault, Use] | None:
    """What is wrong with a photo that had been used before; one shot of two matters at one place is nothing wrong."""
    for one in earlier:
        if one.case_id == later.case_id:
            found = _of_one_case(later, one)
        elif one.family & later.family:
            found = None
        else:
            found = _of_two(later, one, limits)
        if found is not None:
            return found, one
    return None


def _of_one_case(later: Use, earlier: Use) -> PhotoFault | None:
    if {later.purpose, earlier.purpose} == {"before", "after"}:
        return PhotoFault.BEFORE_IS_AFTER
    return PhotoFault.AFTER_REWORK if later.purpose == earlier.purpose == "after" else None


def _of_two(later: Use, earlier: Use, limits: Thresholds) -> PhotoFault | None:
    by_one_hand = later.uploaded_by == earlier.uploaded_by
    if not by_one_hand and not later.purpose == earlier.purpose == "after":
        return None  # a picture that was passed on says nothing of whoever passed it on
    if later.metres is not None and later.metres > (limits.metres or 0):
        return PhotoFault.ELSEWHERE
    apart = abs((later.at - earlier.at).total_seconds())
    return PhotoFault.LATER if apart > 60 * (limits.minutes or 0) else None
