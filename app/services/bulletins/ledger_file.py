"""Makes the file of a ledger 台账 of the cases it reads, in a process of its own: `python -m … csv|xlsx LANGUAGE DIR`.

It reads a case as lists show it in each line, as JSON, and gives the file; of sheets only a row is in memory at a time.
"""

import csv
import io
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

import orjson

from app.clock import LOCAL
from app.concurrency.confined import confine
from app.workflow.bulletins.columns import COLUMNS, Column, Kind, as_text, begins_like_a_formula, word

MAX_MEMORY = 160 * 1024 * 1024  # bytes; a sheet of 200,000 cases takes a third of it
MAX_SECONDS = 240  # of computing
_SHEET = {"zh": "案卷台账", "en": "Cases"}
#: A cell of a sheet holds no more characters.
_LONGEST = 32_767
_EXCEL = "yyyy-mm-dd hh:mm"


def _headings(language: str) -> list[str]:
    return [column.en if language == "en" else column.zh for column in COLUMNS]


def _cases(lines: BinaryIO) -> Iterator[dict[str, object]]:
    return map(orjson.loads, lines)


def _local(told: str) -> datetime:
    """A moment on the clock of the place, which is what a sheet knows."""
    return datetime.fromisoformat(told).astimezone(LOCAL).replace(tzinfo=None, microsecond=0)


def _plain(column: Column, told: object, language: str) -> str:
    """A cell of a file that has no types."""
    if told is None:
        return ""
    if column.kind is Kind.MOMENT:
        return _local(str(told)).isoformat(" ")
    if column.kind in (Kind.YES, Kind.WORD):
        return word(column, told, language)
    return str(told) if column.kind is Kind.NUMBER else as_text(str(told))


def write_csv(lines: BinaryIO, out: BinaryIO, language: str) -> None:
    """UTF-8 with its mark, by which Excel knows it; every cell in quotes, lines end as RFC 4180 says."""
    text = io.TextIOWrapper(out, "utf-8", newline="", write_through=False)
    text.write("\ufeff")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(_headings(language))
    for case in _cases(lines):
        writer.writerow([_plain(column, case[column.field], language) for column in COLUMNS])
    text.flush()


def write_sheet(lines: BinaryIO, out: BinaryIO, language: str, directory: str) -> None:
    """A workbook of one sheet whose texts are texts: no formula, no link, whatever they look like."""
    import xlsxwriter  # only here: a file without types is ready before this is read

    options = {
        "constant_memory": True, "tmpdir": directory, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False, "default_date_format": _EXCEL,
    }  # fmt: skip
    book = xlsxwriter.Workbook(out, options)
    head = book.add_format({"bold": True, "bg_color": "#E8EEF6", "bottom": 1, "valign": "vcenter"})
    moment, quoted = book.add_format({"num_format": _EXCEL}), book.add_format({"quote_prefix": True})
    sheet = book.add_worksheet(_SHEET["en" if language == "en" else "zh"])
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for place, (column, heading) in enumerate(zip(COLUMNS, _headings(language), strict=True)):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, heading, head)
    last = 0
    for last, case in enumerate(_cases(lines), start=1):
        for place, column in enumerate(COLUMNS):
            told = case[column.field]
            if told is None or told == "":
                continue
            if column.kind is Kind.MOMENT:
                sheet.write_datetime(last, place, _local(str(told)), moment)
            elif column.kind is Kind.NUMBER:
                sheet.write_number(last, place, told)
            else:
                text = str(told) if column.kind is Kind.TEXT else word(column, told, language)
                sheet.write_string(last, place, text[:_LONGEST], quoted if begins_like_a_formula(text) else None)
    sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
    book.close()


def main(kind: str, language: str, directory: str) -> None:
    """Limits itself, reads, gives."""
    confine(memory=MAX_MEMORY, seconds=MAX_SECONDS)
    if kind == "csv":
        write_csv(sys.stdin.buffer, sys.stdout.buffer, language)
    else:
        write_sheet(sys.stdin.buffer, sys.stdout.buffer, language, directory)


if __name__ == "__main__":
    main(*sys.argv[1:])
