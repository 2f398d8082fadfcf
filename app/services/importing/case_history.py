"""`yikou import cases`: closed and open cases of an older system, in bulk, with the times they really had."""

import lzma
from collections.abc import Iterator
from datetime import timedelta, tzinfo
from io import TextIOWrapper
from pathlib import Path
from typing import IO

from app import clock
from app.db.session import Session
from app.models.term import TermKind
from app.queries import reference
from app.queries.importing import loading as queries
from app.queries.organisation import terms as term_queries
from app.queries.sync import changes
from app.services.cases import journal
from app.services.importing.case_lines import CaseValues, cases
from app.services.importing.collection import Collection
from app.services.importing.files import read_lines
from app.services.importing.incoming import IncomingCase, Known, incoming
from app.services.importing.loading import Count
from app.services.importing.problems import ImportRefused, Problems
from app.services.importing.rows import recognise
from app.services.importing.units import Units
from app.services.organisation.locating import LocatorCache

_BATCH = 10_000
_INCOMING = (
    "CREATE TEMPORARY TABLE incoming_cases"
    " (LIKE cases INCLUDING DEFAULTS, rating_solved boolean, rating_words text) ON COMMIT DROP"
)
_TWO_CLOCKS = timedelta(minutes=5)  # by which the machine that closes may be behind the one that opens


async def import_cases(session: Session, path: Path, zone: tzinfo | None = None) -> Count:
    """Imports history on the owner's connection; cases that are there already stay as they are.

    A time without an offset is one of `zone`, or refused. An empty `closed_at` is an open case in handling, an empty
    `due_at` no deadline.

    Raises:
        ImportRefused: with every bad line; then nothing was written.
    """
    problems = Problems()
    areas = {row["code"]: row["path"] for row in await session.all(queries.AREA_PATHS)}
    known = Known(
        areas,
        await session.memory.of(LocatorCache).get(session),
        await session.value(reference.VERSION, name="calendar") or 0,
        clock.now(),
        min(areas.values(), key=len, default=""),
    )
    categories = {row["code"] for row in await session.all(queries.CATEGORY_CODES)}
    collection = cases(await _units(session), categories, await _terms(session), zone)
    connection = session.connection
    await connection.execute(_INCOMING)
    total = 0
    for batch in _batches(_rows(path, collection, problems, known)):
        total += len(batch)
        await connection.copy_records_to_table("incoming_cases", records=batch, columns=IncomingCase._fields)
    if problems.found:
        raise ImportRefused(problems.found, lambda _: path.name)
    created = await journal.load_history(session, known.now)
    if created:
        await session.run(changes.RAISE_EPOCH)  # history has no place in the stream: phones start again
    await connection.execute("DROP TABLE incoming_cases")
    return Count(created=created, unchanged=total - created)


async def _units(session: Session) -> Units:
    codes = [row["code"] for row in await session.all(queries.DEPARTMENT_CODES)]
    return Units(codes, [(row["code"], row["name"]) for row in await session.all(queries.UNITS_CALLED)])


async def _terms(session: Session) -> dict[TermKind, set[str]]:
    found: dict[TermKind, set[str]] = {kind: set() for kind in TermKind}
    for row in await session.all(term_queries.ALL):
        found[TermKind(row["kind"])].add(row["code"])
    return found


def _open(path: Path) -> IO[bytes]:
    return lzma.open(path) if path.suffix == ".xz" else path.open("rb")


def _batches(rows: Iterator[IncomingCase]) -> Iterator[list[IncomingCase]]:
    batch: list[IncomingCase] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _rows(path: Path, collection: Collection[CaseValues], problems: Problems, known: Known) -> Iterator[IncomingCase]:
    """The cases of the good lines."""
    with _open(path) as file:
        other = recognise(file.read(8))
        if other is not None:
            problems.unreadable(collection.name, 1, *other)
            return
        file.seek(0)
        text = TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
        _, lines = read_lines(collection, text, problems)
        for line in lines:
            wrong, code = _wrong(line.values, known), line.values.area_code
            if code is not None and code not in known.areas:
                problems.unknown("areas", code, collection.name, line.index, "area_code")
            elif wrong is None:
                yield incoming(line.values, known)
            else:
                problems.add(collection.name, line.index, *wrong)


def _wrong(line: CaseValues, known: Known) -> tuple[str, str] | None:
    """Why the values of a line do not go together."""
    opened, closed, due = line.opened_at, line.closed_at, line.due_at
    if opened.at > known.now or (closed is not None and closed.at > known.now):
        return "上报或结案时间在将来", "opened_at or closed_at lies in the future"
    if due is not None and due.end < opened.at:
        return "时限早于上报", "due_at lies before opened_at"
    if closed is not None and closed.end < opened.at - _TWO_CLOCKS:
        return "结案早于上报", "closed_at lies before opened_at"
    if line.rating is not None and closed is None:
        return "未结案的案卷不能有评分", "a case that is open has no rating"
    if line.rating is None and (line.rating_solved is not None or line.rating_words is not None):
        return "评价须有评分", "rating_solved and rating_words go with a rating"
    if (line.lat is None) != (line.lon is None):
        return "经纬度须同时填写", "lat and lon go together"
    return None
