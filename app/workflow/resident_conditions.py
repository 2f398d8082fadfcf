"""The conditions of what a resident does by their link, beside those that hold for everybody."""

from app.workflow.condition import Condition
from app.workflow.limits import RESIDENT_URGES_AGAIN_AFTER

NOT_URGED_TODAY = Condition(
    "urged-today",
    "居民对同一事项 24 小时内只能催办一次",
    "a resident urges a matter at most once in 24 hours",
    lambda case, now: case.resident_urged_at is None or now >= case.resident_urged_at + RESIDENT_URGES_AGAIN_AFTER,
)
