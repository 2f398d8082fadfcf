"""The conditions a move depends on, each by the name the table calls it by."""

from app.workflow.condition import Condition
from app.workflow.limits import (
    DISPUTES_BEFORE_THE_LEADER,
    MAX_EXTENSIONS,
    MAX_REDIRECTS,
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
    "案卷已立案",
    "the case has been filed",
    lambda case, now: case.filed_at is None,
)
MERGED_WHILE_REPORTED = Condition(
    "merged-while-filed",
    "并案前为已上报",
    "it was reported, and not filed, when it was merged",
    "并案前已立案",
    "it had been filed when it was merged",
    lambda case, now: case.status_before_merge is Status.REPORTED,
)
MERGED_WHILE_FILED = Condition(
    "merged-while-reported",
    "并案前为已立案",
    "it was filed when it was merged",
    "并案前尚未立案",
    "it had not been filed when it was merged",
    lambda case, now: case.status_before_merge is Status.FILED,
)
FIRST_VERIFICATION = Condition(
    "verified-before",
    "尚未核查过",
    "a case is verified at most once",
    "该案卷已核查过一次",
    "this case has been verified once",
    lambda case, now: case.verification_count < 1,
)
FIRST_OBJECTION = Condition(
    "objected-before",
    "尚未提出过异议",
    "one objection only",
    "已提出过一次异议",
    "an objection has been made before",
    lambda case, now: case.objection_count < 1,
)
NOTHING_MERGED_INTO_IT = Condition(
    "has-merged-cases",
    "没有其他案卷并入",
    "nothing was merged into it",
    "已有其他案卷并入本案",
    "other cases have been merged into this one",
    lambda case, now: not case.has_merged_cases,
)
WITHIN_UNMERGE_WINDOW = Condition(
    "unmerge-window-over",
    "并案后 24 小时内",
    "within 24 hours of the merge",
    "并案已超过 24 小时",
    "the merge is more than 24 hours ago",
    lambda case, now: case.merged_at is not None and now < case.merged_at + UNMERGE_WINDOW,
)
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
NO_PROGRESS_YET = Condition(
    "unit-at-work",
    "签收后尚无办理进展",
    "the unit has shown no progress yet",
    "单位已开始办理，请由单位办结或申请退单",
    "the unit has begun: it finishes, or says why it cannot",
    lambda case, now: case.progress_at is None or case.dispatched_at is None or case.progress_at < case.dispatched_at,
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
WITHIN_RATING_WINDOW = Condition(
    "rating-window-over",
    "结案后 14 日内",
    "within 14 days of the closing",
    "结案已超过 14 日，评价期已过",
    "the closing is more than 14 days ago: the time for rating is over",
    lambda case, now: case.closed_at is not None and now < case.closed_at + RATING_WINDOW,
)
RATING_WINDOW_OVER = Condition(
    "rating-window-open",
    "评价期已满",
    "the rating window is over",
    "评价期未满",
    "the time for rating is not over",
    lambda case, now: case.closed_at is not None and now >= case.closed_at + RATING_WINDOW,
)
WITHIN_REOPEN_WINDOW = Condition(
    "reopen-window-over",
    "结案后 30 日内",
    "within 30 days of the closing",
    "结案已超过 30 日",
    "the closing is more than 30 days ago",
    lambda case, now: case.closed_at is not None and now < case.closed_at + REOPEN_WINDOW,
)
STAGE_EXPIRED = Condition(
    "stage-running",
    "本环节时限已到",
    "the time of the stage is over",
    "本环节时限未到",
    "the time of the stage is not over",
    lambda case, now: case.stage_due_at is not None and now >= case.stage_due_at,
)
NOTHING_PENDING = Condition(
    "request-pending",
    "没有待审批的挂账或延期申请",
    "no request for suspension or extension is waiting",
    "已有挂账或延期申请待审批",
    "a request for suspension or extension is waiting",
    lambda case, now: case.pending_request is None,
)
NOT_YET_SUSPENDED = Condition(
    "suspended-before",
    "尚未挂账过",
    "a case is suspended at most once",
    "该案卷已挂账过一次",
    "this case has been suspended once",
    lambda case, now: case.suspension_count < MAX_SUSPENSIONS,
)
SUSPENSION_ASKED = Condition(
    "no-suspension-asked",
    "有待派遣员审核的挂账申请",
    "a suspension waits for the dispatcher",
    "没有待派遣员审核的挂账申请",
    "no suspension waits for the dispatcher",
    lambda case, now: case.pending_request == "suspension" and not case.request_endorsed,
)
SUSPENSION_ENDORSED = Condition(
    "suspension-not-endorsed",
    "挂账申请已经派遣员同意",
    "the dispatcher has agreed to the suspension",
    "没有经派遣员同意、待审批的挂账申请",
    "no suspension that the dispatcher agreed to waits for a decision",
    lambda case, now: case.pending_request == "suspension" and case.request_endorsed,
)
NEVER_REOPENED = Condition(
    "reopened",
    "未曾重办",
    "it was never reopened",
    "案卷为重办，上报人不能撤销",
    "it was reopened, and is not for the reporter to cancel",
    lambda case, now: case.reopen_count == 0,
)
ENDORSED_BY_ANOTHER = Condition(
    "endorsed-yourself",
    "审核与审批须由不同的人作出",
    "whoever endorsed it does not decide it too",
    "该申请由您审核同意，须由他人审批",
    "you endorsed the request: somebody else decides it",
    lambda case, now: True,
    lambda case, user_id: case.endorsed_by == user_id,
)
RESUMPTION_DUE = Condition(
    "resumption-not-due",
    "挂账期限已满",
    "the suspension is over",
    "挂账期限未满",
    "the suspension is not over",
    lambda case, now: case.resume_at is not None and now >= case.resume_at,
)
FEWER_THAN_TWO_EXTENSIONS = Condition(
    "extended-twice",
    "延期不满两次",
    "a case is extended at most twice",
    "该案卷已延期两次",
    "this case has been extended twice",
    lambda case, now: case.extension_count < MAX_EXTENSIONS,
)
NOT_OVERDUE = Condition(
    "overdue",
    "案卷计时中且未超期",
    "the clock runs and the case is not overdue",
    "案卷已超期或未在计时",
    "the case is overdue, or no clock runs",
    lambda case, now: case.due_at is not None and now <= case.due_at,
)
OVERDUE = Condition(
    "not-overdue",
    "案卷已超期",
    "the case is overdue",
    "案卷未超期",
    "the case is not overdue",
    lambda case, now: case.due_at is not None and now > case.due_at,
)
EXTENSION_ASKED = Condition(
    "no-extension-asked",
    "有待派遣员审核的延期申请",
    "an extension waits for the dispatcher",
    "没有待派遣员审核的延期申请",
    "no extension waits for the dispatcher",
    lambda case, now: case.pending_request == "extension" and not case.request_endorsed,
)
EXTENSION_ENDORSED = Condition(
    "extension-not-endorsed",
    "延期申请已经派遣员同意",
    "the dispatcher has agreed to the extension",
    "没有经派遣员同意、待审批的延期申请",
    "no extension that the dispatcher agreed to waits for a decision",
    lambda case, now: case.pending_request == "extension" and case.request_endorsed,
)
NOT_URGED_LATELY = Condition(
    "urged-lately",
    "一小时内未催办过",
    "a case is urged at most once an hour",
    "一小时内已催办过",
    "it was urged within the last hour",
    lambda case, now: case.urged_at is None or now >= case.urged_at + URGE_AGAIN_AFTER,
)
NO_ORDER_OPEN = Condition(
    "order-open",
    "没有待回复的督办",
    "no supervision order waits for its answer",
    "已有督办待回复",
    "a supervision order waits for its answer",
    lambda case, now: case.order_due_at is None,
)
ORDER_OPEN = Condition(
    "no-order",
    "有待回复的督办",
    "a supervision order waits for its answer",
    "没有待回复的督办",
    "no supervision order waits for an answer",
    lambda case, now: case.order_due_at is not None,
)
ORDER_UNANSWERED = Condition(
    "order-not-due",
    "督办回复期限已过",
    "the answer to the order is late",
    "督办回复期限未到",
    "the answer to the order is not late",
    lambda case, now: case.order_due_at is not None and now >= case.order_due_at,
)
NAMED_TO_UNITS = Condition(
    "not-named-to-units",
    "案卷为一般级别",
    "the case is of the normal tier",
    "限制或保密案卷的诉求人不告知承办单位",
    "the case is restricted or confidential: who told of it is not named to its units",
    lambda case, now: case.privacy_tier is PrivacyTier.NORMAL,
)
HAS_CONTACT = Condition(
    "no-contact",
    "案卷有诉求人联系方式",
    "the case carries a contact",
    "案卷没有诉求人联系方式",
    "the case carries no contact",
    lambda case, now: case.has_contact,
)
RESIDENT_TO_ASK = Condition(
    "contact-of-staff",
    "联系人为居民，而非工作人员",
    "one of the contacts is a resident's, not that of a member of staff",
    "联系人均为工作人员，没有可评价的居民",
    "every contact is that of a member of staff: there is no resident to ask",
    lambda case, now: not case.only_staff_to_ask,
)
