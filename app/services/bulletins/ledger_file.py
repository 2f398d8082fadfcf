"""Makes the file of a ledger 台账 of the lines it reads, in a process of its own: `… csv|xlsx LANGUAGE DIR TABLE`.

Each line is a case as lists show it, or one who is paid, as JSON; of sheets only a row is in memory at a time.
"""

import csv
import io
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import orjson

from app.clock import LOCAL
from app.concurrency.confined import confine
from app.workflow.bulletins.columns import TABLES, Column, Kind, Table, as_text, words_of

MAX_MEMORY = 160 * 1024 * 1024  # bytes; a sheet of 200,000 cases takes a third of it
MAX_SECONDS = 240  # of computing
#: A cell of a sheet holds no more characters.
_LONGEST = 32_767
_FIRST_YEAR = 1900  # that a sheet knows
_EXCEL = "yyyy-mm-dd hh:mm"
Told = str | int | float
Cell = Told | datetime | None
Make = Callable[[Told], Cell]


_CASES = TABLES["cases"]


def _headings(table: Table, language: str) -> list[str]:
    return [column.en if language == "en" else column.zh for column in table.columns]


def _read(lines: BinaryIO) -> Iterator[dict[str, Told | None]]:
    return map(orjson.loads, lines)


def _local(told: Told) -> datetime:
    """A moment on the clock of the place, which is what a sheet knows."""
    return datetime.fromisoformat(str(told)).astimezone(LOCAL).replace(tzinfo=None, microsecond=0)


def _plain_text(told: Told) -> str:
    return as_text(str(told))


def _plain_moment(told: Told) -> str:
    return _local(told).isoformat(" ")


def _moment(told: Told) -> datetime | str:
    """What is before the first day of sheets is a text."""
    moment = _local(told)
    return moment if moment.year >= _FIRST_YEAR else moment.isoformat(" ")


def _text(told: Told) -> str | None:
    return str(told)[:_LONGEST] or None


def _number(told: Told) -> Cell:
    return told


def _worded(column: Column, language: str) -> Callable[[Told], str]:
    """What a code, or whether, reads as; a code without words stands for itself."""
    words = words_of(column, language)
    return lambda told: words.get(told) or str(told)


def _plain(column: Column, language: str) -> Make:
    """A cell of a file that has no types."""
    made: dict[Kind, Make] = {
        Kind.MOMENT: _plain_moment,
        Kind.NUMBER: _number,
        Kind.TEXT: _plain_text,
    }
    return made.get(column.kind) or _worded(column, language)


def _typed(column: Column, language: str) -> Make:
    """A cell of a sheet."""
    made: dict[Kind, Make] = {Kind.MOMENT: _moment, Kind.NUMBER: _number, Kind.TEXT: _text}
    return made.get(column.kind) or _worded(column, language)


def write_csv(lines: BinaryIO, out: BinaryIO, language: str, table: Table = _CASES) -> None:
    """UTF-8 with its mark, by which Excel knows it; every cell in quotes, lines end as RFC 4180 says."""
    making = [(column.field, _plain(column, language)) for column in table.columns]
    text = io.TextIOWrapper(out, "utf-8", newline="", write_through=False)
    text.write("\ufeff")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(_headings(table, language))
    for line in _read(lines):
        writer.writerow(["" if (told := line[name]) is None else make(told) for name, make in making])
    text.flush()


def write_sheet(lines: BinaryIO, out: BinaryIO, language: str, directory: str, table: Table = _CASES) -> None:
    """A workbook of one sheet whose texts are texts: no formula, no link, whatever they look like."""
    import rustpy_xlsxwriter as sheets  # only here: a file without types is ready before this is read

    headings = _headings(table, language)
    making = [
        (heading, column.field, _typed(column, language))
        for heading, column in zip(headings, table.columns, strict=True)
    ]
    rows = (
        {heading: None if (told := line[name]) is None else make(told) for heading, name, make in making}
        for line in _read(lines)
    )
    first = next(rows, dict[str, Cell].fromkeys(headings))  # headings go with a row, if only with an empty one
    quoted, moment = sheets.Format().set_quote_prefix(), sheets.Format().set_num_format(_EXCEL)
    formats = {Kind.MOMENT: moment, Kind.NUMBER: sheets.Format()}
    head = sheets.Format().set_bold().set_background_color("#E8EEF6").set_border_bottom("thin").set_align("vcenter")
    os.environ["TMPDIR"] = directory  # where its rows wait for the end
    made = Path(directory) / "ledger.xlsx"
    sheets.write_worksheet(
        chain((first,), rows),
        made,
        sheet_name=table.en if language == "en" else table.zh,
        freeze_row=1,
        freeze_col=1,
        autofilter=True,
        column_widths=[float(column.width) for column in table.columns],
        column_formats=[formats.get(column.kind, quoted) for column in table.columns],
        header_format=head,
        page_setup={"landscape": True, "paper_size": 9, "fit_to_pages": (1, 0), "repeat_rows": 0},  # A4
    )
    with made.open("rb") as file:
        shutil.copyfileobj(file, out)


def main(kind: str, language: str, directory: str, table: str = "cases") -> None:
    """Limits itself, reads, gives."""
    confine(memory=MAX_MEMORY, seconds=MAX_SECONDS)
    if kind == "csv":
        write_csv(sys.stdin.buffer, sys.stdout.buffer, language, TABLES[table])
    else:
        write_sheet(sys.stdin.buffer, sys.stdout.buffer, language, directory, TABLES[table])


if __name__ == "__main__":
    main(*sys.argv[1:])
