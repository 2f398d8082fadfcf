"""The ledger of cases 案卷台账: a list in the scope of whoever asks, to its end, as a file that flows.

Each case reads as in lists, by the same functions: what is masked there is masked here. No connection is held for
longer than a page takes; the file is made in a process of its own; whoever leaves ends both.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from datetime import datetime

from app import clock
from app.authz import Actor
from app.db.session import Database, Session
from app.errors import invalid_field
from app.models.audit import Deed
from app.queries.cases import lists
from app.queries.cases.listed import ListedCase
from app.schemas.bulletins.ledger import LedgerFormat, LedgerQuery
from app.services.reading.case_lists import Asked, asked_by, begun, count, place_after
from app.services.reading.known_cases import KnownCase
from app.services.reading.showing import show
from app.services.security.trail import record
from app.workflow.privacy import sight_of

MOST = 200_000  # cases of one file
_PAGE = 500
_IN_A_ROW = 25  # cases made ready before others have their turn


@dataclass(frozen=True, slots=True)
class Ledger:
    """A file that is to be made: of which list, for whom, as of when."""

    asked: Asked
    query: LedgerQuery
    as_of: datetime
    name: str

    @property
    def actor(self) -> Actor:
        """For whom."""
        return self.asked.actor

    @property
    def format(self) -> LedgerFormat:
        """As which kind of file."""
        return self.query.format

    @property
    def table(self) -> str:
        """By which columns it is made."""
        return "cases"

    def lines(self, database: Database) -> AsyncGenerator[bytes, None]:
        """Each case as its reader reads it, a line each, in the order of the list."""
        return _lines(database, self)


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
