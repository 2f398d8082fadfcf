"""Where the geometry of an import is done: here and now for a command; for a request in a process of its own.

A request asks inside its transaction, and where nothing is known yet, gives it up: lock and connection are free while
the process works. Then it begins anew, and finds its answer, or asks again where somebody changed what it asked about.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TypeVar

from app.concurrency import apart
from app.errors import Busy, Unavailable, invalid_field
from app.geo import survey as geometry
from app.geo.survey import Question, Survey
from app.logs import Log

log = Log()

Ask = Callable[[Question], Awaitable[Survey]]
Done = TypeVar("Done")

PATIENCE = 60.0  # seconds for one survey; the process itself stops after 20 of computing
_QUEUE_PATIENCE = 60.0  # seconds until one's turn
_MOST_LOOKS = 4


async def here(question: Question) -> Survey:
    """For a command, which nobody shares."""
    return geometry.answer(question.told())


class Unsurveyed(Exception):
    """A request has to begin anew when the survey of this question is there."""

    def __init__(self, told: bytes) -> None:
        """Takes the question as the process reads it."""
        super().__init__()
        self.told = told


class Surveys:
    """What a request knows by now; called with a question as `here` is."""

    def __init__(self) -> None:
        """Knows nothing."""
        self._known: list[tuple[bytes, Survey]] = []

    def add(self, told: bytes, survey: Survey) -> None:
        """One more."""
        self._known.append((told, survey))

    async def __call__(self, question: Question) -> Survey:
        """The survey.

        Raises:
            Unsurveyed: there is none yet of exactly this.
        """
        told = question.told()
        for asked, survey in self._known:
            if asked == told:
                return survey
        raise Unsurveyed(told)


class DrawingBoard:
    """Surveys one at a time for one process of the service."""

    def __init__(self) -> None:
        """Free."""
        self._place = asyncio.Semaphore(1)
        self._table = asyncio.Semaphore(1)

    def directory(self) -> AbstractAsyncContextManager[None]:
        """The turn of a whole directory: each takes memory, and a thread.

        Raises:
            Unavailable: the one before takes long.
        """
        return self._turn(self._table)

    async def surveyed(self, act: Callable[[Surveys], Awaitable[Done]]) -> Done:
        """What `act` gives, which is tried anew after each survey it asked for; nothing of it is held meanwhile.

        Raises:
            Invalid: the boundary takes too much to be checked. Unavailable: too many draw, or the machine is busy.
            Busy: others draw beside it again and again.
        """
        surveys = Surveys()
        try:
            return await act(surveys)
        except Unsurveyed as first:
            told = first.told
        async with self._turn(self._place):
            for _ in range(_MOST_LOOKS):
                surveys.add(told, await _survey(told))
                try:
                    return await act(surveys)
                except Unsurveyed as again:
                    told = again.told
        raise Busy()

    @asynccontextmanager
    async def _turn(self, place: asyncio.Semaphore) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(_QUEUE_PATIENCE):
                await place.acquire()
        except TimeoutError:
            raise Unavailable(headers={"Retry-After": "30"}) from None
        try:
            yield
        finally:
            place.release()


async def _survey(told: bytes) -> Survey:
    try:
        ended = await apart.run(geometry.__name__, given=told, patience=PATIENCE)
    except TimeoutError:
        raise Unavailable(headers={"Retry-After": "30"}) from None
    if ended.status == 0:
        return geometry.survey_in(ended.out)
    log.warning("survey_process_ended", status=ended.status, words=ended.words[-500:].decode("utf-8", "replace"))
    if ended.took_too_much or ended.status == geometry.TOO_MUCH_MEMORY:
        zh, en = "边界过于复杂，无法核对", "the boundary is too intricate to be checked"
        raise invalid_field("/geometry", zh, en)
    raise Unavailable(headers={"Retry-After": "30"})
