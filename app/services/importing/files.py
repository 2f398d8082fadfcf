"""CSV in and out: UTF-8 with or without a mark, known columns, each value parsed by its column.

What `write_csv` gives, `read_csv` takes: an export, and the one line that a request is, go through the same reader.
"""

import csv
import re
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from io import StringIO
from typing import Any

from app.services.importing.problems import Problems
from app.text import writing

Parse = Callable[[str], Any]
Files = Mapping[str, bytes]
"""An import by the names of its files; what is not there is not spoken of."""

_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._\-]{0,31}", re.ASCII)


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


def code(value: str) -> str:
    """A code: what an address can carry."""
    if not _CODE.fullmatch(value):
        raise ValueError(
            f"“{value[:40]}”不是编码：1 至 32 个字母、数字或 . _ -，以字母或数字开头|"
            f"{value[:40]!r} is no code: 1 to 32 letters, digits, '.', '_', '-', the first a letter or a digit"
        )
    return value


def text(length: int) -> Parse:
    """One line of text, of a length."""

    def parse(value: str) -> str:
        told = writing.line(value)
        if not told or len(told) > length or writing.has_breaks(value):
            raise ValueError(f"不可见字符或超过 {length} 字|unprintable or longer than {length} characters")
        return told

    return parse


def one_of(kind: type[StrEnum]) -> Parse:
    """A value of an enum."""

    def parse(value: str) -> StrEnum:
        try:
            return kind(value)
        except ValueError:
            known = ", ".join(kind)
            raise ValueError(f"“{value}”不在 {known} 之中|{value!r} is none of {known}") from None

    return parse


def day(value: str) -> date:
    """A date as 2026-11-24."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"“{value}”不是日期|{value!r} is not a date like 2026-11-24") from None


def count(value: str) -> int:
    """A whole number from 1 to 100,000."""
    if not (value.isascii() and value.isdigit() and 1 <= int(value[:9]) <= 100_000 and len(value) <= 6):
        raise ValueError(f"“{value}”不是 1 到 100000 的整数|{value!r} is no whole number from 1 to 100000")
    return int(value)


def yes_or_no(value: str) -> bool:
    """`true` or `false`."""
    if value not in ("true", "false"):
        raise ValueError(f"“{value}”应为 true 或 false|{value!r} must be true or false")
    return value == "true"


def read_csv(form: Form, files: Files, problems: Problems) -> Sheet:
    """The good lines of a file that may be absent; the bad ones go to `problems`."""
    name, columns = form.name, form.columns
    if name not in files:
        return Sheet(form, [])
    try:
        content = files[name].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = files[name][: error.start].count(b"\n") + 1
        problems.add(name, line, "不是 UTF-8 编码", "is not UTF-8")
        return Sheet(form, [])
    reader = csv.DictReader(StringIO(content, newline=""), restkey="", strict=True)
    header = set(reader.fieldnames or ())
    unknown = header - columns.keys()
    missing = {c for c, column in columns.items() if column.required} - header
    if unknown or missing:
        said = ", ".join(sorted(unknown | missing))
        problems.add(name, 1, f"列不符：{said}", f"unknown or missing columns: {said}")
        return Sheet(form, [])
    return Sheet(form, _lines(reader, form, problems), frozenset(columns.keys() - header))


def write_csv(
    form: Form, rows: Iterable[Mapping[str, Any]], *, without: AbstractSet[str] = frozenset(), headed: bool = True
) -> bytes:
    """A file of this form, without some of its columns; a further part of one when it is not `headed`."""
    header = [column for column in form.columns if column not in without]
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    if headed:
        writer.writerow(header)
    writer.writerows([_shown(row[column]) for column in header] for row in rows)
    return out.getvalue().encode(errors="surrogatepass")


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _lines(reader: "csv.DictReader[str]", form: Form, problems: Problems) -> list[Line]:
    name = form.name
    lines: list[Line] = []
    seen: dict[tuple[Any, ...], int] = {}
    try:
        for row in reader:
            values = values_of(row, form, reader.line_num, problems)
            if values is None:
                continue
            identity = tuple(values[part] for part in form.key)
            if identity in seen:
                first = seen[identity]
                problems.add(name, reader.line_num, f"与第 {first} 行重复", f"the same as line {first}")
                continue
            seen[identity] = reader.line_num
            lines.append(Line(reader.line_num, values))
    except csv.Error as error:
        problems.add(name, reader.line_num, f"不是合法的 CSV：{error}", f"is not CSV: {error}")
    return lines


def values_of(row: Mapping[str, Any], form: Form, number: int, problems: Problems) -> dict[str, Any] | None:
    """The values of a row that a reader with `restkey=""` gives; None when one is bad, which goes to `problems`."""
    name = form.name
    if row.get(""):
        problems.add(name, number, "列数过多", "more values than columns")
        return None
    values: dict[str, Any] = {}
    good = True
    for column_name, column in form.columns.items():
        raw = (row.get(column_name) or "").strip()
        if not raw:
            values[column_name] = column.default
            if column.required:
                problems.add(name, number, f"缺少 {column_name}", f"{column_name} is missing", column_name)
                good = False
            continue
        try:
            values[column_name] = column.parse(raw)
        except ValueError as error:
            zh, _, en = str(error).partition("|")
            problems.add(name, number, f"{column_name}：{zh}", f"{column_name}: {en}", column_name)
            good = False
    return values if good else None
