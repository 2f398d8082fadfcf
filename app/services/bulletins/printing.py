"""The press 排印: files of bulletins are made in processes of their own, one at a time, never on the event loop.

A request that needs files which are not there yet gives its transaction up; when they are, it begins anew and finds
them, if it still says the same.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

import orjson

from app import clock
from app.concurrency import apart
from app.errors import Busy, Unavailable, invalid_field
from app.logs import Log
from app.models.bulletin import BulletinFormat
from app.services.bulletins import document
from app.services.bulletins.reading import HeldFile

log = Log()

PATIENCE = 60.0  # seconds; the process itself stops after 30 of computing
_QUEUE_PATIENCE = 60.0  # seconds until one's turn
_MOST_TRIES = 5
MEDIA_TYPES = {
    BulletinFormat.JSON: "application/json",
    BulletinFormat.PDF: "application/pdf",
    BulletinFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_ALL = tuple((kind.value, language) for kind in (BulletinFormat.PDF, BulletinFormat.XLSX) for language in ("zh", "en"))
Done = TypeVar("Done")


class Printed(NamedTuple):
    """A file that was made."""

    kind: str
    language: str
    content: bytes


class Made(NamedTuple):
    """A file for somebody: `is_kept` where it is that of an issue."""

    name: str
    content: bytes
    is_kept: bool


class Unprinted(Exception):
    """A request has to begin anew when the files of this page are there."""

    def __init__(self, page: bytes) -> None:
        """Takes what they say."""
        super().__init__()
        self.page = page


class Proofs:
    """What was printed for one request by now, of the moment `at` in which it signs."""

    def __init__(self, at: datetime) -> None:
        """Nothing yet."""
        self.at = at
        self._printed: tuple[bytes, Sequence[Printed]] = (b"", ())

    def add(self, page: bytes, files: Sequence[Printed]) -> None:
        """These are there."""
        self._printed = (page, files)

    def of(self, page: bytes) -> Sequence[Printed]:
        """The files that say exactly this.

        Raises:
            Unprinted: they are not there.
        """
        printed, files = self._printed
        if printed != page:
            raise Unprinted(page)
        return files


class Press:
    """Where files are made for one process of the service."""

    def __init__(self) -> None:
        """Free."""
        self._place = asyncio.Semaphore(1)

    async def proofed(self, act: Callable[[Proofs], Awaitable[Done]]) -> Done:
        """What `act` gives, which is tried anew after each printing it asked for; nothing of it is held meanwhile.

        Raises:
            Busy: others sign beside it again and again. Unavailable, Invalid: as `print` says.
        """
        proofs = Proofs(clock.now())
        for _ in range(_MOST_TRIES):
            try:
                return await act(proofs)
            except Unprinted as wanted:
                page = wanted.page
            proofs.add(page, await self.print(page, _ALL))
        raise Busy()

    async def of(self, held: HeldFile, kind: BulletinFormat, language: str) -> Made:
        """The file as it was signed; of a draft it is made now.

        Raises:
            Unavailable, Invalid: as `print` says.
        """
        name = f"{held.name}.{kind.value}"
        if held.content is not None:
            return Made(name, held.content, is_kept=True)
        if kind is BulletinFormat.JSON:
            return Made(name, held.page, is_kept=False)
        (made,) = await self.print(held.page, [(kind.value, language)])
        return Made(name, made.content, is_kept=False)

    async def print(self, page: bytes, wanted: Sequence[tuple[str, str]]) -> list[Printed]:
        """The files of a page, by kind and language.

        Raises:
            Unavailable: too many print, or the machine is busy. Invalid: the page takes too much to be printed.
        """
        try:
            async with asyncio.timeout(_QUEUE_PATIENCE):
                await self._place.acquire()
        except TimeoutError:
            raise _later() from None
        try:
            return await _print(page, wanted)
        finally:
            self._place.release()


def _later() -> Unavailable:
    return Unavailable(headers={"Retry-After": "30"})


async def _print(page: bytes, wanted: Sequence[tuple[str, str]]) -> list[Printed]:
    asked = orjson.dumps({"wanted": wanted, "page": orjson.Fragment(page)})
    try:
        ended = await apart.run(document.__name__, given=asked, patience=PATIENCE)
    except TimeoutError:
        raise _later() from None
    if ended.status:
        log.warning("press_ended", status=ended.status, words=ended.words[-2000:].decode("utf-8", "replace"))
        if ended.took_too_much or ended.status == document.TOO_MUCH:
            raise invalid_field("/page", "简报篇幅过大，无法排印", "the bulletin is too large to be printed")
        raise _later()
    return [Printed(*told, content) for told, content in zip(wanted, document.taken_apart(ended.out), strict=True)]
