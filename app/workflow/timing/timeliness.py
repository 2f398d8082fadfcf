"""Whether a case was done in time, where its history says so without the moments."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Timeliness(StrEnum):
    IN_TIME = "in_time"  # 按期
    OVERDUE = "overdue"  # 超期


TIMELINESS_LABELS: Mapping[Timeliness, tuple[str, str]] = MappingProxyType(
    {Timeliness.IN_TIME: ("按期", "in time"), Timeliness.OVERDUE: ("超期", "overdue")}
)
