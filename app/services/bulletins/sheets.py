"""The workbook of a bulletin 简报: its figures in sheets with plots; texts are texts, never formulas or links."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import BinaryIO

from app.services.bulletins import ranking_sheet
from app.services.bulletins.book import Book, Said, Sheet

_COUNTS = ("reported", "filed", "closed", "timed", "on_time", "on_time_rate", "overdue")
_ORDERS = ("orders", "in_time", "late", "waiting", "ended", "answer_rate")
_BLUE, _GREEN = "#2F6FB2", "#3C8D5A"


def write(out: BinaryIO, page: Said, language: str) -> None:
    """All sheets."""
    book = Book(out, language)
    book.file.set_properties({"title": page["title"], "author": page["signed_by"] or ""})
    figures = page["figures"]
    _overview(book, page)
    for name, lines in (("units", "units"), ("areas", "areas"), ("categories", "categories")):
        _lines(book, name, figures[lines], {"units": "unit", "areas": "area", "categories": "category"}[name])
    _days(book, figures["days"])
    _orders(book, figures["orders"])
    ranking_sheet.add(book, figures.get("rankings", ()), figures.get("rankings_left_out", 0))
    _words(book, page)
    book.file.close()


def _overview(book: Book, page: Said) -> None:
    words, key, figures = book.words, book.key, page["figures"]
    sheet = book.sheet("overview", (22, 14, 14, 14, 16, 16))
    sheet.write_string(0, 0, page["title"], book.title)
    number = page["number"][key] if page["number"] else words["draft"]
    period = figures["period"]
    as_of = datetime.fromisoformat(figures["as_of"])
    not_over = "" if figures["is_over"] else words["not_over"]
    facts = (
        (words["number"], number),
        (words["period"], f"{period[key]}（{period['first']} — {period['last']}）{not_over}"),
        (words["signed_by"], page["signed_by"]),
        (words["as_of"], as_of),
    )
    for row, (name, told) in enumerate(facts, start=1):
        sheet.write_string(row, 0, name, book.head)
        book.put(sheet, row, 1, told)
    book.heads(
        sheet, 6, ("", *(words[name] for name in ("now", "before", "year_ago", "since_before", "since_year_ago")))
    )
    total = figures["total"]
    for row, name in enumerate(_COUNTS, start=7):
        sheet.write_string(row, 0, words[name], book.head)
        form = book.tenth if name == "on_time_rate" else book.number
        for place, period_name in enumerate(("now", "before", "year_ago"), start=1):
            book.put(sheet, row, place, total[period_name][name], form)
        for place, since in enumerate(("since_before", "since_year_ago"), start=4):
            book.put(sheet, row, place, total[since].get(name), book.signed)
    sheet.merge_range(15, 0, 17, 5, words["definition"], book.text)


def _lines(book: Book, name: str, lines: Sequence[Said], of: str) -> None:
    words = book.words
    sheet = book.sheet(name, (26, 16, *(11 for _ in _COUNTS), *(11 for _ in range(4))))
    since = [
        f"{words[column]} {words[when]}"
        for when in ("since_before", "since_year_ago")
        for column in ("reported", "on_time_rate")
    ]
    book.heads(sheet, 0, (words[of], words["code"], *(words[column] for column in _COUNTS), *since))
    sheet.freeze_panes(1, 1)
    for row, line in enumerate(lines, start=1):
        book.put(sheet, row, 0, line[book.key])
        book.put(sheet, row, 1, line["code"])
        for place, column in enumerate(_COUNTS, start=2):
            book.put(sheet, row, place, line["now"][column], book.tenth if column == "on_time_rate" else book.number)
        changes = [
            line[when][column] for when in ("since_before", "since_year_ago") for column in ("reported", "on_time_rate")
        ]
        for place, told in enumerate(changes, start=2 + len(_COUNTS)):
            book.put(sheet, row, place, told, book.signed)
    if lines:
        sheet.autofilter(0, 0, len(lines), 5 + len(_COUNTS))
        _bars(book, sheet, words[name], min(len(lines), 15))


def _bars(book: Book, sheet: Sheet, name: str, rows: int) -> None:
    """What came in and what was done, below the table."""
    chart = book.file.add_chart({"type": "column"})
    for column, colour in ((2, _BLUE), (4, _GREEN)):
        chart.add_series(
            {
                "name": [name, 0, column], "categories": [name, 1, 0, rows, 0],
                "values": [name, 1, column, rows, column], "fill": {"color": colour}, "gap": 60,
            }
        )  # fmt: skip
    chart.set_legend({"position": "top"})
    chart.set_y_axis({"major_gridlines": {"visible": True, "line": {"color": "#DDE3EA"}}, "num_format": "0"})
    chart.set_size({"width": 900, "height": 320})
    sheet.insert_chart(rows + 3, 0, chart)


def _days(book: Book, days: Sequence[Said]) -> None:
    words = book.words
    sheet = book.sheet("trend", (14, 12, 12))
    book.heads(sheet, 0, (words["day"], words["reported"], words["closed"]))
    sheet.freeze_panes(1, 0)
    for row, day in enumerate(days, start=1):
        book.put(sheet, row, 0, date.fromisoformat(day["day"]))
        book.put(sheet, row, 1, day["reported"])
        book.put(sheet, row, 2, day["closed"])
    name, last = words["trend"], len(days)
    chart = book.file.add_chart({"type": "line"})
    for column, colour in ((1, _BLUE), (2, _GREEN)):
        chart.add_series(
            {
                "name": [name, 0, column], "categories": [name, 1, 0, last, 0],
                "values": [name, 1, column, last, column], "line": {"color": colour, "width": 2},
            }
        )  # fmt: skip
    chart.set_legend({"position": "top"})
    chart.set_x_axis({"date_axis": True, "num_format": "mm-dd"})
    chart.set_size({"width": 720, "height": 320})
    sheet.insert_chart(0, 4, chart)


def _orders(book: Book, orders: Said) -> None:
    words = book.words
    sheet = book.sheet("orders", (26, 12, 18, 18, 18, 18, 14))
    names = ("count", "answered_in_time", "answered_late", "waiting", "ended", "answer_rate")
    book.heads(sheet, 0, (words["unit"], *(words[name] for name in names)))
    lines = [{**orders["total"], "zh": words["total"], "en": words["total"]}, *orders["units"]]
    for row, line in enumerate(lines, start=1):
        book.put(sheet, row, 0, line[book.key])
        for place, column in enumerate(_ORDERS, start=1):
            book.put(sheet, row, place, line[column], book.tenth if column == "answer_rate" else book.number)
    start = len(lines) + 3
    heads = ("unit", "level", "case", "issued", "due", "state")
    book.heads(sheet, start, [words[name] for name in heads])
    for row, line in enumerate(orders["lines"], start=start + 1):
        issued, due = (datetime.fromisoformat(line[name]) for name in ("issued_at", "reply_due_at"))
        told = (line["unit"][book.key], line["level"], line["number"], issued, due, words[line["state"]])
        for place, each in enumerate(told):
            book.put(sheet, row, place, each)


def _words(book: Book, page: Said) -> None:
    """What the editor says."""
    words, key = book.words, book.key
    sheet = book.sheet("about", (18, 30, 80), landscape=False)
    rows: list[tuple[str, str, str]] = []
    withdrawn = page["withdraws"]
    if withdrawn:
        rows.append((words["withdraws"], withdrawn["number"][key], withdrawn["reason"]))
    rows += [(words[name], "", page[name]) for name in ("foreword", "remarks") if page[name]]
    for each in page["typical"]:
        comment = f"\n{words['comment']}: {each['comment']}" if each["comment"] else ""
        rows.append((words["typical"], each["title"], each["text"] + comment))
    rows += [(words[name], each[key], each["reason"]) for name in ("praised", "criticised") for each in page[name]]
    rows += [(words["addressees"], each[key], "") for each in page["addressees"]]
    for row, told in enumerate(rows):
        for place, each in enumerate(told):
            book.put(sheet, row, place, each, book.text if place else book.head)
