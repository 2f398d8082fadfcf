"""Whose password is hashed next: hashing is what a service has least of, and everybody's sign-in needs it.

One is hashed at a time; argon2 takes several cores for it, and two at once would take twice as long each. Whoever asks
gets a place in one public line by who they say they are and by their network: the networks take turns, and within each
its accounts. Accounts that exist are looked at ahead of their place. A password that fits is told at once; one that
does not is told when the line comes to its place. By then as much has been hashed as if it had been looked at there:
neither the answer nor its time says whether there is such an account.
"""

import asyncio
import math
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from app import clock
from app.errors import TooManyRequests
from app.services.identity.rounds import Rounds, Urgency, Waiting

T = TypeVar("T")
#: How many may wait: of an account at a network, of an account, of a network, in all.
OF_A_PAIR, OF_AN_ACCOUNT, OF_A_NETWORK, IN_ALL = 4, 16, 100, 300
_MOST = 1_000  # those admitted beyond these bounds included
_THREAD = ThreadPoolExecutor(1, thread_name_prefix="hashing")  # its own: files wait for no password


class Turns:
    """The line of one process."""

    def __init__(self) -> None:
        """Nobody waits."""
        self._line, self._ahead = Rounds(), {urgency: Rounds() for urgency in Urgency}
        self._in_line: dict[Waiting, None] = {}
        self._beyond: set[Waiting] = set()
        self._busy = False
        self._seconds = 0.5  # what hashing takes, lately

    async def make(self, place: Waiting, job: Callable[[], T]) -> T:
        """What a job of ours gives, ahead of the line and never in it.

        Raises:
            TooManyRequests: too many wait already.
        """
        self._admit_beyond(place)
        try:
            return await self._hashed(place, job)
        finally:
            self._leave(place)

    async def check(self, place: Waiting, job: Callable[[], bool]) -> bool:
        """Whether a password fits, told no sooner than may be known.

        Raises:
            TooManyRequests: too many wait already, or whoever asked has left before it was looked at.
        """
        self._admit(place)
        try:
            fits = await self._hashed(place, job)
            if not fits and place in self._in_line:
                await _either(place.turn, place.left)
            return fits
        finally:
            self._leave(place)

    async def _hashed(self, place: Waiting, job: Callable[[], T]) -> T:
        self._advance()
        await _either(place.begin, place.left)
        if not place.begin.done() or not place.begin.result():
            raise self._full(self._in_line)
        began = clock.monotonic()
        running = asyncio.get_running_loop().run_in_executor(_THREAD, job)
        place.hashing = True
        running.add_done_callback(lambda _: self._ended(place))
        made = await asyncio.shield(running)  # whoever is cancelled meanwhile leaves a thread that is still busy
        self._seconds = 0.8 * self._seconds + 0.2 * (clock.monotonic() - began)
        return made

    def _admit(self, place: Waiting) -> None:
        """Gives a place in the line; who failed lately makes room for who did not."""
        waiting = list(self._in_line)
        crowds = (
            (OF_A_PAIR, [one for one in waiting if (one.network, one.account) == (place.network, place.account)]),
            (OF_AN_ACCOUNT, [one for one in waiting if one.account == place.account]),
            (OF_A_NETWORK, [one for one in waiting if one.network == place.network]),
            (IN_ALL, waiting),
        )
        room: list[Waiting] = []
        for most, crowd in crowds:
            if len(crowd) < most or any(one in crowd for one in room):
                continue
            given = next((one for one in reversed(crowd) if _gives_way(one, place)), None)
            if given is None:
                if place.ahead is Urgency.KNOWN and most != OF_A_PAIR:
                    self._admit_beyond(place)
                    return
                raise self._full(crowd)
            room.append(given)
        for one in room:
            self._remove(one)
            one.begin.set_result(False)
        self._in_line[place] = None
        self._line.add(place)
        if place.ahead is not None:
            self._ahead[place.ahead].add(place)

    def _admit_beyond(self, place: Waiting) -> None:
        if len(self._in_line) + len(self._beyond) >= _MOST:
            raise self._full(self._in_line)
        self._beyond.add(place)
        self._ahead[Urgency.KNOWN].add(place)

    def _full(self, crowd: Iterable[Waiting]) -> TooManyRequests:
        """The refusal: by then as many as wait before have had their turn."""
        before = min(len(list(crowd)) * len({one.network for one in self._in_line}), len(self._in_line))
        return TooManyRequests(headers={"Retry-After": str(max(1, math.ceil(before * self._seconds)))})

    def _advance(self) -> None:
        """Tells those whom the line has come to, and begins with the next: those ahead first."""
        while (place := self._line.first()) is not None and place.hashed:
            self._line.take(place)
            place.turn.set_result(None)
        if self._busy:
            return
        for rounds in (*self._ahead.values(), self._line):
            if (place := rounds.first()) is not None:
                if rounds is not self._line:
                    rounds.take(place)
                self._busy = True
                place.begin.set_result(True)
                return

    def _ended(self, place: Waiting) -> None:
        place.hashed, self._busy = True, False
        self._advance()

    def _leave(self, place: Waiting) -> None:
        self._remove(place)
        if place.begin.done() and place.begin.result() and not place.hashing:
            self._busy = False  # told to begin, and cancelled at that moment
        self._advance()

    def _remove(self, place: Waiting) -> None:
        self._in_line.pop(place, None)
        self._beyond.discard(place)
        for rounds in (self._line, *self._ahead.values()):
            rounds.remove(place)


def _gives_way(one: Waiting, to: Waiting) -> bool:
    return one.late and not to.late and not one.begin.done()


async def _either(turn: "asyncio.Future[T]", left: "asyncio.Future[None] | None") -> None:
    """Waits for a turn, or until whoever it is for has left."""
    either: list[asyncio.Future[Any]] = [turn] if left is None else [turn, left]
    await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
