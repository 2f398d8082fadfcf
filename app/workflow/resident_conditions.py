"""The conditions of what a resident does by their link, beside those that hold for everybody."""

from app.workflow.condition import Condition
from app.workflow.limits import RESIDENT_URGES_AGAIN_AFTER

NOT_URGED_TODAY = Condition(
    "urged-today",
    "24 小时内未催办过",
    "a resident urges a matter at most once in 24 hours",
    "24 小时内已催办过",
    "you urged it within the last 24 hours",
    lambda case, now: case.resident_urged_at is None or now >= case.resident_urged_at + RESIDENT_URGES_AGAIN_AFTER,
)
