"""The conditions a move depends on: each a sentence in both languages and a test of the case's facts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.workflow.facts import CaseFacts
from app.workflow.limits import (
    DISPUTES_BEFORE_THE_LEADER,
    MAX_RETURNS_OF_A_UNIT,
    RATING_WINDOW,
    REOPEN_WINDOW,
    RETURN_WINDOW,
    UNMERGE_WINDOW,
    after,
)


@dataclass(frozen=True, slots=True)
class Condition:
    """`code` is stable and goes into the problem document; `holds` sees the facts and the present moment."""

    code: str
    zh: str
    en: str
    holds: Callable[[CaseFacts, datetime], bool]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Photos an action needs. The action is offered without them, so that the app knows to ask for them."""

    purposes: tuple[str, ...]
    zh: str
    en: str
    present: Callable[[CaseFacts], bool]


NOT_YET_FILED = Condition(
    "not-yet-filed",
    "尚未立案",
    "the case has not been filed",
    lambda case, now: case.filed_at is None,
)
WAS_FILED = Condition("was-filed", "此前已立案", "the case had been filed", lambda case, now: case.filed_at is not None)
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
    lambda case, now: not case.followed,
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
    lambda case, now: case.dispatched_at is not None and now < after(case.dispatched_at, RETURN_WINDOW),
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
HAS_CONTACT = Condition(
    "no-contact",
    "案卷有诉求人联系方式",
    "the case carries a contact",
    lambda case, now: case.has_contact,
)

AFTER_PHOTO = Evidence(
    ("after",),
    "需有本轮处置后、在现场拍摄的照片，或说明免拍理由",
    "an after-photo of this round taken near the case, or a stated exemption",
    lambda case: case.has_after_photo,
)
BEFORE_AND_AFTER_PHOTO = Evidence(
    ("before", "after"),
    "需有处置前和处置后的照片",
    "a photo before and a photo after",
    lambda case: case.has_before_photo and case.has_after_photo,
)
