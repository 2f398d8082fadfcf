"""How well duplicates at intake are found: `python -m bench.duplicates` (or `… tune` to search for weights first).

Two sets of data, neither labelled for this, so that each label is said with what it is worth:

- Boston's 311 of 2015. A report closed as "Duplicate of Existing Case" is a duplicate; where the note names the case,
  the pair is known. January to June is for tuning, July to December is held out. There is no free text: the words
  count
  nothing there.
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
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import floor
from pathlib import Path

import numpy as np

from app.geo.points import distance_m
from app.likeness.scoring import WEIGHTS, Kin, Pair, Weights, falling, nearness, value
from app.likeness.words import bigrams, similarity, telling
from bench import boston

MESSAGES = Path(
    os.environ.get(
        "YIKOU_CN_COMPLAINTS",
        Path(__file__).resolve().parents[2] / "shared" / "data" / "cn_complaints" / "zh_complaints_votes.csv.xz",
    )
)
TOP, SAMPLE, CELL = 3, 3_000, 400
WINDOW, WIDEST_M = timedelta(days=60), 150.0
ENOUGH_RIGHT = 0.4  # of the cases shown for their words, so many must be known to be the same matter
NAMED = re.compile(r"(?<!\d)(?:10100)?(1\d{6})(?!\d)")


@dataclass(frozen=True)
class Query:
    """A report with the cases it is compared with; `same` are the indexes of those that are its matter."""

    pairs: list[Pair]
    same: frozenset[int]
    duplicate: bool


Parts = dict[str, list[Query]]


def shown(query: Query, weights: Weights) -> list[int]:
    scored = sorted(((value(pair, weights), index) for index, pair in enumerate(query.pairs)), reverse=True)
    return [index for reached, index in scored[:TOP] if reached >= weights.shown_from]


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


# --- figures -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Figures:
    reports: int
    duplicates: int
    shown: int  # cases
    right: int  # of those, known to be the same matter
    found: int  # duplicates of which the matter is among those shown
    with_any: int  # reports to which any case is shown
    duplicates_with_any: int

    @property
    def precision(self) -> float:
        return self.right / max(self.shown, 1)

    @property
    def recall(self) -> float:
        return self.found / max(self.duplicates, 1)


def measure(queries: list[Query], weights: Weights) -> Figures:
    told = [(query, shown(query, weights)) for query in queries]
    return Figures(
        len(queries),
        sum(query.duplicate for query in queries),
        sum(len(top) for _, top in told),
        sum(len(query.same.intersection(top)) for query, top in told),
        sum(bool(query.same.intersection(top)) for query, top in told),
        sum(bool(top) for _, top in told),
        sum(bool(top) and query.duplicate for query, top in told),
    )


def fit(rows: list[list[float]], labels: list[bool]) -> list[float]:
    """Logistic regression with a touch of ridge: the weight of each column, the start last."""
    x = np.column_stack([np.array(rows), np.ones(len(rows))])
    y, weights = np.array(labels, dtype=float), np.zeros(x.shape[1])
    for _ in range(40):
        chance = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (y - chance) - 0.1 * weights
        curve = (x * (chance * (1 - chance))[:, None]).T @ x + 0.1 * np.eye(x.shape[1])
        weights = weights + np.linalg.solve(curve, slope)
    return [float(weight) for weight in weights]


def tune(chinese: list[Query], named: list[Query], every: list[Query]) -> Weights:
    """The slopes by regression, the two starts by what the screen is for; all on the part for tuning alone."""
    base = WEIGHTS
    pairs = [(pair, index in query.same) for query in named for index, pair in enumerate(query.pairs)]
    told = [
        [nearness(p, base), falling(p.age / base.recent), float(p.kin is Kin.SAME), float(p.kin is Kin.FAMILY)]
        for p, _ in pairs
    ]
    place, time, same, family, start = fit(told, [hit for _, hit in pairs])
    print(f"place {place:.2f} time {time:.2f} same {same:.2f} family {family:.2f} start {start:.2f}")
    alike = [(pair, index in query.same) for query in chinese for index, pair in enumerate(query.pairs)]
    likeness = [min(p.similarity or 0.0, base.full_similarity) for p, _ in alike]
    words, late, begin = fit(
        [[likeness[n], falling(p.age / base.recent)] for n, (p, _) in enumerate(alike)], [hit for _, hit in alike]
    )
    print(f"words {words:.2f} time {late:.2f} start {begin:.2f}")
    kin = {Kin.SAME: same, Kin.CROSSWALK: same * 0.8, Kin.FAMILY: same * 0.4, Kin.OTHER: 0.0}
    fitted = replace(base, place=place, time=time, words=words, kin=kin)
    starts = [-12 + step / 4 for step in range(48)]
    anywhere = max(at for at in starts if measure(chinese, replace(fitted, anywhere=at)).precision >= ENOUGH_RIGHT)
    near = max(starts, key=lambda at: worth(replace(fitted, near=at), named, every))
    return replace(fitted, anywhere=anywhere, near=near)


def worth(weights: Weights, named: list[Query], every: list[Query]) -> float:
    """How many of the named pairs are found, less how often somebody else is asked in vain."""
    asked = measure(every, weights)
    in_vain = (asked.with_any - asked.duplicates_with_any) / max(asked.reports - asked.duplicates, 1)
    return measure(named, weights).recall - in_vain


def main() -> None:
    chinese = messages()
    named, every = requests()
    weights = WEIGHTS
    if "tune" in sys.argv:
        weights = tune([query for view in chinese.values() for query in view["tune"]], named["tune"], every["tune"])
    print(weights)
    print(
        "| data | part | reports | duplicates | shown | top-3 precision | top-3 recall |\n|---|---|---|---|---|---|---|"
    )
    for part in ("tune", "held out"):
        for name, got in (
            ("messages, long", measure(chinese["long"][part], weights)),
            ("messages, short", measure(chinese["short"][part], weights)),
            ("Boston, pairs named", measure(named[part], weights)),
        ):
            print(f"| {name} | {part} | {got.reports:,} | {got.duplicates:,} | {got.shown:,} "
                  f"| {got.precision:.2f} | {got.recall:.2f} |")  # fmt: skip
        got = measure(every[part], weights)
        print(f"| Boston, all reports | {part} | {got.reports:,} | {got.duplicates:,} | to {got.with_any:,} reports "
              f"| {got.duplicates_with_any / max(got.with_any, 1):.2f} closed as duplicates "
              f"| {got.duplicates_with_any / max(got.duplicates, 1):.2f} of those closed so |")  # fmt: skip


if __name__ == "__main__":
    main()
