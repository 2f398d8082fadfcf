"""The listeners of one process, found by scope key: a change is read once, whoever hears of it.

How far the process has come is `number`: whoever begins to listen hears all that is numbered above it.
"""

from collections import Counter as Tally
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from prometheus_client import Gauge

from app.errors import TooManyRequests, Unavailable
from app.queries.sync.live import ChangeRow
from app.services.live.hints import Hint, Why
from app.services.live.listener import Listener

_STREAMS = Gauge("yikou_live_streams", "Streams of hints that are open")
_AFTER_FULL, _AFTER_OTHERS = "30", "10"  # seconds


class Place:
    """Room for one stream: taken before it begins, and left however it ends."""

    __slots__ = ("_broadcast", "kept", "listener", "user_id")

    def __init__(self, broadcast: "Broadcast", user_id: UUID) -> None:
        """Made by `Broadcast.place`."""
        self._broadcast, self.user_id = broadcast, user_id
        self.kept = False  # whether somebody else leaves it: who answers with the stream
        self.listener: Listener | None = None

    def leave(self) -> None:
        """Gives it back."""
        self._broadcast.leave(self)


class Broadcast:
    """Closed until somebody follows the changes: it promises nothing that nobody would tell."""

    def __init__(self, most: int, most_of_a_user: int) -> None:
        """Takes how many streams there may be, in all and of one user."""
        self.most, self.most_of_a_user = most, most_of_a_user
        self.number, self.is_open = 0, False
        self._places: dict[Place, None] = {}
        self._of_users: Tally[UUID] = Tally()
        self._by_key: dict[str, dict[Listener, None]] = {}

    # --- who listens -------------------------------------------------------------------------------------------------

    @contextmanager
    def place(self, user_id: UUID) -> Iterator[Place]:
        """Room for a stream; given back at the end of the block unless it is kept.

        Raises:
            TooManyRequests: there is none. Unavailable: this process ends, or has not begun.
        """
        if not self.is_open:
            raise Unavailable(headers={"Retry-After": "1"})
        if self._of_users[user_id] >= self.most_of_a_user:
            most = self.most_of_a_user
            zh, en = f"同一账号最多同时打开 {most} 条实时提示流", f"A user may have {most} streams open at once"
            raise TooManyRequests(zh=zh, en=en, headers={"Retry-After": _AFTER_OTHERS})
        if len(self._places) >= self.most:
            raise TooManyRequests(headers={"Retry-After": _AFTER_FULL})
        place = Place(self, user_id)
        self._places[place] = None
        self._of_users[user_id] += 1
        _STREAMS.inc()
        try:
            yield place
        except BaseException:
            place.leave()
            raise
        if not place.kept:
            place.leave()

    @property
    def open_places(self) -> int:
        """How many streams there are."""
        return len(self._places)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is kept of anybody."""
        return not (self._places or self._by_key or self._of_users)

    def enter(self, place: Place, listener: Listener) -> int:
        """From here on the listener hears; gives the number of the last change they do not."""
        place.listener = listener
        for key in listener.interest.keys:
            self._by_key.setdefault(key, {})[listener] = None
        return self.number

    def leave(self, place: Place) -> None:
        """Nothing is kept of it."""
        if self._places.pop(place, self) is self:
            return
        _STREAMS.dec()
        self._of_users[place.user_id] -= 1
        if not self._of_users[place.user_id]:
            del self._of_users[place.user_id]
        if place.listener is not None:
            self._forget(place.listener)

    def _forget(self, listener: Listener) -> None:
        for key in listener.interest.keys:
            of_key = self._by_key.get(key, {})
            of_key.pop(listener, None)
            if not of_key:
                self._by_key.pop(key, None)

    def listeners(self) -> list[Listener]:
        """Those who hear at this moment."""
        return [p.listener for p in self._places if p.listener is not None and p.listener.ended is None]

    # --- what they hear ----------------------------------------------------------------------------------------------

    def tell(self, change: ChangeRow, keys_now: Iterable[str]) -> None:
        """Tells a change, the next in the stream, to all who follow a key of it; its case bears `keys_now`."""
        now, made = frozenset(keys_now), dict[tuple[bool, tuple[str, ...]], Hint]()
        followers = {listener for key in change["scope_keys"] for listener in self._by_key.get(key, ())}
        for listener in followers:
            hint = hint_of(change, now, listener)
            same = (hint.seen, hint.queues)
            listener.hear(made.setdefault(same, hint))
            if listener.ended is not None:
                self._forget(listener)
        self.number = change["number"]

    def end(self, listener: Listener, why: Why) -> None:
        """Ends one."""
        listener.end(why)
        self._forget(listener)

    def end_all(self, why: Why) -> None:
        """Ends them all."""
        for listener in self.listeners():
            self.end(listener, why)

    def stop(self) -> None:
        """The process is to end: whoever listens goes elsewhere, and nobody begins."""
        self.is_open = False
        self.end_all(Why.STOPPING)


def hint_of(change: ChangeRow, keys_now: frozenset[str], listener: Listener) -> Hint:
    """What a change says to one who follows a key of it: that its case changed, or that it has left their sight."""
    queues = listener.interest.touched(change["scope_keys"], (change["from_status"], change["to_status"]))
    seen = not keys_now.isdisjoint(listener.interest.keys)
    return Hint(change["number"], change["case_id"], change["seq"], queues, seen=seen)
