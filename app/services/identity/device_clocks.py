"""The clock of the phone a session is held on 设备时钟: what a push told of it sets right the time of a photo.

Kept with the session, and only where it is off: a phone whose clock is right costs no write.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app import clock
from app.authz import Bearer
from app.db.session import Session
from app.queries.identity import sessions as queries
from app.workflow.timing.device import CLOCK_OFF, less

LASTS = timedelta(hours=24)  # that a phone is believed to be as far off as it last said


@dataclass(frozen=True, slots=True)
class DeviceClock:
    """How far the clock of a device is ahead of ours."""

    ahead: timedelta = timedelta()

    @property
    def off(self) -> timedelta | None:
        """The same where it matters; a clock about right is left alone: what is on its way takes time."""
        return self.ahead if abs(self.ahead) > CLOCK_OFF else None

    @property
    def off_seconds(self) -> float | None:
        """The same, as it is kept."""
        return None if self.off is None else self.off.total_seconds()

    def by_ours(self, moment: datetime | None) -> datetime | None:
        """A moment by that clock as ours tells it."""
        return moment if moment is None or self.off is None else less(moment, self.off)


async def remember(session: Session, bearer: Bearer, sent_at: datetime | None) -> None:
    """Keeps how far the phone is off, or that it is right again."""
    if sent_at is None:
        return
    now = clock.now()
    await session.run(
        queries.TELL_CLOCK, family=bearer.session_id, ahead=DeviceClock(sent_at - now).off_seconds, at=now
    )


async def of_device(session: Session, bearer: Bearer, sent_at: datetime | None) -> DeviceClock:
    """By what the device says as it sends; else by what its session last said in a push."""
    now = clock.now()
    if sent_at is not None:
        return DeviceClock(sent_at - now)
    ahead = await session.value(queries.CLOCK_OF, family=bearer.session_id, since=now - LASTS)
    return DeviceClock(timedelta(seconds=ahead or 0.0))
