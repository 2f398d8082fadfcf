"""Reports whose duplicates are known: two sets of data, neither labelled for this; each label is said with its worth.

- Boston's 311 of 2015. A report closed as "Duplicate of Existing Case" is a duplicate; where the note names the case,
  the pair is known. January to June is for tuning, July to December is held out. There is no free text: the words
  count nothing there.
- Chinese messages of residents. Nobody marked the duplicates. Two messages within the window whose titles are alike
  (Dice of bigrams ≥ 0.5) count as one matter, and the score sees only the bodies ("long"); or the bodies judge (≥ 0.35)
  and the score sees only the titles ("short", as a worker types). Copies of the same body are left out. Messages that
  hang together by such labels fall into one part, tune or held out.
"""

import csv
import hashlib
import lzma
import os
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import floor
from pathlib import Path

from app.geo.points import distance_m
from app.likeness.scoring import Kin, Pair
from app.likeness.words import bigrams, similarity, telling
from bench import boston

MESSAGES = Path(
    os.environ.get(
        "YIKOU_CN_COMPLAINTS",
        Path(__file__).resolve().parents[2] / "shared" / "data" / "cn_complaints" / "zh_complaints_votes.csv.xz",
    )
)
SAMPLE, CELL = 3_000, 400
WINDOW, WIDEST_M = timedelta(days=60), 150.0
NAMED = re.compile(r"(?<!\d)(?:10100)?(1\d{6})(?!\d)")


@dataclass(frozen=True)
class Query:
    """A report with the cases it is compared with; `same` are the indexes of those that are its matter."""

    pairs: list[Pair]
    same: frozenset[int]
    duplicate: bool


Parts = dict[str, list[Query]]


# --- the Chinese messages ------------------------------------------------------------------------------------------


def messages() -> dict[str, Parts]:
    """Bodies compared and judged by their titles, and the other way round: long texts, and short ones."""
    with lzma.open(MESSAGES, "rt", encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["opened_at"])
    opened = [datetime.fromisoformat(row["opened_at"]) for row in rows]
    names = [row["msg_id"] for row in rows]
    others = [(a, b) for a, b in _within(opened) if rows[a]["text"] != rows[b]["text"]]
    views: dict[str, Parts] = {}
    for name, compared, judge, alike in (("long", "text", "title", 0.5), ("short", "title", "text", 0.35)):
        judges = [frozenset(bigrams(row[judge])) for row in rows]
        same = {(a, b) for a, b in others if _dice(judges[a], judges[b]) >= alike}
        views[name] = _queries([row[compared] for row in rows], opened, others, same, _parts(len(rows), same, names))
    return views


def _queries(
    texts: list[str],
    opened: list[datetime],
    others: list[tuple[int, int]],
    same: set[tuple[int, int]],
    part_of: list[str],
) -> Parts:
    words = [frozenset(telling(text)) for text in texts]
    found: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for a, b in others:
        if likeness := similarity(words[a], words[b]):
            found[b].append((likeness, a))
    repeated = {b for _, b in same}
    parts: Parts = {"tune": [], "held out": []}
    for b in range(len(texts)):
        alike = sorted(found[b], reverse=True)[:20]
        pairs = [Pair(opened[b] - opened[a], likeness) for likeness, a in alike]
        hits = frozenset(index for index, (_, a) in enumerate(alike) if (a, b) in same)
        parts[part_of[b]].append(Query(pairs, hits, b in repeated))
    return parts


def _within(opened: list[datetime]) -> Iterator[tuple[int, int]]:
    first = 0
    for b, moment in enumerate(opened):
        while moment - opened[first] > WINDOW:
            first += 1
        yield from ((a, b) for a in range(first, b))


def _dice(ones: frozenset[str], others: frozenset[str]) -> float:
    return 2 * len(ones & others) / max(len(ones) + len(others), 1)


def _parts(count: int, same: Iterable[tuple[int, int]], names: list[str]) -> list[str]:
    root = list(range(count))

    def find(one: int) -> int:
        while root[one] != one:
            one = root[one]
        return one

    for a, b in sorted(same):
        root[find(b)] = find(a)
    marks = [hashlib.sha256(names[find(one)].encode()).digest()[0] % 2 for one in range(count)]
    return ["tune" if mark else "held out" for mark in marks]


# --- Boston --------------------------------------------------------------------------------------------------------


class City:
    """The requests of a year by cells of a grid, to find what was open near a report."""

    def __init__(self) -> None:
        self.rows = [row for row in boston.rows(boston.YEAR) if boston.place(row) and row["opened_at"] >= "2015"]
        self.opened = [datetime.fromisoformat(row["opened_at"]) for row in self.rows]
        self.cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        for index, row in enumerate(self.rows):
            self.cells[self._cell(row)].append(index)

    @staticmethod
    def _cell(row: boston.Row) -> tuple[int, int]:
        return floor(float(row["lat"]) * CELL), floor(float(row["lon"]) * CELL)

    def open_near(self, index: int) -> Iterator[tuple[int, float]]:
        row, at = self.rows[index], self.opened[index]
        lat, lon = self._cell(row)
        for cell in ((lat + up, lon + right) for up in (-1, 0, 1) for right in (-1, 0, 1)):
            for other in self.cells.get(cell, ()):
                then = self.rows[other]
                if other == index or not timedelta() <= at - self.opened[other] <= WINDOW:
                    continue
                if then["closed_at"] and then["closed_at"] <= row["opened_at"]:
                    continue
                metres = distance_m(*(float(value) for value in (row["lat"], row["lon"], then["lat"], then["lon"])))
                if metres <= WIDEST_M:
                    yield other, metres

    def query(self, index: int) -> Query:
        row, near = self.rows[index], list(self.open_near(index))
        pairs = [
            Pair(self.opened[index] - self.opened[other], distance_m=metres, kin=self._kin(row, self.rows[other]))
            for other, metres in near
        ]
        named = {f"10100{number}" for number in NAMED.findall(row["closure_note"])} if is_duplicate(row) else set()
        same = frozenset(position for position, (other, _) in enumerate(near) if self.rows[other]["case_id"] in named)
        return Query(pairs, same, is_duplicate(row))

    @staticmethod
    def _kin(one: boston.Row, other: boston.Row) -> Kin:
        if one["type"] == other["type"]:
            return Kin.SAME
        return Kin.FAMILY if one["reason"] == other["reason"] else Kin.OTHER


def is_duplicate(row: boston.Row) -> bool:
    return row["closure_note"].lower().startswith("duplicate of existing")


def requests() -> tuple[Parts, Parts]:
    """The pairs the city named, and a sample of all reports."""
    city, chance = City(), random.Random(9)
    named: Parts = {"tune": [], "held out": []}
    every: Parts = {"tune": [], "held out": []}
    for part, months in (("tune", ("2015-01", "2015-07")), ("held out", ("2015-07", "2016"))):
        here = [i for i, row in enumerate(city.rows) if months[0] <= row["opened_at"] < months[1]]
        duplicates = [i for i in here if is_duplicate(city.rows[i])]
        named[part] = [query for query in map(city.query, duplicates) if query.same]
        every[part] = [city.query(i) for i in chance.sample(here, SAMPLE)]
    return named, every
