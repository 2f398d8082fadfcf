"""The files of an import: known columns, each value parsed by its column.

What `write_csv` gives, `read_csv` takes: an export, and the one line that a request is, go through the same reader.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from io import StringIO
from typing import Any

from app.services.importing.problems import Problems, Unfit
from app.services.importing.rows import NotCsv, named, recognise, rows, unescaped, written, wrong_encoding
from app.services.importing.values import Parse

Files = Mapping[str, bytes]
"""An import by the names of its files; what is not there is not spoken of."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file; `values` has every column of its specification, None where empty."""

    number: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """How a column is read; an empty value of one that is not required is None."""

    parse: Parse
    required: bool = True
    default: Any = None


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a file: its name, its columns, and what a line is known by."""

    name: str
    columns: Mapping[str, Column]
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The good lines of a file, and the columns its header leaves out: an existing row keeps those."""

    form: Form
    lines: list[Line]
    absent: frozenset[str] = frozenset()

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The values of the lines."""
        return [line.values for line in self.lines]

    def told(self, *columns: str) -> set[str]:
        """Every value of some columns."""
        return {line.values[column] for line in self.lines for column in columns if line.values[column] is not None}


def read_csv(form: Form, files: Files, problems: Problems) -> Sheet:
    """The good lines of a file that may be absent; the bad ones go to `problems`."""
    if form.name not in files:
        return Sheet(form, [])
    content = files[form.name]
    other = recognise(content[:8])
    if other is not None:
        problems.unreadable(form.name, 1, *other)
        return Sheet(form, [])
    columns, lines = read_lines(form, StringIO(content.decode("utf-8-sig", "surrogateescape"), newline=""), problems)
    return Sheet(form, list(lines), frozenset(form.columns.keys() - set(columns)))


def read_lines(form: Form, file: Iterable[str], problems: Problems) -> tuple[Sequence[str], Iterator[Line]]:
    """The columns that a file has, none when it cannot be read; and its good lines, one for each key.

    The text is as decoded with `surrogateescape`: a byte that is no UTF-8 is refused where it stands.
    """
    found = _rows(form, file, problems)
    number, header = next(found, (1, []))
    if problems.is_unread(form.name):
        return (), iter(())
    required = [name for name, column in form.columns.items() if column.required]
    columns, wrong = named(header, form.columns.keys(), required)
    wrong = wrong_encoding("".join(header)) or wrong
    if wrong is not None:
        problems.unreadable(form.name, number, *wrong)
        return (), iter(())
    return columns, _lines(form, columns, found, problems)


def _rows(form: Form, file: Iterable[str], problems: Problems) -> Iterator[tuple[int, list[str]]]:
    try:
        yield from rows(file)
    except NotCsv as error:
        problems.unreadable(form.name, error.line, error.zh, error.en)


def _lines(
    form: Form, columns: Sequence[str], found: Iterable[tuple[int, list[str]]], problems: Problems
) -> Iterator[Line]:
    seen: dict[tuple[Any, ...], int] = {}
    for number, cells in found:
        told = dict(zip(columns, map(unescaped, cells), strict=False))
        values = None if _is_wrong(form, columns, number, cells, problems) else values_of(told, form, number, problems)
        if values is None:
            problems.spoil(form.name, told.get(form.key[0], ""))
            continue
        first = seen.setdefault(tuple(values[part] for part in form.key), number)
        if first != number:
            problems.add(form.name, number, f"与第 {first} 行重复", f"the same as line {first}", cause="twice")
            continue
        yield Line(number, values)


def _is_wrong(form: Form, columns: Sequence[str], number: int, cells: list[str], problems: Problems) -> bool:
    """Whether a row is none of the table: of another encoding, or with values that belong to no column."""
    garbled = wrong_encoding("".join(cells))
    if garbled is not None:
        problems.garbled(form.name, number, *garbled)
    elif any(cells[len(columns) :]) or any(cell for name, cell in zip(columns, cells, strict=False) if not name):
        problems.add(form.name, number, "列数过多", "more values than columns")
    else:
        return False
    return True


def write_csv(
    form: Form, rows: Iterable[Mapping[str, Any]], *, without: AbstractSet[str] = frozenset(), headed: bool = True
) -> bytes:
    """A file of this form, without some of its columns; a further part of one when it is not `headed`."""
    header = [column for column in form.columns if column not in without]
    lines = [written(header)] if headed else []
    lines += (written(_shown(row[column]) for column in header) for row in rows)
    return "".join(lines).encode(errors="surrogatepass")


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def values_of(row: Mapping[str, str], form: Form, number: int, problems: Problems) -> dict[str, Any] | None:
    """The values of a row; None when one is bad, which goes to `problems`."""
    values: dict[str, Any] = {}
    good = True
    for name, column in form.columns.items():
        raw = row.get(name, "")
        if not raw:
            values[name] = column.default
            if column.required:
                problems.add(form.name, number, f"缺少 {name}", f"{name} is missing", name)
                good = False
            continue
        try:
            values[name] = column.parse(raw)
        except ValueError as error:
            problems.unfit(form.name, number, name, raw, error if isinstance(error, Unfit) else _unfit(error))
            good = False
    return values if good else None


def _unfit(error: ValueError) -> Unfit:
    zh, _, en = str(error).partition("|")
    return Unfit(zh, en)
