"""Reading CSV: UTF-8 with or without a mark, known columns, each value parsed by its column."""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.services.importing.problems import Problems

Parse = Callable[[str], Any]


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


def text(length: int) -> Parse:
    """Text of a length."""

    def parse(value: str) -> str:
        if len(value) > length or not value.isprintable():
            raise ValueError(f"不可见字符或超过 {length} 字|unprintable or longer than {length} characters")
        return value

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


def read_csv(
    directory: Path, name: str, columns: Mapping[str, Column], key: tuple[str, ...], problems: Problems
) -> list[Line]:
    """The good lines of a file that may be absent; the bad ones go to `problems`."""
    path = directory / name
    if not path.exists():
        return []
    try:
        content = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        problems.add(name, line, "不是 UTF-8 编码", "is not UTF-8")
        return []
    reader = csv.DictReader(content.splitlines(), restkey="", strict=True)
    unknown = set(reader.fieldnames or ()) - columns.keys()
    missing = {c for c, column in columns.items() if column.required} - set(reader.fieldnames or ())
    if unknown or missing:
        said = ", ".join(sorted(unknown | missing))
        problems.add(name, 1, f"列不符：{said}", f"unknown or missing columns: {said}")
        return []
    return _lines(reader, name, columns, key, problems)


def _lines(
    reader: "csv.DictReader[str]",
    name: str,
    columns: Mapping[str, Column],
    key: tuple[str, ...],
    problems: Problems,
) -> list[Line]:
    lines: list[Line] = []
    seen: dict[tuple[Any, ...], int] = {}
    try:
        for row in reader:
            values = _values(row, name, reader.line_num, columns, problems)
            if values is None:
                continue
            identity = tuple(values[part] for part in key)
            if identity in seen:
                first = seen[identity]
                problems.add(name, reader.line_num, f"与第 {first} 行重复", f"the same as line {first}")
                continue
            seen[identity] = reader.line_num
            lines.append(Line(reader.line_num, values))
    except csv.Error as error:
        problems.add(name, reader.line_num, f"不是合法的 CSV：{error}", f"is not CSV: {error}")
    return lines


def _values(
    row: Mapping[str, Any], name: str, number: int, columns: Mapping[str, Column], problems: Problems
) -> dict[str, Any] | None:
    if row.get(""):
        problems.add(name, number, "列数过多", "more values than columns")
        return None
    values: dict[str, Any] = {}
    good = True
    for column_name, column in columns.items():
        raw = (row.get(column_name) or "").strip()
        if not raw:
            values[column_name] = column.default
            if column.required:
                problems.add(name, number, f"缺少 {column_name}", f"{column_name} is missing")
                good = False
            continue
        try:
            values[column_name] = column.parse(raw)
        except ValueError as error:
            zh, _, en = str(error).partition("|")
            problems.add(name, number, f"{column_name}：{zh}", f"{column_name}: {en}")
            good = False
    return values if good else None
