"""Where ledgers 台账 become files: each in a process of its own, as it flows; a few at a time for one process."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from tempfile import TemporaryDirectory
from typing import Protocol

from app.authz import Actor
from app.concurrency import apart
from app.db.session import Database
from app.errors import Unavailable
from app.schemas.bulletins.ledger import LedgerFormat
from app.services.bulletins import ledger_file

AT_ONCE = 2  # files made beside one process of the service
_PATIENCE = 300.0  # seconds for a whole file
MEDIA_TYPES = {
    LedgerFormat.CSV: "text/csv; charset=utf-8",
    LedgerFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class ToBeMade(Protocol):
    """A ledger that is to become a file."""

    @property
    def actor(self) -> Actor:
        """For whom."""

    @property
    def format(self) -> LedgerFormat:
        """As which kind of file."""

    @property
    def name(self) -> str:
        """Of the file."""

    @property
    def table(self) -> str:
        """By which columns it is made."""

    def lines(self, database: Database) -> AsyncGenerator[bytes, None]:
        """What is in it, a line each, as JSON."""


class Scriptorium:
    """Where files are made for one process of the service: a few at a time."""

    def __init__(self) -> None:
        """Free."""
        self._places = asyncio.Semaphore(AT_ONCE)

    def require_a_place(self) -> None:
        """Lets pass while there is a place.

        Raises:
            Unavailable: as many as may be are being made.
        """
        if self._places.locked():
            zh, en = "正在导出的台账较多，请稍后再试", "Too many ledgers are being made; try again soon"
            raise Unavailable(zh=zh, en=en, headers={"Retry-After": "30"})

    async def pieces(self, database: Database, ledger: ToBeMade) -> AsyncIterator[bytes]:
        """The file, piece by piece as it is made.

        Raises:
            TimeoutError, Broke: it could not be made to its end.
        """
        async with self._places:
            with TemporaryDirectory(prefix="yikou-ledger-") as directory:
                told = (ledger.format.value, ledger.actor.language, directory, ledger.table)
                file = apart.flow(
                    ledger_file.__name__, *told, given=ledger.lines(database), patience=_PATIENCE
                )  # fmt: skip
                async with aclosing(file):
                    async for piece in file:
                        yield piece
