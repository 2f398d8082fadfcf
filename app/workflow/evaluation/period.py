"""A period of evaluation 考评周期: open, computed, reviewed, published; then frozen, and corrected by appeal alone."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from app.workflow.limits import Limit, LimitUnit


class PeriodState(StrEnum):
    OPEN = "open"  # 未测算
    COMPUTING = "computing"  # 测算中
    COMPUTED = "computed"  # 已测算
    REVIEWED = "reviewed"  # 已复核
    PUBLISHED = "published"  # 已公布，冻结


class PeriodStep(StrEnum):
    COMPUTE = "compute"
    REVIEW = "review"
    PUBLISH = "publish"


_BEFORE = (PeriodState.OPEN, PeriodState.COMPUTED, PeriodState.REVIEWED)
#: From which states a step may be taken; computing again takes back a review.
STEPS: Mapping[PeriodStep, tuple[tuple[PeriodState, ...], PeriodState]] = MappingProxyType(
    {
        PeriodStep.COMPUTE: (_BEFORE, PeriodState.COMPUTING),
        PeriodStep.REVIEW: ((PeriodState.COMPUTED,), PeriodState.REVIEWED),
        PeriodStep.PUBLISH: ((PeriodState.REVIEWED,), PeriodState.PUBLISHED),
    }
)


class AppealState(StrEnum):
    PENDING = "pending"  # 待一级审核
    FIRST_GRANTED = "first_granted"  # 一级同意，待二级
    FIRST_REFUSED = "first_refused"  # 一级不同意，可提请上级
    SECOND_PENDING = "second_pending"  # 待上级审核
    GRANTED = "granted"  # 成立
    REFUSED = "refused"  # 不成立


class AppealAbout(StrEnum):
    """What a unit appeals against of a case."""

    OVERDUE = "overdue"  # 超期
    REWORK = "rework"  # 返工
    RETURN = "return"  # 退单


#: How long after its publication an evaluation may be appealed against, and after its closing a case.
APPEAL_WITHIN = Limit(5, LimitUnit.WORKING_DAYS)
CASE_APPEAL_WITHIN = Limit(10, LimitUnit.WORKING_DAYS)
#: By when each reviewer decides.
DECIDE_WITHIN = Limit(5, LimitUnit.WORKING_DAYS)
