"""How long things may take: the four units of DESIGN §4 and the limits of the stages, as plain durations.

One function, `after`, turns a limit into a moment. It counts plain durations; the working calendar takes its place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from app.workflow.states import Status


class LimitUnit(StrEnum):
    URGENT_HOURS = "urgent_hours"  # 紧急工作时: continuous hours
    WORKING_HOURS = "working_hours"  # 工作时
    WORKING_DAYS = "working_days"  # 工作日
    CALENDAR_DAYS = "calendar_days"  # 自然日


@dataclass(frozen=True, slots=True)
class Limit:
    """An amount of one unit, at least one."""

    amount: int
    unit: LimitUnit


_PLAIN: Mapping[LimitUnit, timedelta] = MappingProxyType(
    {
        LimitUnit.URGENT_HOURS: timedelta(hours=1),
        LimitUnit.WORKING_HOURS: timedelta(hours=1),
        LimitUnit.WORKING_DAYS: timedelta(days=1),
        LimitUnit.CALENDAR_DAYS: timedelta(days=1),
    }
)


def after(start: datetime, limit: Limit) -> datetime:
    """The moment at which `limit` is used up when its clock starts at `start`."""
    return start + limit.amount * _PLAIN[limit.unit]


#: Stage limits of DESIGN §3. A status that is not named has no stage timer of its own.
STAGE_LIMITS: Mapping[Status, timedelta] = MappingProxyType(
    {
        Status.REPORTED: timedelta(minutes=15),
        Status.VERIFYING: timedelta(minutes=30),
        Status.FILED: timedelta(minutes=15),
        Status.RETURN_REVIEW: timedelta(minutes=15),
        Status.RESOLVED: timedelta(minutes=15),
        Status.CHECKING: timedelta(minutes=30),
    }
)
SIGN_URGENT = timedelta(minutes=30)
SIGN_NORMAL = Limit(2, LimitUnit.WORKING_HOURS)
RETURN_WINDOW = Limit(2, LimitUnit.WORKING_HOURS)  # from the dispatch; later a unit cannot return 退单
UNMERGE_WINDOW = timedelta(hours=24)
RATING_WINDOW = timedelta(days=14)
REOPEN_WINDOW = timedelta(days=30)  # for supervisors, from the close time; the resident has the rating window

YELLOW_FROM = 0.8  # of the time used: from then on a case shows yellow

MAX_RETURNS_OF_A_UNIT = 2
DISPUTES_BEFORE_THE_LEADER = 2  # the third dispute is ruled by the centre leader


def sign_due(start: datetime, *, urgent: bool) -> datetime:
    """When a dispatched case must be signed 签收."""
    return start + SIGN_URGENT if urgent else after(start, SIGN_NORMAL)
