"""What becomes of a supervision order 督办."""

from enum import StrEnum


class OrderAnswer(StrEnum):
    IN_TIME = "in-time"  # 按时回复: within the first time that was given
    LATE = "late"  # 逾期回复: after it, also where the order had risen meanwhile
    WAITING = "waiting"  # 待回复
    ENDED = "ended"  # 未回复即终止: withdrawn, or over with the case or the unit
