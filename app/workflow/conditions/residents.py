"""Conditions of the resident: their contact, their rating 评价, doing it again 重办."""

from app.workflow.condition import Condition
from app.workflow.limits import RATING_WINDOW, REOPEN_WINDOW, RESIDENT_URGES_AGAIN_AFTER
from app.workflow.privacy import PrivacyTier

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
NOT_URGED_TODAY = Condition(
    "urged-today",
    "24 小时内未催办过",
    "a resident urges a matter at most once in 24 hours",
    "24 小时内已催办过",
    "you urged it within the last 24 hours",
    lambda case, now: case.resident_urged_at is None or now >= case.resident_urged_at + RESIDENT_URGES_AGAIN_AFTER,
)
