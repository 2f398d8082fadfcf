"""`yikou import cases`: closed and open cases of an older system, in bulk, with the times they really had."""

import csv
import hashlib
import lzma
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TextIO
from uuid import UUID, uuid5

from app import clock
from app.db.session import Session
from app.geo.locator import Locator
from app.likeness.words import bigrams
from app.queries import changes, reference
from app.queries import importing as queries
from app.services.importing.loading import Count
from app.services.importing.problems import ImportRefused, Problems
from app.services.intake.locating import CACHE
from app.workflow.ladder import MOST_RUNGS
from app.workflow.limits import WARN_AT_PERCENT

COLUMNS = ("external_id", "opened_at", "due_at", "closed_at", "description", "address", "lat", "lon", "area_code",
           "category_code", "department_code", "channel", "result")  # fmt: skip
_SPACE = UUID("5b0f1f6a-7b1c-4a55-9d2e-0f6d0a3c9b44")  # a case of history is the same when its external id is
_BATCH = 10_000


async def import_cases(session: Session, path: Path) -> Count:
    """Imports history on the owner's connection; cases that are there already stay as they are.

    Times are RFC 3339 with an offset; an empty `closed_at` is an open case in handling, an empty `due_at` no deadline.

    Raises:
        ImportRefused: with every bad line; then nothing was written.
    """
    problems = Problems()
    areas = {row["code"]: row["path"] for row in await session.all(queries.AREA_PATHS)}
    known = _Known(
        areas,
        {row["code"] for row in await session.all(queries.DEPARTMENT_CODES)},
        {row["code"] for row in await session.all(queries.CATEGORY_CODES)},
        await CACHE.get(session),
        problems,
        path.name,
        await session.value(reference.VERSION, name="calendar") or 0,
    )
    connection = session.connection
    await connection.execute("CREATE TEMPORARY TABLE incoming_cases (LIKE cases INCLUDING DEFAULTS) ON COMMIT DROP")
    total = 0
    for batch in _batches(_rows(path, known)):
        total += len(batch)
        await connection.copy_records_to_table(
            "incoming_cases", records=(tuple(row.values()) for row in batch), columns=list(batch[0])
        )
    if problems.found:
        raise ImportRefused(problems.found)
    created = await session.value(queries.ADD_HISTORY, now=known.now)
    if created:
        await session.run(changes.RAISE_EPOCH)  # history has no place in the stream: phones start again
    await connection.execute("DROP TABLE incoming_cases")
    return Count(created=created, unchanged=total - created)


class _Known:
    """What a line may refer to, and where complaints go."""

    def __init__(
        self,
        areas: dict[str, str],
        departments: set[str],
        categories: set[str],
        locator: Locator,
        problems: Problems,
        file: str,
        calendar_version: int,
    ) -> None:
        self.areas, self.departments, self.categories = areas, departments, categories
        self.locator, self.problems, self.file = locator, problems, file
        self.calendar_version = calendar_version  # nothing of it is to be reckoned anew until that changes
        self.now = clock.now()
        self.root = min(areas.values(), key=len, default="")


def _open(path: Path) -> TextIO:
    if path.suffix == ".xz":
        return lzma.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


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
    with _open(path) as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            known.problems.add(path.name, 1, f"列应为 {','.join(COLUMNS)}", f"the columns must be {','.join(COLUMNS)}")
            return
        for line in reader:
            try:
                yield _case(line, known)
            except (ValueError, TypeError) as error:
                zh, _, en = str(error).partition("|")
                known.problems.add(path.name, reader.line_num, zh, en or zh)


def _case(line: dict[str, str], known: _Known) -> dict[str, Any]:
    opened = _moment(line["opened_at"])
    if opened is None:
        raise ValueError("缺少 opened_at|opened_at is missing")
    due, closed = _moment(line["due_at"]), _moment(line["closed_at"])
    lat, lon = _degrees(line["lat"], 90), _degrees(line["lon"], 180)
    area_code, area_path = _area(line["area_code"], lat, lon, known)
    description = line["description"][:4000] or "—"
    return {
        "id": uuid5(_SPACE, line["external_id"]),
        "status": "closed" if closed else "handling",
        "channel": line["channel"] or "integration",
        "external_id": line["external_id"][:100],
        "body_hash": hashlib.sha256(line["external_id"].encode()).hexdigest(),
        "description": description,
        "words": bigrams(description, line["address"]),
        "address": line["address"][:300] or None,
        "lat": lat,
        "lon": lon,
        "area_code": area_code,
        "area_path": area_path,
        "category_code": _code(line["category_code"], known.categories, "category"),
        "lead_department_code": _code(line["department_code"], known.departments, "department"),
        "deadline_at": due,
        "due_at": None if closed else due,
        "stage_due_at": None if closed else due,
        "clock_started_at": opened if due else None,
        "calendar_version": known.calendar_version,
        **_announced(opened, due, known.now),
        "reported_at": opened,
        "filed_at": opened,
        "dispatched_at": opened,
        "signed_at": opened,
        "resolved_at": closed,
        "closed_at": closed,
        "status_since": closed or opened,
        "result": line["result"][:2000] or None,
        "reply": (line["result"][:2000] or None) if closed else None,
    }


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


def _moment(value: str) -> datetime | None:
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise ValueError(f"“{value}”不是时间|{value!r} is not a time") from None
    if moment.tzinfo is None or not timedelta(0) <= moment - datetime(1990, 1, 1, tzinfo=moment.tzinfo):
        raise ValueError(f"“{value}”缺少时区或早于 1990 年|{value!r} has no offset or lies before 1990")
    return moment


def _degrees(value: str, most: int) -> float | None:
    if not value:
        return None
    degrees = float(value)
    if not -most <= degrees <= most:
        raise ValueError(f"坐标 {value} 超出范围|coordinate {value} is out of range")
    return degrees


def _code(value: str, known: set[str], kind: str) -> str | None:
    if value and value not in known:
        raise ValueError(f"没有 {value}|unknown {kind} {value}")
    return value or None


def _area(code: str, lat: float | None, lon: float | None, known: _Known) -> tuple[str | None, str]:
    if code:
        if code not in known.areas:
            raise ValueError(f"没有区划 {code}|unknown area {code}")
        return code, known.areas[code]
    found = known.locator.locate(lat, lon) if lat is not None and lon is not None else None
    return (found.code, found.path) if found else (None, known.root)
