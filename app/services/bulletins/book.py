"""A workbook 工作簿 of people's texts: they are texts, never formulas or links, whatever they look like."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, BinaryIO

from app.clock import LOCAL
from app.workflow.bulletins import wording
from app.workflow.bulletins.columns import begins_like_a_formula

#: What a page says, as it was read from JSON; xlsxwriter says nothing of its types.
Said = dict[str, Any]
Sheet = Any


class Book:
    """A workbook with its formats; every cell goes through `put`."""

    def __init__(self, out: BinaryIO, language: str) -> None:
        import xlsxwriter

        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.file = xlsxwriter.Workbook(out, options)
        self.words, self.key = wording.words(language), "en" if language == "en" else "zh"
        line = {"border": 1, "border_color": "#B8C2CC", "valign": "vcenter"}
        self.head = self.file.add_format(
            {**line, "bold": True, "bg_color": "#E8EEF6", "text_wrap": True, "align": "center"}
        )
        self.cell = self.file.add_format(line)
        self.quoted = self.file.add_format({**line, "quote_prefix": True})
        self.text = self.file.add_format({**line, "text_wrap": True, "valign": "top"})
        self.number = self.file.add_format({**line, "num_format": "#,##0"})
        self.hundredth = self.file.add_format({**line, "num_format": "0.00"})
        self.tenth = self.file.add_format({**line, "num_format": "0.0"})
        self.signed = self.file.add_format({**line, "num_format": "+0.0;-0.0;0.0"})
        self.moment = self.file.add_format({**line, "num_format": "yyyy-mm-dd hh:mm", "align": "left"})
        self.day = self.file.add_format({**line, "num_format": "yyyy-mm-dd", "align": "left"})
        self.title = self.file.add_format({"bold": True, "font_size": 14})

    def sheet(self, name: str, widths: Sequence[int], *, landscape: bool = True) -> Sheet:
        """A sheet that prints on A4, as wide as a page."""
        sheet = self.file.add_worksheet(self.words[name])
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        if landscape:
            sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        return sheet

    def heads(self, sheet: Sheet, row: int, names: Sequence[str]) -> None:
        """A row of headings."""
        sheet.set_row(row, 32)
        self.heads_at(sheet, row, 0, names)

    def heads_at(self, sheet: Sheet, row: int, place: int, names: Sequence[str]) -> None:
        """Headings from a column on."""
        for at, name in enumerate(names, start=place):
            sheet.write_string(row, at, name, self.head)

    def put(self, sheet: Sheet, row: int, place: int, told: object, form: object = None) -> None:
        """A cell: a number, a moment or a text; nothing is an empty cell."""
        if told is None:
            sheet.write_blank(row, place, None, form or self.cell)
        elif isinstance(told, datetime):
            sheet.write_datetime(row, place, told.astimezone(LOCAL).replace(tzinfo=None), form or self.moment)
        elif isinstance(told, date):
            sheet.write_datetime(row, place, datetime(told.year, told.month, told.day), form or self.day)  # noqa: DTZ001
        elif isinstance(told, int | float):
            sheet.write_number(row, place, told, form or self.number)
        else:
            text = str(told)[:32_767]
            quoted = self.quoted if begins_like_a_formula(text) else self.cell
            sheet.write_string(row, place, text, form or quoted)
