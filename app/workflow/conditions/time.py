"""Conditions of time: stages, suspension 挂账, extension 延期, overdue 超期."""

from app.workflow.approvals import ApprovalKind
from app.workflow.condition import Condition
from app.workflow.limits import MAX_EXTENSIONS, MAX_SUSPENSIONS

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
    lambda case, now: case.pending_request is ApprovalKind.SUSPENSION and not case.request_endorsed,
)
SUSPENSION_ENDORSED = Condition(
    "suspension-not-endorsed",
    "挂账申请已经派遣员同意",
    "the dispatcher has agreed to the suspension",
    "没有经派遣员同意、待审批的挂账申请",
    "no suspension that the dispatcher agreed to waits for a decision",
    lambda case, now: case.pending_request is ApprovalKind.SUSPENSION and case.request_endorsed,
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
    lambda case, now: case.pending_request is ApprovalKind.EXTENSION and not case.request_endorsed,
)
EXTENSION_ENDORSED = Condition(
    "extension-not-endorsed",
    "延期申请已经派遣员同意",
    "the dispatcher has agreed to the extension",
    "没有经派遣员同意、待审批的延期申请",
    "no extension that the dispatcher agreed to waits for a decision",
    lambda case, now: case.pending_request is ApprovalKind.EXTENSION and case.request_endorsed,
)
