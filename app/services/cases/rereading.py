"""Cases of before, read again into the form in which they are looked for today: their words, and who called.

In the background, in the order of their ids, a batch in a transaction; ten million take half an hour and change the few
that differ. What is reported meanwhile has today's form already. With another form, or another key, it begins anew.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from uuid import UUID

from app import clock
from app.concurrency.slices import Slices
from app.crypto.marks import Mark
from app.db.session import Database, Session
from app.likeness.words import bigrams, lacks
from app.queries.cases import callers
from app.queries.cases import rereading as queries
from app.queries.rows import IdRow
from app.services.cases import journal
from app.text import phones

CALLERS = "callers"
FORM_OF_WORDS = "1"  # another one, whenever `app.text.folding` or the pairs change
BATCH = 2_000
_PAUSE = 0.05  # seconds between batches, for everybody else
_FIRST = UUID(int=0)
Step = Callable[[Session, UUID], Awaitable[Sequence[IdRow]]]


def marks(key: str) -> Mark:
    """What the database compares in place of phones."""
    return Mark(key, CALLERS)


async def reread(database: Database, callers_of: Mark | None) -> int:
    """Reads a batch again, of words and of phones; gives how many cases. Without a key nobody knows the callers."""
    done = await _step(database, "words", FORM_OF_WORDS, _words)
    if callers_of is not None:
        done += await _step(database, CALLERS, callers_of.of("form"), partial(_callers, callers_of))
    return done


async def is_finished(session: Session, name: str) -> bool:
    """Whether every case of before has been read."""
    known = await session.first(queries.KNOWN, name=name)
    return known is not None and known["finished_at"] is not None


async def _step(database: Database, name: str, form: str, step: Step) -> int:
    async with database.writing() as session:
        known = await session.first(queries.KNOWN, name=name)
        if known is None or known["form"] != form:
            await session.run(queries.BEGIN, name=name, form=form, first=_FIRST)
        elif known["finished_at"] is not None:
            return 0
        taken = await session.first(queries.TAKE, name=name)
        if taken is None:
            return 0
        rows = await step(session, taken["after"])
        last = rows[-1]["id"] if rows else taken["after"]
        finished = clock.now() if len(rows) < BATCH else None
        await session.run(queries.MARK, name=name, up_to=last, finished_at=finished)
    await asyncio.sleep(_PAUSE)
    return len(rows)


async def _words(session: Session, after: UUID) -> Sequence[IdRow]:
    rows, slices = await session.all(queries.WORDS, after=after, count=BATCH), Slices()
    for row in rows:
        texts = row["title"], row["description"], row["address"]
        if lacks(set(row["words"]), *texts):
            await journal.put_words(session, row["id"], bigrams(*texts))
        await slices.rest()
    return rows


async def _callers(by: Mark, session: Session, after: UUID) -> Sequence[IdRow]:
    rows, slices = await session.all(queries.IDS, after=after, count=BATCH), Slices()
    ids = [row["id"] for row in rows]
    await session.run(callers.FORGET, case_ids=ids)  # first: who follows meanwhile is read below, or stays
    found: list[tuple[UUID, str]] = []
    for row in await session.all(queries.PHONES, case_ids=ids):
        found += [(row["id"], by.of(line)) for line in phones.lines(row["contact_phone"])]
        await slices.rest()
    await session.run(callers.REMEMBER, case_ids=[case for case, _ in found], marks=[mark for _, mark in found])
    return rows
