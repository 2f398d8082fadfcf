"""`yikou export DIR` and `GET /export`: the organisation as the files an import takes; the same data, the same bytes.

Passwords and cases are never in it. Phones 电话 are personal data and only there when asked for; without them the
column is left out, so that an import of the export keeps the phones that are stored.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from io import BytesIO
from itertools import islice
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import orjson

from app.concurrency.slices import Slices
from app.db.session import Row, Session
from app.db.statement import Statement
from app.queries.importing import exporting as queries
from app.queries.importing import loading
from app.queries.organisation import terms as term_queries
from app.queries.routing import book as routing
from app.services.calendar.changing import begin
from app.services.calendar.snapshot import NATIONAL, Snapshot
from app.services.importing import (
    areas,
    calendar,
    categories,
    departments,
    escalation,
    repeats,
    responsibilities,
    routing_rules,
    shapes,
    terms,
    users,
)
from app.services.importing.collection import Collection
from app.services.importing.files import Cells, write_csv
from app.services.importing.problems import file_of
from app.services.repeating.rules import as_row, known
from app.workflow.limits import Limit
from app.workflow.timing.working_days import time_of

CONTENTS = "contents.json"
_AT_ONCE = 100  # lines
_TABLES: tuple[tuple[Collection[object], Statement[Cells]], ...] = (
    (areas.AREAS, queries.AREAS),
    (departments.DEPARTMENTS, queries.DEPARTMENTS),
    (departments.NAMES, queries.DEPARTMENT_NAMES),
    (departments.ALIASES, queries.DEPARTMENT_ALIASES),
    (departments.JURISDICTIONS, queries.JURISDICTIONS),
    (categories.STANDARDS, queries.STANDARDS),
    (categories.CATEGORIES, queries.CATEGORIES),
    (categories.CROSSWALK, queries.CROSSWALK),
    (categories.RULES, queries.RULES),
    (terms.TERMS, term_queries.ALL),
    (users.USERS, queries.USERS),
    (users.APPOINTMENTS, queries.APPOINTMENTS),
)
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say: the same data, the same bytes


async def export(session: Session, *, with_phones: bool) -> dict[str, bytes]:
    """Every file by its name, and in `contents.json` what they hold; as of one moment."""
    await session.run(loading.LOCK)
    snapshot = await begin(session)
    tables: list[tuple[Collection[object], Iterable[Cells]]] = [
        *[(collection, await session.all(statement)) for collection, statement in _TABLES],
        (calendar.CALENDAR_DAYS, _days(snapshot)),
        (calendar.WORKING_WINDOWS, _windows(snapshot)),
        (escalation.ESCALATION_RUNGS, _rungs(snapshot)),
        (escalation.SUPERVISION_REPLIES, _replies(snapshot)),
        (responsibilities.RESPONSIBILITIES, map(_told, await session.all(routing.RESPONSIBILITIES))),
        (routing_rules.ROUTING_RULES, map(_told, await session.all(routing.ROUTING_RULES))),
        (repeats.REPEAT_RULES, await _repeats(session)),
    ]
    boundaries = await session.all(queries.BOUNDARIES)
    hidden = {} if with_phones else {users.USERS.name: frozenset({"phone"})}
    slices = Slices()
    drawn = file_of(shapes.BOUNDARIES)
    files, counted = {drawn: await _geojson(boundaries, slices)}, {drawn: len(boundaries)}
    for collection, rows in tables:
        name, without = file_of(collection.name), hidden.get(collection.name, frozenset())
        files[name], counted[name] = await _csv(collection, rows, without, slices)
    return files | {CONTENTS: _contents(counted, with_phones)}


def write(files: Mapping[str, bytes], directory: Path, *, private: bool) -> None:
    """Writes them over those of an earlier export; what is `private` is for the eyes of its owner alone."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, content in files.items():
        path = directory / name
        if private:
            path.touch(mode=0o600)
            path.chmod(0o600)
        path.write_bytes(content)


async def _csv(
    collection: Collection[object], rows: Iterable[Cells], without: AbstractSet[str], slices: Slices
) -> tuple[bytes, int]:
    """A file and how many lines it has, a part after the other."""
    parts, count, left = [write_csv(collection, (), without=without)], 0, iter(rows)
    while part := list(islice(left, _AT_ONCE)):
        parts.append(write_csv(collection, part, without=without, headed=False))
        count += len(part)
        await slices.rest()
    return b"".join(parts), count


async def _geojson(boundaries: list[Row], slices: Slices) -> bytes:
    """One feature a line, in WGS-84."""
    features = []
    for row in boundaries:
        geometry = orjson.Fragment(row["boundary"])
        features.append(orjson.dumps({"type": "Feature", "properties": {"code": row["code"]}, "geometry": geometry}))
        await slices.rest()
    head = b'{"type":"FeatureCollection","datum":"wgs84","features":[\n'
    return head + b",\n".join(features) + b"\n]}\n"


def _told(row: Mapping[str, object]) -> Mapping[str, object]:
    """A row of the matrix, or a rule: times as people write them, and `|` between several values."""
    told = dict(row.items())
    for name in ("starts", "ends"):
        minute = told[name]
        told[name] = time_of(minute) if isinstance(minute, int) else None
    return {name: "|".join(map(str, value)) if isinstance(value, list) else value for name, value in told.items()}


async def _repeats(session: Session) -> Iterable[Mapping[str, object]]:
    return [{**as_row(rule), "area_code": _code_of(rule.scope_path)} for rule in await known(session)]


def _days(snapshot: Snapshot) -> Iterable[Mapping[str, object]]:
    """Local days, and the national ones of the years that are published: the others are guessed anew anywhere."""
    return (
        {
            "area_code": _code_of(scope),
            "day": day,
            "kind": special.kind,
            "name": special.name,
            "windows": " ".join(f"{time_of(start)}-{time_of(end)}" for start, end in special.windows),
        }
        for scope, days in sorted(snapshot.days.items())
        for day, special in sorted(days.items())
        if scope != NATIONAL or day.year in snapshot.published
    )


def _windows(snapshot: Snapshot) -> list[Mapping[str, object]]:
    return [
        {
            "area_code": _code_of(scope),
            "valid_from": since,
            "weekday": weekday,
            "starts": time_of(start),
            "ends": time_of(end),
        }
        for scope, weeks in sorted(snapshot.weeks.items())
        for since, week in weeks
        for weekday, windows in sorted(week.items())
        for start, end in windows
    ]


def _rungs(snapshot: Snapshot) -> list[Mapping[str, object]]:
    return [
        {"area_code": _code_of(scope), "rung": number, **_limit(rung.after), "audience": rung.audience}
        for scope, said in sorted(snapshot.escalations.items())
        for number, rung in enumerate(said.rungs, start=1)
    ]


def _replies(snapshot: Snapshot) -> list[Mapping[str, object]]:
    return [
        {"area_code": _code_of(scope), "level": level, **_limit(limit)}
        for scope, said in sorted(snapshot.escalations.items())
        for level, limit in sorted(said.replies.items())
    ]


def _limit(limit: Limit) -> dict[str, object]:
    return {"limit_amount": limit.amount, "limit_unit": limit.unit}


def _code_of(scope: str) -> str | None:
    return scope.rstrip("/").rpartition("/")[2] or None


def _contents(counted: Mapping[str, int], with_phones: bool) -> bytes:
    told = {
        "holds": "the organisation: areas, departments, categories, filing rules, users, posts, calendar, escalation, "
        "responsibilities, routing rules",
        "holds_zh": "组织数据：区划、部门、类别、立案条件、人员与任职、工作日历、超期升级、权责清单、派遣规则",
        "personal_data": ["names", "phones"] if with_phones else ["names"],
        "never_holds": ["passwords", "cases"],
        "rows": dict(sorted(counted.items())),
    }
    return orjson.dumps(told, option=orjson.OPT_INDENT_2) + b"\n"


def packed(files: Mapping[str, bytes]) -> bytes:
    """The files as one zip."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o600 << 16
            archive.writestr(entry, content)
    return out.getvalue()
