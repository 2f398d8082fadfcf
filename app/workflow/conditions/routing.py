"""Conditions of who has a case: returns 退单, recalls 撤回派单, redirections 改派, assists 协办."""

from app.workflow.condition import Condition
from app.workflow.facts import CaseFacts
from app.workflow.limits import DISPUTES_BEFORE_THE_LEADER, MAX_REDIRECTS, MAX_RETURNS_OF_A_UNIT
from app.workflow.states import Status


def _is_ruled_by_the_leader(case: CaseFacts) -> bool:
    """Whether the ruling that binds the unit is that of a centre leader: a dispatcher does not undo it."""
    return case.ruling_binds and len(case.return_departments) > DISPUTES_BEFORE_THE_LEADER


def _has_begun(case: CaseFacts) -> bool:
    """Whether a unit has shown since the dispatch that it is at work."""
    at, since = case.progress_at, case.dispatched_at
    return at is not None and (since is None or at >= since)  # of history nobody knows when it was dispatched


WITHIN_RETURN_WINDOW = Condition(
    "return-window-over",
    "派单后 2 工作时内",
    "within 2 working hours of the dispatch",
    "派单已超过 2 工作时",
    "the dispatch is more than 2 working hours ago",
    lambda case, now: case.return_until is not None and now < case.return_until,
)
FEWER_THAN_TWO_RETURNS = Condition(
    "returned-twice",
    "该单位退单不满两次",
    "a unit returns a case at most twice",
    "该单位已退单两次",
    "this unit has returned the case twice",
    lambda case, now: case.return_departments.count(case.lead_department or "") < MAX_RETURNS_OF_A_UNIT,
)
NO_RULING = Condition(
    "ruling-binds",
    "尚无裁定",
    "no ruling binds this unit",
    "已有裁定，由该单位办理",
    "a ruling says that this unit handles it",
    lambda case, now: not case.ruling_binds,
)
BEFORE_THE_THIRD_DISPUTE = Condition(
    "leader-must-rule",
    "前两次争议",
    "the first or second dispute",
    "已是第三次争议，须由中心负责人裁定",
    "this is the third dispute: the centre leader rules",
    lambda case, now: len(case.return_departments) <= DISPUTES_BEFORE_THE_LEADER,
)
FROM_THE_THIRD_DISPUTE = Condition(
    "dispatcher-decides",
    "第三次争议起",
    "from the third dispute on",
    "争议尚未到第三次，由派遣员审核",
    "it is not the third dispute yet: the dispatcher decides",
    lambda case, now: len(case.return_departments) > DISPUTES_BEFORE_THE_LEADER,
)
NOBODY_HANDLES = Condition(
    "handled-by-another",
    "尚无经办人",
    "nobody handles it yet",
    "案卷已有经办人，由其本人或单位负责人移交",
    "somebody handles it: they or the head of the unit hand it on",
    lambda case, now: case.handler_id is None,
)
NOT_RULED_BY_THE_LEADER = Condition(
    "leader-ruled",
    "中心负责人尚未裁定",
    "no centre leader has ruled on it",
    "中心负责人已裁定由该单位办理",
    "the centre leader has ruled that this unit handles it",
    lambda case, now: not _is_ruled_by_the_leader(case),
)
RULED_BY_THE_LEADER = Condition(
    "leader-has-not-ruled",
    "中心负责人已裁定由该单位办理",
    "the centre leader has ruled that its unit handles it",
    "中心负责人未作裁定，由派遣员决定",
    "no centre leader has ruled on it: the dispatcher decides",
    lambda case, now: _is_ruled_by_the_leader(case),
)
NO_PROGRESS_YET = Condition(
    "unit-at-work",
    "尚未签收，或签收后尚无办理进展",
    "it is not signed, or nothing has been done since",
    "承办单位签收后已开始办理",
    "the unit has signed and begun its work",
    lambda case, now: case.status is not Status.HANDLING or not _has_begun(case),
)
REDIRECTED_SELDOM = Condition(
    "redirected-too-often",
    "撤回和改派合计不满三次",
    "it was recalled or redirected fewer than three times",
    "该案卷已撤回或改派三次",
    "this case has been recalled or redirected three times",
    lambda case, now: case.redirect_count < MAX_REDIRECTS,
)
ASSISTS_DONE = Condition(
    "assists-open",
    "协办均已完成",
    "every assist must be done",
    "尚有协办单位未完成",
    "an assist is not done yet",
    lambda case, now: not case.open_assists,
)
HANDLED_BY_A_UNIT = Condition(
    "no-unit",
    "由单位处置的案卷",
    "a unit has the case",
    "案卷未派给任何单位",
    "no unit has the case",
    lambda case, now: case.lead_department is not None,
)
WITHOUT_A_UNIT = Condition(
    "has-unit",
    "未派给任何单位的案卷",
    "no unit has the case",
    "案卷已派给单位",
    "a unit has the case",
    lambda case, now: case.lead_department is None,
)
