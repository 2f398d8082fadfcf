"""The clocks of devices: kept, compared and remarked upon, never used for a deadline."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

CLOCK_OFF = timedelta(minutes=10)
_TOLERANCE = timedelta(minutes=1)
LONG_AGO = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Device:
    """When a device says something was done, by how much its clock is ahead, and what is odd about it."""

    time: datetime | None = None
    ahead: timedelta = timedelta()
    flags: tuple[str, ...] = ()

    @property
    def remarks(self) -> dict[str, Any]:
        """What the event remembers besides the time itself: nothing when all is plausible."""
        if not self.flags:
            return {}
        return {"device": {"ahead_seconds": round(self.ahead.total_seconds()), "flags": list(self.flags)}}

    def flagged(self, flag: str) -> "Device":
        """The same with one more remark."""
        return replace(self, flags=(*self.flags, flag))

    @property
    def true_time(self) -> datetime | None:
        """The moment by our own clock, as far as the device lets us know."""
        return None if self.time is None else self.time - self.ahead


UNKNOWN_DEVICE = Device()


def judged(time: datetime | None, before: datetime | None, sent_at: datetime, now: datetime) -> Device:
    """What to think of the time of an operation, given that of the one before it and the clock at sending."""
    ahead = sent_at - now
    if time is None:
        return Device(ahead=ahead)
    odd = {
        "clock_off": abs(ahead) > CLOCK_OFF,  # 设备时钟不准
        "after_sending": time > sent_at + _TOLERANCE,  # 晚于发送时刻
        "out_of_order": before is not None and time < before - _TOLERANCE,  # 早于上一操作
        "long_ago": time - ahead < now - LONG_AGO,  # 久于 30 日
    }
    return Device(time, ahead, tuple(flag for flag, holds in odd.items() if holds))
