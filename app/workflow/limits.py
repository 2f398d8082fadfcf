"""How long things may take: the four units of time and the limits of the stages; `calendar` makes moments of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from app.workflow.states import Status


class LimitUnit(StrEnum):
    URGENT_HOURS = "urgent_hours"  # 紧急工作时: continuous hours
    WORKING_HOURS = "working_hours"  # 工作时
    WORKING_DAYS = "working_days"  # 工作日
    CALENDAR_DAYS = "calendar_days"  # 自然日


LIMIT_UNIT_LABELS: Mapping[LimitUnit, tuple[str, str]] = MappingProxyType(
    {
        LimitUnit.URGENT_HOURS: ("小时", "hours"),
        LimitUnit.WORKING_HOURS: ("工作时", "working hours"),
        LimitUnit.WORKING_DAYS: ("工作日", "working days"),
        LimitUnit.CALENDAR_DAYS: ("自然日", "calendar days"),
    }
)


@dataclass(frozen=True, slots=True)
class Limit:
    """An amount of one unit, at least one."""

    amount: int
    unit: LimitUnit


#: The longest limit a filing rule 立案条件 may set: ten years, in working time those of an office.
LONGEST: Mapping[LimitUnit, int] = MappingProxyType(
    {
        LimitUnit.URGENT_HOURS: 87_600,
        LimitUnit.WORKING_HOURS: 20_000,
        LimitUnit.WORKING_DAYS: 2_500,
        LimitUnit.CALENDAR_DAYS: 3_650,
    }
)


def continuous(limit: Limit) -> Limit:
    """The same amount round the clock, as of an urgent case: hours of the clock, or calendar days."""
    of_hours = limit.unit in (LimitUnit.URGENT_HOURS, LimitUnit.WORKING_HOURS)
    return Limit(limit.amount, LimitUnit.URGENT_HOURS if of_hours else LimitUnit.CALENDAR_DAYS)


@dataclass(frozen=True, slots=True)
class StageLimit:
    """Minutes of a stage: of working time, or round the clock."""

    minutes: int
    unit: LimitUnit = LimitUnit.WORKING_HOURS


#: Stage limits of DESIGN §3. A status that is not named has no stage timer of its own. Working time, but for triage:
#: nobody knows that a report is urgent before somebody has looked. Of an urgent case every stage runs continuously.
STAGE_LIMITS: Mapping[Status, StageLimit] = MappingProxyType(
    {
        Status.REPORTED: StageLimit(15, LimitUnit.URGENT_HOURS),
        Status.VERIFYING: StageLimit(30, LimitUnit.URGENT_HOURS),
        Status.FILED: StageLimit(15),
        Status.POOLED: StageLimit(30),  # unless the publication says otherwise
        Status.DISPATCHED: StageLimit(120),
        Status.RETURN_REVIEW: StageLimit(15),
        Status.RESOLVED: StageLimit(15),
        Status.CHECKING: StageLimit(30),
    }
)
SHORTEST_POOL, LONGEST_POOL = 5, 1_440  # minutes of working time a publication 亮单 may wait for a claim
SIGN_URGENT = StageLimit(30, LimitUnit.URGENT_HOURS)
TRIAGE_LIMIT = timedelta(minutes=STAGE_LIMITS[Status.REPORTED].minutes)

RETURN_WINDOW = Limit(2, LimitUnit.WORKING_HOURS)  # from the dispatch; later a unit cannot return 退单
UNMERGE_WINDOW = timedelta(hours=24)
RATING_WINDOW = timedelta(days=14)
REOPEN_WINDOW = timedelta(days=30)  # for supervisors, from the close time; the resident has the rating window
URGE_AGAIN_AFTER = timedelta(hours=1)
RESIDENT_URGES_AGAIN_AFTER = timedelta(days=1)
MAX_SUSPENSION = timedelta(days=365)

WARN_AT_PERCENT = 80  # of the limit used: from then on a case shows yellow

MAX_RETURNS_OF_A_UNIT = 2
DISPUTES_BEFORE_THE_LEADER = 2  # the third dispute is ruled by the centre leader
MAX_REDIRECTS = 3  # recalls and redirections of one case: beyond them it is no mistake any more
MAX_DELEGATIONS = 3  # of one case: then it stays above
MAX_SUSPENSIONS = 1
MAX_EXTENSIONS = 2

#: By when an order 督办 of each level must be answered where no area says otherwise; unanswered it rises to the next.
SUPERVISION_REPLY: Mapping[int, Limit] = MappingProxyType(
    {
        1: Limit(8, LimitUnit.WORKING_HOURS),
        2: Limit(4, LimitUnit.WORKING_HOURS),
        3: Limit(2, LimitUnit.WORKING_HOURS),
    }
)
HIGHEST_SUPERVISION = max(SUPERVISION_REPLY)
