"""The reader of CSV: lines become records of collections. What `write_csv` gives, as in an export, `read_csv` takes."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from io import StringIO
from typing import Protocol, TypeVar

from app.services.importing.collection import Collection, Reading, Record, Records
from app.services.importing.problems import Problems
from app.services.importing.rows import NotCsv, named, recognise, rows, unescaped, written, wrong_encoding

T = TypeVar("T")


class Cells(Protocol):
    """Values by their columns: a mapping, or a row of the database."""

    def __getitem__(self, column: str, /) -> object:
        """The value of a column."""


def read_csv(collection: Collection[T], content: bytes, problems: Problems) -> Records[T]:
    """The good lines of a file; the bad ones go to `problems`."""
    other = recognise(content[:8])
    if other is not None:
        problems.unreadable(collection.name, 1, *other)
        return Records(collection, [])
    columns, lines = read_lines(
        collection, StringIO(content.decode("utf-8-sig", "surrogateescape"), newline=""), problems
    )
    return Records(collection, list(lines), frozenset(collection.fields.keys() - set(columns)))


def read_lines(
    collection: Collection[T], file: Iterable[str], problems: Problems
) -> tuple[Sequence[str], Iterator[Record[T]]]:
    """The columns that a file has, none when it cannot be read; and its good lines, one for each key.

    The text is as decoded with `surrogateescape`: a byte that is no UTF-8 is refused where it stands.
    """
    found = _rows(collection, file, problems)
    number, header = next(found, (1, []))
    if problems.is_unread(collection.name):
        return (), iter(())
    required = [name for name, field in collection.fields.items() if field.required]
    columns, wrong = named(header, collection.fields.keys(), required)
    wrong = wrong_encoding("".join(header)) or wrong
    if wrong is not None:
        problems.unreadable(collection.name, number, *wrong)
        return (), iter(())
    return columns, _lines(collection, columns, found, problems)


def _rows(collection: Collection[object], file: Iterable[str], problems: Problems) -> Iterator[tuple[int, list[str]]]:
    try:
        yield from rows(file)
    except NotCsv as error:
        problems.unreadable(collection.name, error.line, error.zh, error.en)


def _lines(
    collection: Collection[T], columns: Sequence[str], found: Iterable[tuple[int, list[str]]], problems: Problems
) -> Iterator[Record[T]]:
    reading = Reading(collection, problems, lambda line: (f"第 {line} 行", f"line {line}"))
    for number, cells in found:
        told = dict(zip(columns, map(unescaped, cells), strict=False))
        if _is_wrong(collection, columns, number, cells, problems):
            reading.spoil(told)
            continue
        record = reading.record(number, told)
        if record is not None:
            yield record


def _is_wrong(
    collection: Collection[object], columns: Sequence[str], number: int, cells: list[str], problems: Problems
) -> bool:
    """Whether a row is none of the table: of another encoding, or with values that belong to no column."""
    garbled = wrong_encoding("".join(cells))
    if garbled is not None:
        problems.garbled(collection.name, number, *garbled)
    elif any(cells[len(columns) :]) or ("" in columns and any(_nameless(columns, cells))):
        problems.add(collection.name, number, "列数过多", "more values than columns")
    else:
        return False
    return True


def _nameless(columns: Sequence[str], cells: list[str]) -> Iterator[str]:
    return (cell for name, cell in zip(columns, cells, strict=False) if not name)


def write_csv(
    collection: Collection[object],
    rows: Iterable[Cells],
    *,
    without: AbstractSet[str] = frozenset(),
    headed: bool = True,
) -> bytes:
    """A file of this collection, without some of its columns; a further part of one when it is not `headed`."""
    header = [column for column in collection.fields if column not in without]
    lines = [written(header)] if headed else []
    lines += (written(_shown(row[column]) for column in header) for row in rows)
    return "".join(lines).encode(errors="surrogatepass")


def _shown(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
