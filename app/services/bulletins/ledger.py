"""The ledger of cases 案卷台账: a list in the scope of whoever asks, to its end, as a file that flows.

Each case reads as in lists, by the same functions: what is masked there is masked here. No connection is held for
longer than a page takes; the file is made in a process of its own; whoever leaves ends both.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from tempfile import TemporaryDirectory

from app import clock
from app.authz import Actor
from app.concurrency import apart
from app.db.session import Database, Session
from app.errors import Unavailable, invalid_field
from app.models.audit import Deed
from app.queries.cases import lists
from app.queries.cases.listed import ListedCase
from app.schemas.bulletins.ledger import LedgerQuery
from app.services.bulletins import ledger_file
from app.services.reading.case_lists import Asked, asked_by, begun, count, place_after
from app.services.reading.known_cases import KnownCase
from app.services.reading.showing import show
from app.services.security.trail import record
from app.workflow.privacy import sight_of

MOST = 200_000  # cases of one file
AT_ONCE = 2  # files made beside one process of the service
_PAGE = 500
_IN_A_ROW = 25  # cases made ready before others have their turn
_PATIENCE = 300.0  # seconds for a whole file
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Ledger:
    """A file that is to be made: of which list, for whom, as of when."""

    asked: Asked
    query: LedgerQuery
    as_of: datetime
    name: str

    @property
    def media_type(self) -> str:
        """Of the file."""
        return MEDIA_TYPES[self.query.format]


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

    async def pieces(self, database: Database, ledger: Ledger) -> AsyncIterator[bytes]:
        """The file, piece by piece as it is made.

        Raises:
            TimeoutError, Broke: it could not be made to its end.
        """
        actor, kind = ledger.asked.actor, ledger.query.format.value
        async with self._places:
            with TemporaryDirectory(prefix="yikou-ledger-") as directory:
                told = (kind, actor.language, directory)
                file = apart.flow(
                    ledger_file.__name__, *told, given=_lines(database, ledger), patience=_PATIENCE
                )  # fmt: skip
                async with aclosing(file):
                    async for piece in file:
                        yield piece


async def begin(session: Session, actor: Actor, query: LedgerQuery) -> Ledger:
    """What the file will hold; that it is taken stands in the trail.

    Raises:
        NotFound, Invalid: a filter names what is not there, or there are more than `MOST` cases.
    """
    asked, now = await asked_by(session, actor, query), clock.now()
    held = await count(session, asked, MOST + 1, now)
    if held > MOST:
        zh, en = f"超过 {MOST} 件，请缩小范围", f"these are more than {MOST} cases: ask for a shorter period"
        raise invalid_field("/query/reported_from", zh, en)
    told = query.model_dump(mode="json", exclude_defaults=True, exclude={"q"})
    at = actor.area_scopes
    await record(session, actor, Deed.CASES_EXPORTED, query.format.value, at=at, count=held, **told)
    day = now.astimezone(clock.LOCAL)
    return Ledger(asked, query, now, f"cases-{day:%Y%m%d-%H%M}.{query.format.value}")


async def _lines(database: Database, ledger: Ledger) -> AsyncGenerator[bytes, None]:
    """Each case as its reader reads it, a line each, in the order of the list."""
    asked = ledger.asked
    listing, place, begins = begun(asked, None, ledger.as_of)
    after: dict[str, object] = {}
    for _ in range(MOST // _PAGE):
        async with database.reading() as session:
            rows = await session.all(lists.page(listing, place, _PAGE), **begins, **after)
            lines = await _read(session, ledger, rows)
        yield b"".join(lines)
        if len(rows) < _PAGE:
            return
        place, after = place_after(rows[-1][asked.order.column], rows[-1]["id"])


async def _read(session: Session, ledger: Ledger, rows: Sequence[ListedCase]) -> list[bytes]:
    """The lines of a page; others have their turn while they are made."""
    actor, lines = ledger.asked.actor, []
    for start in range(0, len(rows), _IN_A_ROW):
        cases = [KnownCase(row) for row in rows[start : start + _IN_A_ROW]]
        if ledger.query.external_id is not None:  # who is not told the number finds nothing by it
            cases = [case for case in cases if sight_of(actor, case.told).number]
        lines += [case + b"\n" for case in await show(session, actor, cases, ledger.as_of)]
        await asyncio.sleep(0)
    return lines
