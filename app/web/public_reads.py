"""What anybody may read: bounded by network in the process, and told who may keep the answer for how long."""

from fastapi import Depends, Request
from fastapi.responses import Response

from app import clock
from app.errors import TooManyRequests
from app.services.security import bounds

MOST, WITHIN = 600, 60.0  # a network, seconds; a village may stand behind one
_REMEMBERED = 10_000
#: What a cache between may keep; taken back is taken back within half a minute, everywhere.
_KEPT = "public, max-age=20"


class PublicReads:
    """How often each network has read in the present minute; a flood asks no database, and is counted in none."""

    def __init__(self) -> None:
        """Nobody has read."""
        self._since: dict[str, tuple[float, int]] = {}

    def count(self, who: str) -> None:
        """One more.

        Raises:
            TooManyRequests: it was too many, with how long to wait.
        """
        now = clock.monotonic()
        began, count = self._since.get(who, (now, 0))
        if now - began >= WITHIN:
            began, count = now, 0
        if count >= MOST:
            raise TooManyRequests(headers={"Retry-After": str(int(WITHIN - (now - began)) + 1)})
        if who not in self._since and len(self._since) >= _REMEMBERED:
            self._since.clear()
        self._since[who] = (began, count + 1)


async def _counted(request: Request) -> None:
    reads: PublicReads = request.app.state.reads
    reads.count(bounds.network(request.client.host if request.client else None))


#: Of a route that anybody may read without a token or a link.
CountedRead = Depends(_counted)


def kept(response: Response) -> Response:
    """The same, for caches to keep a little; it hangs on the language alone."""
    response.headers["Cache-Control"] = _KEPT
    response.headers["Vary"] = "Accept-Language"
    return response
