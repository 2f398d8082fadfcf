"""How often what is found to be odd is so: `python -m bench.irregularities`.

No real data say who gamed what, so each label is said with what it is worth, and precision is told before recall:

- Boston's 311 of 2015 has places, categories and closings, and no reporters: the finding is made as if all reports of a
  street corner were of one hand, which makes it far more eager than it is. A report closed as "Duplicate of Existing
  Case" is a duplicate. Without words only the place and the category count; `percent` cannot help.
- Chinese messages have their senders (`user_id`) and words, and no places or categories: the finding is made by the
  words alone, so that `metres` and the category cannot help. That two messages of one sender are one matter is judged
  by their titles, which the finding does not see.
- Reports anew after closing: in Boston none is gamed. Whatever is found there accuses somebody wrongly, and is counted.
"""

import csv
import lzma
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from app.geo.points import distance_m
from app.likeness.words import bigrams
from app.services.irregularities.finding.reports import alike_percent
from app.workflow.irregularities.kinds import IrregularityKind
from app.workflow.irregularities.reports import Earlier, anew, duplicates
from app.workflow.irregularities.thresholds import DEFAULTS, Thresholds
from bench import boston
from bench.labelled import MESSAGES, is_duplicate

_SAME_TITLE = 50  # percent


def main() -> None:
    messages = _messages()
    print("Chinese messages, the words of one sender alone")
    for percent in (60, 70, 80, 90, 100):
        limits = replace(DEFAULTS[IrregularityKind.DUPLICATE], percent=percent)
        found, right, same = _by_words(messages, limits)
        print(f"  alike {percent:>3} %: found {found:>4}, of one title {right:>4}, precision {_share(right, found)}, "
              f"of {same} such pairs in time {_share(right, same)}")  # fmt: skip
    rows = [row for row in boston.rows(boston.YEAR) if boston.place(row) and row["opened_at"] >= "2015"]
    print(f"Boston, {len(rows)} requests, as if all of a corner were of one hand; the place and the category alone")
    for metres in (5, 10, 30):
        for hours in (6, 24, 72):
            limits = replace(DEFAULTS[IrregularityKind.DUPLICATE], metres=metres, minutes=60 * hours, percent=0)
            found, right = _by_place(rows, limits)
            print(
                f"  {metres:>2} m, {hours:>2} h: found {found:>6}, told to be duplicates {right:>5}, "
                f"{_share(right, found)}"
            )
    usual = DEFAULTS[IrregularityKind.REPORTED_ANEW]
    for times in (1, 2, usual.times or 0):
        limits = replace(usual, times=times, percent=0)
        count = _anew(rows, limits)
        print(f"  reported anew {times} times, closed within {limits.minutes} min before each: {count} of {len(rows)}")


def _messages() -> dict[str, list[dict[str, str]]]:
    with lzma.open(MESSAGES, "rt", encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["opened_at"])
    of_sender: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        of_sender[row["user_id"]].append(row)
    return {sender: those for sender, those in of_sender.items() if len(those) > 1}


def _by_words(messages: dict[str, list[dict[str, str]]], limits: Thresholds) -> tuple[int, int, int]:
    found = right = same = 0
    for those in messages.values():
        told = [(row, datetime.fromisoformat(row["opened_at"]), bigrams(row["text"])) for row in those]
        titles = {row["msg_id"]: bigrams(row["title"]) for row in those}
        for index, (row, at, words) in enumerate(told):
            earlier = [
                Earlier(number, then, None, 0.0, alike_percent(words, its), True)  # type: ignore[arg-type]
                for number, (_, then, its) in enumerate(told[:index])
            ]
            alike = {
                number
                for number, (other, _, _) in enumerate(told[:index])
                if alike_percent(titles[row["msg_id"]], titles[other["msg_id"]]) >= _SAME_TITLE
            }
            shown = {one.case_id for one in duplicates(at, earlier, limits)}
            in_time = {one.case_id for one in duplicates(at, earlier, replace(limits, percent=0))}
            found += bool(shown)
            right += bool(shown & alike)
            same += bool(in_time & alike)
    return found, right, same


def _by_place(rows: Sequence[boston.Row], limits: Thresholds) -> tuple[int, int]:
    found = right = 0
    for row, earlier in _corners(rows):
        if duplicates(datetime.fromisoformat(row["opened_at"]), earlier, limits):
            found += 1
            right += is_duplicate(row)
    return found, right


def _anew(rows: Sequence[boston.Row], limits: Thresholds) -> int:
    return sum(bool(anew(datetime.fromisoformat(row["opened_at"]), earlier, limits)) for row, earlier in _corners(rows))


def _corners(rows: Sequence[boston.Row]) -> list[tuple[boston.Row, list[Earlier]]]:
    """Each request with those before it in its cell and of its type; made once."""
    if not _MADE:
        cells: dict[tuple[int, int, str], list[boston.Row]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: row["opened_at"]):
            lat, lon = float(row["lat"]), float(row["lon"])
            near = cells[round(lat * 1_000), round(lon * 1_000), row["type"]]
            _MADE.append((row, [_earlier(row, other) for other in near[-30:]]))
            near.append(row)
    return _MADE


_MADE: list[tuple[boston.Row, list[Earlier]]] = []


def _earlier(row: boston.Row, other: boston.Row) -> Earlier:
    metres = distance_m(*(float(value) for value in (row["lat"], row["lon"], other["lat"], other["lon"])))
    closed = datetime.fromisoformat(other["closed_at"]) if other["closed_at"] else None
    return Earlier(other["case_id"], datetime.fromisoformat(other["opened_at"]), closed, metres, 0, True)  # type: ignore[arg-type]


def _share(part: int, of: int) -> str:
    return f"{100 * part / of:.1f} %" if of else "–"


if __name__ == "__main__":
    main()
