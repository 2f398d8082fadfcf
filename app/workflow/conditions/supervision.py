"""Conditions of urging 催办 and orders 督办."""

from app.workflow.condition import Condition
from app.workflow.limits import URGE_AGAIN_AFTER

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
