"""Conditions of before a case is routed: reported, verified, objected to, merged."""

from app.workflow.condition import Condition
from app.workflow.limits import UNMERGE_WINDOW
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
NEVER_REOPENED = Condition(
    "reopened",
    "未曾重办",
    "it was never reopened",
    "案卷为重办，上报人不能撤销",
    "it was reopened, and is not for the reporter to cancel",
    lambda case, now: case.reopen_count == 0,
)
