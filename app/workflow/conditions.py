"""The conditions a move depends on, each by the name the table calls it by."""

from app.workflow.condition import Condition
from app.workflow.limits import (
    DISPUTES_BEFORE_THE_LEADER,
    MAX_EXTENSIONS,
    MAX_RETURNS_OF_A_UNIT,
    MAX_SUSPENSIONS,
    RATING_WINDOW,
    REOPEN_WINDOW,
    UNMERGE_WINDOW,
    URGE_AGAIN_AFTER,
)
from app.workflow.privacy import PrivacyTier
from app.workflow.states import Status

NOT_YET_FILED = Condition(
    "not-yet-filed",
    "尚未立案",
    "the case has not been filed",
    lambda case, now: case.filed_at is None,
)
MERGED_WHILE_REPORTED = Condition(
    "merged-while-filed",
    "并案前为已上报",
    "it was reported, and not filed, when it was merged",
    lambda case, now: case.status_before_merge is Status.REPORTED,
)
MERGED_WHILE_FILED = Condition(
    "merged-while-reported",
    "并案前为已立案",
    "it was filed when it was merged",
    lambda case, now: case.status_before_merge is Status.FILED,
)
FIRST_VERIFICATION = Condition(
    "verified-before",
    "每件最多核查一次",
    "a case is verified at most once",
    lambda case, now: case.verification_count < 1,
)
FIRST_OBJECTION = Condition(
    "objected-before",
    "只能提出一次异议",
    "one objection only",
    lambda case, now: case.objection_count < 1,
)
NOTHING_MERGED_INTO_IT = Condition(
    "has-merged-cases",
    "有其他案卷并入，不能再并案",
    "other cases were merged into this one",
    lambda case, now: not case.has_merged_cases,
)
WITHIN_UNMERGE_WINDOW = Condition(
    "unmerge-window-over",
    "并案后 24 小时内",
    "within 24 hours of the merge",
    lambda case, now: case.merged_at is not None and now < case.merged_at + UNMERGE_WINDOW,
)
WITHIN_RETURN_WINDOW = Condition(
    "return-window-over",
    "派单后 2 工作时内",
    "within 2 working hours of the dispatch",
    lambda case, now: case.return_until is not None and now < case.return_until,
)
FEWER_THAN_TWO_RETURNS = Condition(
    "returned-twice",
    "同一单位最多退单两次",
    "a unit returns a case at most twice",
    lambda case, now: case.return_departments.count(case.lead_department or "") < MAX_RETURNS_OF_A_UNIT,
)
NO_RULING = Condition(
    "ruling-binds",
    "已有裁定，不得再退单",
    "a ruling binds this unit",
    lambda case, now: not case.ruling_binds,
)
BEFORE_THE_THIRD_DISPUTE = Condition(
    "leader-must-rule",
    "第三次争议由中心负责人裁定",
    "the third dispute is ruled by the centre leader",
    lambda case, now: len(case.return_departments) <= DISPUTES_BEFORE_THE_LEADER,
)
FROM_THE_THIRD_DISPUTE = Condition(
    "dispatcher-decides",
    "前两次争议由派遣员审核",
    "the first two disputes are decided by the dispatcher",
    lambda case, now: len(case.return_departments) > DISPUTES_BEFORE_THE_LEADER,
)
ASSISTS_DONE = Condition(
    "assists-open",
    "协办尚未全部完成",
    "every assist must be done",
    lambda case, now: not case.open_assists,
)
HANDLED_BY_A_UNIT = Condition(
    "no-unit",
    "由单位处置的案卷",
    "a unit has the case",
    lambda case, now: case.lead_department is not None,
)
WITHOUT_A_UNIT = Condition(
    "has-unit",
    "未派给任何单位的案卷",
    "no unit has the case",
    lambda case, now: case.lead_department is None,
)
WITHIN_RATING_WINDOW = Condition(
    "rating-window-over",
    "结案后 14 日内",
    "within 14 days of the closing",
    lambda case, now: case.closed_at is not None and now < case.closed_at + RATING_WINDOW,
)
RATING_WINDOW_OVER = Condition(
    "rating-window-open",
    "评价期已满",
    "the rating window is over",
    lambda case, now: case.closed_at is not None and now >= case.closed_at + RATING_WINDOW,
)
WITHIN_REOPEN_WINDOW = Condition(
    "reopen-window-over",
    "结案后 30 日内",
    "within 30 days of the closing",
    lambda case, now: case.closed_at is not None and now < case.closed_at + REOPEN_WINDOW,
)
STAGE_EXPIRED = Condition(
    "stage-running",
    "本环节时限已到",
    "the time of the stage is over",
    lambda case, now: case.stage_due_at is not None and now >= case.stage_due_at,
)
NOTHING_PENDING = Condition(
    "request-pending",
    "没有待审批的挂账或延期申请",
    "no request for suspension or extension is waiting",
    lambda case, now: case.pending_request is None,
)
NOT_YET_SUSPENDED = Condition(
    "suspended-before",
    "每件只能挂账一次",
    "a case is suspended at most once",
    lambda case, now: case.suspension_count < MAX_SUSPENSIONS,
)
SUSPENSION_ASKED = Condition(
    "no-suspension-asked",
    "有待派遣员审核的挂账申请",
    "a suspension waits for the dispatcher",
    lambda case, now: case.pending_request == "suspension" and not case.request_endorsed,
)
SUSPENSION_ENDORSED = Condition(
    "suspension-not-endorsed",
    "挂账申请已经派遣员同意",
    "the dispatcher has agreed to the suspension",
    lambda case, now: case.pending_request == "suspension" and case.request_endorsed,
)
NEVER_REOPENED = Condition(
    "reopened",
    "重办的案卷不能由上报人撤销",
    "what somebody had done again is not for the reporter to cancel",
    lambda case, now: case.reopen_count == 0,
)
ENDORSED_BY_ANOTHER = Condition(
    "endorsed-yourself",
    "审核与审批须由不同的人作出",
    "whoever endorsed it does not decide it too",
    lambda case, now: True,
    lambda case, user_id: case.endorsed_by == user_id,
)
RESUMPTION_DUE = Condition(
    "resumption-not-due",
    "挂账期限已满",
    "the suspension is over",
    lambda case, now: case.resume_at is not None and now >= case.resume_at,
)
FEWER_THAN_TWO_EXTENSIONS = Condition(
    "extended-twice",
    "每件最多延期两次",
    "a case is extended at most twice",
    lambda case, now: case.extension_count < MAX_EXTENSIONS,
)
NOT_OVERDUE = Condition(
    "overdue",
    "案卷计时中且未超期",
    "the clock runs and the case is not overdue",
    lambda case, now: case.due_at is not None and now <= case.due_at,
)
OVERDUE = Condition(
    "not-overdue",
    "案卷已超期",
    "the case is overdue",
    lambda case, now: case.due_at is not None and now > case.due_at,
)
EXTENSION_ASKED = Condition(
    "no-extension-asked",
    "有待派遣员审核的延期申请",
    "an extension waits for the dispatcher",
    lambda case, now: case.pending_request == "extension" and not case.request_endorsed,
)
EXTENSION_ENDORSED = Condition(
    "extension-not-endorsed",
    "延期申请已经派遣员同意",
    "the dispatcher has agreed to the extension",
    lambda case, now: case.pending_request == "extension" and case.request_endorsed,
)
NOT_URGED_LATELY = Condition(
    "urged-lately",
    "一小时内只能催办一次",
    "a case is urged at most once an hour",
    lambda case, now: case.urged_at is None or now >= case.urged_at + URGE_AGAIN_AFTER,
)
NO_ORDER_OPEN = Condition(
    "order-open",
    "没有待回复的督办",
    "no supervision order waits for its answer",
    lambda case, now: case.order_due_at is None,
)
ORDER_OPEN = Condition(
    "no-order",
    "有待回复的督办",
    "a supervision order waits for its answer",
    lambda case, now: case.order_due_at is not None,
)
ORDER_UNANSWERED = Condition(
    "order-not-due",
    "督办回复期限已过",
    "the answer to the order is late",
    lambda case, now: case.order_due_at is not None and now >= case.order_due_at,
)
NAMED_TO_UNITS = Condition(
    "not-named-to-units",
    "限制或保密案卷的诉求人不告知承办单位",
    "who told of a restricted or confidential case is not named to its units",
    lambda case, now: case.privacy_tier is PrivacyTier.NORMAL,
)
HAS_CONTACT = Condition(
    "no-contact",
    "案卷有诉求人联系方式",
    "the case carries a contact",
    lambda case, now: case.has_contact,
)
RESIDENT_TO_ASK = Condition(
    "contact-of-staff",
    "联系人为居民，而非工作人员",
    "one of the contacts is a resident's, not that of a member of staff",
    lambda case, now: not case.only_staff_to_ask,
)
