"""What an import changes, by two exports of the organisation: rows by their keys, with the line that tells of each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from io import StringIO

import orjson

from app.services.importing.collection import Collection, Told
from app.services.importing.directory import COLLECTIONS, Files
from app.services.importing.problems import file_of
from app.services.importing.rows import rows, unescaped
from app.services.importing.shapes import BOUNDARIES

MOST_SHOWN = 200  # rows of a file
_HIDDEN = frozenset({"phone"})  # personal: that it changes is said, from what to what is not

Key = tuple[str, ...]
Rows = Mapping[Key, Mapping[str, str]]


class Became(StrEnum):
    """What became of a row."""

    CREATED = "created"
    CHANGED = "changed"
    RETIRED = "retired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Column:
    """One value that changes; None where it is empty, or nobody's to see."""

    column: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One row that changes; `line` tells of it, where one does."""

    key: str
    line: int | None
    became: Became
    columns: list[Column]


@dataclass(slots=True)
class FileChanges:
    """What one file changes: all counted, the first told."""

    file: str
    lines: int
    counts: dict[Became, int] = field(default_factory=lambda: dict.fromkeys(Became, 0))
    changes: list[Change] = field(default_factory=list)

    def add(self, change: Change) -> None:
        """One more."""
        self.counts[change.became] += 1
        if len(self.changes) < MOST_SHOWN:
            self.changes.append(change)


def differences(before: Files, after: Files, told: Told) -> list[FileChanges]:
    """What differs, of each file that tells something and of each that changes."""
    found = [_of_boundaries(before, after, told), *(_of(each, before, after, told) for each in COLLECTIONS)]
    return [each for each in found if each.lines or any(each.counts.values())]


def _of(collection: Collection[object], before: Files, after: Files, told: Told) -> FileChanges:
    name, records = file_of(collection.name), told.of(collection).all
    lines = {_key(collection.key_of(record.values)): record.index for record in records}
    return _compared(FileChanges(name, len(records)), _rows(collection, before), _rows(collection, after), lines)


def _key(of: object) -> Key:
    return tuple("" if part is None else str(part) for part in (of if isinstance(of, tuple) else (of,)))


def _rows(collection: Collection[object], files: Files) -> Rows:
    """The rows of an export by their keys: whatever it holds, it holds as text."""
    found = rows(StringIO(files[file_of(collection.name)].decode("utf-8-sig", "surrogateescape"), newline=""))
    _, header = next(found)
    cells = (dict(zip(header, map(unescaped, values), strict=False)) for _, values in found)
    return {tuple(row[name] for name in collection.key): row for row in cells}


def _of_boundaries(before: Files, after: Files, told: Told) -> FileChanges:
    lines: dict[Key, int] = {(boundary.code,): boundary.index for boundary in told.boundaries}
    return _compared(FileChanges(file_of(BOUNDARIES), len(told.boundaries)), _drawn(before), _drawn(after), lines)


def _drawn(files: Files) -> Rows:
    """One feature a line: what differs there is all that anybody asks."""
    features = (line.rstrip(b",") for line in files[file_of(BOUNDARIES)].split(b"\n")[1:] if line.startswith(b'{"type'))
    return {(orjson.loads(line)["properties"]["code"],): {"geometry": line.decode()} for line in features}


def _compared(found: FileChanges, before: Rows, after: Rows, lines: Mapping[Key, int]) -> FileChanges:
    for key, row in after.items():
        was = before.get(key)
        if row != was:
            columns = list(_columns(was or {}, row))
            became = Became.CREATED if was is None else Became.RETIRED if _retires(columns) else Became.CHANGED
            found.add(Change(_shown(key), lines.get(key), became, [] if was is None else columns))
    for key in before.keys() - after.keys():
        found.add(Change(_shown(key), lines.get(key), Became.WITHDRAWN, []))
    return found


def _columns(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Column]:
    for name, value in after.items():
        was = before.get(name, "")
        if was != value:
            hidden = name in _HIDDEN or name == "geometry"
            yield Column(name, None if hidden else was or None, None if hidden else value or None)


def _retires(columns: list[Column]) -> bool:
    """Whether one of them takes the row out of use."""
    return any(
        (each.column == "is_active" and each.after == "false") or (each.column == "retired_on" and each.after)
        for each in columns
    )


def _shown(key: Key) -> str:
    return " · ".join(part for part in key if part)
