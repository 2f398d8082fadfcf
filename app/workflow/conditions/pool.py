"""Conditions of the pool 亮单: what may be published to several units, and until when it may be claimed."""

from app.workflow.condition import Condition
from app.workflow.privacy import PrivacyTier

NOT_URGENT = Condition(
    "urgent-case",
    "非紧急案卷",
    "the case is not urgent",
    "紧急案卷须直接派单",
    "an urgent case is dispatched directly",
    lambda case, now: not case.urgent,
)
NOT_CONFIDENTIAL = Condition(
    "confidential-case",
    "非保密案卷",
    "the case is not confidential",
    "保密案卷不得向多个单位公开",
    "a confidential case is not shown to several units",
    lambda case, now: case.privacy_tier is not PrivacyTier.CONFIDENTIAL,
)
TIME_LEFT = Condition(
    "no-time-left",
    "处置时限未到",
    "its deadline has not passed",
    "处置时限已过，须直接派单",
    "its deadline has passed: it is dispatched directly",
    lambda case, now: case.due_at is None or now < case.due_at,
)
STAGE_RUNNING = Condition(
    "pool-expired",
    "亮单未到期",
    "the pool has not expired",
    "亮单已到期，正转交兜底单位",
    "the pool has expired: the case is about to go to its fallback unit",
    lambda case, now: case.stage_due_at is None or now < case.stage_due_at,
)
