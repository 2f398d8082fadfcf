"""`yikou import cases`: closed and open cases of an older system, in bulk, with the times they really had."""

import hashlib
import lzma
from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any
from uuid import UUID, uuid5

from app import clock
from app.db.session import Session
from app.geo.locator import Locator
from app.geo.points import is_place
from app.likeness.words import bigrams
from app.models.term import TermKind
from app.queries import reference
from app.queries.importing import loading as queries
from app.queries.organisation import terms as term_queries
from app.queries.sync import changes
from app.services.cases import journal
from app.services.importing.case_lines import cases
from app.services.importing.collection import Collection
from app.services.importing.files import read_lines
from app.services.importing.loading import Count
from app.services.importing.problems import ImportRefused, Problems
from app.services.importing.rows import recognise
from app.services.importing.units import Units
from app.services.organisation.locating import LocatorCache
from app.workflow.limits import RATING_WINDOW, WARN_AT_PERCENT
from app.workflow.states import OPEN, Status
from app.workflow.timing.ladder import MOST_RUNGS

_SPACE = UUID("5b0f1f6a-7b1c-4a55-9d2e-0f6d0a3c9b44")  # a case of history is the same when its external id is
_BATCH = 10_000
_MOMENTS = {"opened_at": "reported_at", "due_at": "due_at", "closed_at": "closed_at"}
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
    known = _Known(
        {row["code"]: row["path"] for row in await session.all(queries.AREA_PATHS)},
        await session.memory.of(LocatorCache).get(session),
        cases(
            await _units(session),
            {row["code"] for row in await session.all(queries.CATEGORY_CODES)},
            await _terms(session),
            zone,
        ),
        problems,
        await session.value(reference.VERSION, name="calendar") or 0,
    )
    connection = session.connection
    await connection.execute(_INCOMING)
    total = 0
    for batch in _batches(_rows(path, known)):
        total += len(batch)
        await connection.copy_records_to_table(
            "incoming_cases", records=(tuple(row.values()) for row in batch), columns=list(batch[0])
        )
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


class _Known:
    """What a line may refer to, and where complaints go."""

    def __init__(
        self, areas: dict[str, str], locator: Locator, collection: Collection, problems: Problems, calendar_version: int
    ) -> None:
        self.areas, self.locator, self.collection, self.problems = areas, locator, collection, problems
        self.calendar_version = calendar_version  # nothing of it is to be computed anew until that changes
        self.now = clock.now()
        self.root = min(areas.values(), key=len, default="")


def _open(path: Path) -> IO[bytes]:
    return lzma.open(path) if path.suffix == ".xz" else path.open("rb")


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _rows(path: Path, known: _Known) -> Iterator[dict[str, Any]]:
    """The cases of the good lines."""
    with _open(path) as file:
        other = recognise(file.read(8))
        if other is not None:
            known.problems.unreadable(known.collection.name, 1, *other)
            return
        file.seek(0)
        text = TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
        _, lines = read_lines(known.collection, text, known.problems)
        for line in lines:
            wrong, code = _wrong(line.values, known), line.values["area_code"]
            if code is not None and code not in known.areas:
                known.problems.unknown("areas", code, known.collection.name, line.index, "area_code")
            elif wrong is None:
                yield _case(line.values, known)
            else:
                known.problems.add(known.collection.name, line.index, *wrong)


def _wrong(line: dict[str, Any], known: _Known) -> tuple[str, str] | None:
    """Why the values of a line do not go together."""
    opened, closed, due = line["opened_at"], line["closed_at"], line["due_at"]
    if opened.at > known.now or (closed is not None and closed.at > known.now):
        return "上报或结案时间在将来", "opened_at or closed_at lies in the future"
    if due is not None and due.end < opened.at:
        return "时限早于上报", "due_at lies before opened_at"
    if closed is not None and closed.end < opened.at - _TWO_CLOCKS:
        return "结案早于上报", "closed_at lies before opened_at"
    if line["rating"] is not None and closed is None:
        return "未结案的案卷不能有评分", "a case that is open has no rating"
    if line["rating"] is None and (line["rating_solved"] is not None or line["rating_words"] is not None):
        return "评价须有评分", "rating_solved and rating_words go with a rating"
    if (line["lat"] is None) != (line["lon"] is None):
        return "经纬度须同时填写", "lat and lon go together"
    return None


def _case(line: dict[str, Any], known: _Known) -> dict[str, Any]:
    opened, told = line["opened_at"].at, line["closed_at"]
    due = line["due_at"].end if line["due_at"] else None
    closed = None if told is None else max(told.at, opened)
    status, since = _standing(opened, closed, known.now, answered=line["rating"] is not None)
    lat, lon = _point(line)
    area_code, area_path = _area(line["area_code"], lat, lon, known)
    return {
        "id": uuid5(_SPACE, line["external_id"]),
        "status": status,
        "is_open": status in OPEN,
        "channel": line["channel"],
        "external_id": line["external_id"],
        "body_hash": hashlib.sha256(line["external_id"].encode()).hexdigest(),
        "title": line["title"],
        "description": line["description"],
        "nature_code": line["nature_code"],
        "source_code": line["source_code"],
        "words": bigrams(line["title"], line["description"], line["address"]),
        "address": line["address"],
        "lat": lat,
        "lon": lon,
        "area_code": area_code,
        "area_path": area_path,
        "category_code": line["category_code"],
        "lead_department_code": line["department_code"],
        "deadline_at": due,
        "due_at": None if closed else due,
        "stage_due_at": None if closed else due,
        "clock_started_at": opened if due else None,
        "calendar_version": known.calendar_version,
        **_announced(opened, due, known.now),
        "reported_at": opened,
        "closed_at": closed,
        "status_since": since,
        "stated_timeliness": line["timeliness"],
        "dates_only": [field for name, field in _MOMENTS.items() if line[name] is not None and line[name].is_day],
        "rating": line["rating"],
        "rating_solved": line["rating_solved"],
        "rating_words": line["rating_words"],
        "result": line["result"],
        "reply": line["result"] if closed else None,
    }


def _standing(opened: datetime, closed: datetime | None, now: datetime, *, answered: bool) -> tuple[Status, datetime]:
    """The status a case comes in with, and since when: rated, or past the rating window, it is in the archive."""
    if closed is None:
        return Status.HANDLING, opened
    if answered:
        return Status.ARCHIVED, closed
    archived = closed + RATING_WINDOW
    return (Status.ARCHIVED, archived) if archived <= now else (Status.CLOSED, closed)


def _announced(opened: datetime, due: datetime | None, now: datetime) -> dict[str, Any]:
    """When the warning is due, and that what has passed already is not announced again."""
    if due is None:
        return {"warn_at": None, "warned_for": None, "reminded_for": None, "ladder_step": 0}
    warn_at, past = opened + (due - opened) * WARN_AT_PERCENT / 100, due <= now
    return {
        "warn_at": warn_at,
        "warned_for": due if warn_at <= now else None,
        "reminded_for": due if past else None,
        "ladder_step": MOST_RUNGS if past else 0,  # of whatever ladder holds there, also later
    }


def _point(line: dict[str, Any]) -> tuple[float | None, float | None]:
    """The point of a line; 0,0 is none."""
    lat, lon = line["lat"], line["lon"]
    return (lat, lon) if lat is not None and lon is not None and is_place(lat, lon) else (None, None)


def _area(code: str | None, lat: float | None, lon: float | None, known: _Known) -> tuple[str | None, str]:
    if code is not None:
        return code, known.areas[code]
    found = known.locator.locate(lat, lon) if lat is not None and lon is not None else None
    return (found.code, found.path) if found else (None, known.root)
