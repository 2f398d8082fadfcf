"""The sheet of a bulletin's rankings 考评排名: who came first and last, and how many have each colour, with a plot."""

from collections.abc import Sequence
from datetime import date

from app.services.bulletins.book import Book, Said, Sheet
from app.workflow.bulletins.colours import fill_of

_HEADS = ("scheme", "area", "first_day", "last_day", "rank", "ranked_one", "code", "score", "colour", "corrected")
_COUNTS = ("scheme", "area", "last_day", "colour", "how_many")
_BESIDE = len(_HEADS) + 1  # where the second table begins


def add(book: Book, rankings: Sequence[Said], left_out: int) -> None:
    """Who is ranked, line by line, and how many evaluations are not told; beside it the colours of each."""
    words, key = book.words, book.key
    sheet = book.sheet("rankings", (24, 18, 12, 12, 8, 24, 18, 10, 10, 10, 3, 24, 18, 12, 10, 8))
    book.heads(sheet, 0, [words[name] for name in _HEADS])
    sheet.freeze_panes(1, 0)
    row = 0
    for ranking in rankings:
        days = (date.fromisoformat(ranking["first"]), date.fromisoformat(ranking["last"]))
        for line in ranking["lines"]:
            row += 1
            told = (
                ranking["scheme"][key], ranking["area"][key], *days, line["rank"], line[key], line["code"],
                line["score"], line["colour"][key], words["yes"] if line["is_corrected"] else None,
            )  # fmt: skip
            for place, each in enumerate(told):
                book.put(sheet, row, place, each, book.hundredth if place == _HEADS.index("score") else None)
    if row:
        sheet.autofilter(0, 0, row, len(_HEADS) - 1)
    if left_out:
        sheet.write_string(row + 2, 0, words["rankings_left_out"].replace("{n}", str(left_out)))
    _colours(book, sheet, rankings)


def _colours(book: Book, sheet: Sheet, rankings: Sequence[Said]) -> None:
    words, key = book.words, book.key
    book.heads_at(sheet, 0, _BESIDE, [words[name] for name in _COUNTS])
    counted = [(ranking, colour) for ranking in rankings for colour in ranking["colours"]]
    for row, (ranking, colour) in enumerate(counted, start=1):
        told = (
            ranking["scheme"][key],
            ranking["area"][key],
            date.fromisoformat(ranking["last"]),
            colour[key],
            colour["count"],
        )
        for place, each in enumerate(told, start=_BESIDE):
            book.put(sheet, row, place, each)
    if not counted:
        return
    name, lines, colour_at, count_at = words["rankings"], len(counted), _BESIDE + 3, _BESIDE + 4
    chart = book.file.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": [name, 0, count_at], "categories": [name, 1, _BESIDE, lines, colour_at],
            "values": [name, 1, count_at, lines, count_at], "gap": 40,
            "points": [{"fill": {"color": fill_of(colour["code"])}} for _, colour in counted],
            "data_labels": {"value": True},
        }
    )  # fmt: skip
    chart.set_legend({"none": True})
    chart.set_title({"name": words["colours"], "name_font": {"size": 11}})
    chart.set_size({"width": 640, "height": 360})
    sheet.insert_chart(lines + 3, _BESIDE, chart)
