"""Attendance on the spot 现场签到: what a phone tells of place and time is remarked upon and refuses nothing."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum

NEAR_M = 300.0
AROUND = timedelta(minutes=60)  # before it begins and after it ends


class CheckInRemark(StrEnum):
    """What is odd about a check-in."""

    FAR = "far"  # 距活动地点较远
    NO_PLACE = "no_place"  # 未提供位置
    EARLY = "early"  # 早于活动时间
    LATE = "late"  # 晚于活动时间
    CLOCK_OFF = "clock_off"  # 设备时钟不准


def remarks(
    starts_at: datetime, ends_at: datetime, at: datetime, *, is_placed: bool, distance: float | None, clock_off: bool
) -> Iterator[CheckInRemark]:
    """What is to be said of somebody who was there at that moment and so many metres away.

    `is_placed`: the activity has a place on the map; without one nobody is far from it.
    """
    if is_placed and distance is None:
        yield CheckInRemark.NO_PLACE
    if distance is not None and distance > NEAR_M:
        yield CheckInRemark.FAR
    if at < starts_at - AROUND:
        yield CheckInRemark.EARLY
    if at > ends_at + AROUND:
        yield CheckInRemark.LATE
    if clock_off:
        yield CheckInRemark.CLOCK_OFF
