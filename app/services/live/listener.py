"""One who listens: what waits to be sent to them, the latest of each case, in the order of the stream and bounded."""

import asyncio
from datetime import datetime
from uuid import UUID

from prometheus_client import Counter

from app.authz import Bearer
from app.services.live.hints import Hint, Why
from app.services.live.interests import Interest

MOST_WAITING = 500  # cases; who has more than that unread reads the list anew sooner
_AT_ONCE = 100  # hints in one piece: nobody has more than one of them in the buffers of their connection
_HINTS = Counter("yikou_live_hints_total", "Hints that were sent to who listens")
RESETS = Counter(
    "yikou_live_resets_total", "How often somebody was told to read their lists anew, by reason", ["reason"]
)
_ENDED = Counter("yikou_live_ended_total", "Streams of hints that the service ended, by reason", ["reason"])


class Listener:
    """A stream's side of it is to take and to wait; the other is to hear and to be ended, and never waits."""

    __slots__ = ("_awake", "_waiting", "bearer", "ended", "expires", "floor", "interest", "standing")

    def __init__(self, bearer: Bearer, expires: datetime, interest: Interest, standing: str | None) -> None:
        """Takes whose token it is and until when, what they follow, and by what to tell whether that is still so."""
        self.bearer, self.expires, self.interest, self.standing = bearer, expires, interest, standing
        self.floor = 0  # the last number they have heard already
        self.ended: Why | None = None
        self._waiting: dict[UUID, Hint] = {}
        self._awake = asyncio.Event()

    def hear(self, hint: Hint) -> None:
        """A hint of the change that follows all that were heard before."""
        if self.ended is not None or hint.number <= self.floor:
            return
        earlier = self._waiting.pop(hint.case_id, None)  # so that what waits stays in the order of the numbers
        self._waiting[hint.case_id] = hint if earlier is None else hint.following(earlier)
        if len(self._waiting) > MOST_WAITING:
            self.end(Why.OVERFLOW)
        self._awake.set()

    def hear_first(self, hints: list[Hint]) -> None:
        """What changed before all that waits."""
        later = list(self._waiting.values())
        self._waiting = {}
        for hint in (*hints, *later):
            self.hear(hint)

    def end(self, why: Why) -> None:
        """Nothing more is heard, not even what waits."""
        if self.ended is None:
            self.ended = why
            self._waiting.clear()
            _ENDED.labels(why.value).inc()
            if why.is_reset:
                RESETS.labels(why.value).inc()
        self._awake.set()

    def take(self) -> bytes:
        """What waits, the oldest first, as much as goes in one piece; none of it waits any more."""
        case_ids = [case_id for case_id, _ in zip(self._waiting, range(_AT_ONCE), strict=False)]
        _HINTS.inc(len(case_ids))
        return b"".join(self._waiting.pop(case_id).wire for case_id in case_ids)

    @property
    def waits(self) -> int:
        """How many hints wait to be sent."""
        return len(self._waiting)

    def wake(self) -> None:
        """Lets whoever waits look."""
        self._awake.set()

    async def wait(self, seconds: float) -> bool:
        """Waits until there is something to look at; False: nothing was, for so long."""
        try:
            async with asyncio.timeout(seconds):
                await self._awake.wait()
        except TimeoutError:
            return False
        self._awake.clear()
        return True
