"""The clocks of devices: kept, compared and remarked upon, never used for a deadline."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

#: What Python and PostgreSQL can both compute with, in every time zone.
EARLIEST, LATEST = datetime(1, 1, 3, tzinfo=UTC), datetime(9999, 12, 29, tzinfo=UTC)
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
    def remarks(self) -> dict[str, object]:
        """What the event remembers besides the time itself: nothing when all is plausible."""
        if not self.flags:
            return {}
        return {"device": {"ahead_seconds": round(self.ahead.total_seconds()), "flags": list(self.flags)}}

    def flagged(self, flag: str) -> "Device":
        """The same with one more remark."""
        return replace(self, flags=(*self.flags, flag))

    def off_by(self, ahead_seconds: float | None) -> "Device":
        """The same of a clock that is known to be off by so much; None: it is right."""
        if ahead_seconds is None:
            return self
        return replace(
            self, ahead=timedelta(seconds=ahead_seconds), flags=tuple(dict.fromkeys(("clock_off", *self.flags)))
        )

    @property
    def true_time(self) -> datetime | None:
        """The moment by our own clock, as far as the device lets us know."""
        return None if self.time is None else less(self.time, self.ahead)

    @property
    def earliest(self) -> datetime | None:
        """The same, or what the device says if that is earlier: its photos may have come before we knew its clock."""
        true = self.true_time
        return None if self.time is None or true is None else min(self.time, true)


UNKNOWN_DEVICE = Device()


def less(moment: datetime, by: timedelta) -> datetime:
    """The moment so much earlier, or the end of time that it would go beyond."""
    try:
        return min(max(moment - by, EARLIEST), LATEST)
    except OverflowError:
        return EARLIEST if by > timedelta() else LATEST


def judged(time: datetime | None, before: datetime | None, sent_at: datetime | None, now: datetime) -> Device:
    """What to think of the time of an operation, given that of the one before it and the clock at sending, if told."""
    ahead = timedelta() if sent_at is None else sent_at - now
    if time is None:
        return Device(ahead=ahead)
    by_ours = less(time, ahead)
    odd = {
        "clock_off": abs(ahead) > CLOCK_OFF or by_ours > now + CLOCK_OFF,  # 设备时钟不准
        "after_sending": by_ours > now + _TOLERANCE,  # 晚于发送时刻
        "out_of_order": before is not None and time < less(before, _TOLERANCE),  # 早于上一操作
        "long_ago": by_ours < now - LONG_AGO,  # 久于 30 日
    }
    return Device(time, ahead, tuple(flag for flag, holds in odd.items() if holds))
