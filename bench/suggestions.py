"""How well units and categories are suggested: `python -m bench.suggestions DIRECTORY [--every N [--first M]]`.

DIRECTORY holds Boston's 311 of 2015 (`boston_requests_2015_full.csv.xz`). The requests are gone through in the order of
what happened: a request is asked about when it is opened and learned when it is closed, never before. The first half
of them only learns; each of the second half is asked about, either with what was known at the half ("held out") or with
all that had been closed by then ("as it goes on").

What is used is what a dispatcher knows: the type (category) for the unit, and for both the way it came, ward and
precinct, and the address as words. Not the title, which the city rewrote later ("sent to contractor"), nor queue,
reason, agency, closure note or times. The unit is the work queue that had it; "merged" takes queues that were renamed
or split inside an office for one (`identity`). The plain table takes the commonest units of the type, and the commonest
categories of all. It learns at the same moments.
"""

import argparse
import csv
import lzma
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from app.likeness.learned.contexts import Context, Target, Told, asked, told
from app.likeness.learned.grams import NOTHING, Sketch, grams, likelihood
from app.likeness.learned.guessing import Count, Tally, likeliest, ranked, weight
from app.services.suggesting.counting import Difference
from app.services.suggesting.suggest import BELIEF

Row = dict[str, str]
_SURE = 0.9
_OPENED, _CLOSED = 1, 0
_DETAIL = re.compile(r"\(.*?\)|\b(internal|long-term|pending|contractor|replacement|repair|outages?)\b", re.IGNORECASE)


def rows(directory: Path, every: int, first: int) -> list[Row]:
    with lzma.open(directory / "boston_requests_2015_full.csv.xz", "rt", encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["opened_at"] >= "2015"][first::every]


def identity(queue: str) -> str:
    """One name for a unit under several: remarks, and the stages of work inside one shop, left out; districts stay."""
    office, _, rest = queue.partition("_")
    return f"{office}_{' '.join(_DETAIL.sub(' ', rest).replace('_', ' ').split()[:2])}".casefold()


def happenings(requests: list[Row]) -> Iterator[tuple[int, Row, int]]:
    """Openings and closings in the order of time; what is said to have closed before it opened, closed with it."""
    found = []
    for index, row in enumerate(requests):
        found.append((row["opened_at"], _OPENED, index))
        if row["closed_at"]:
            found.append(
                (max(row["closed_at"], row["opened_at"]), _CLOSED if row["closed_at"] > row["opened_at"] else 2, index)
            )
    for _, kind, index in sorted(found):
        yield kind, requests[index], index


class Product:
    """The counts in memory in place of tables; all that counts and scores is the product's own."""

    name = "suggestions"

    def __init__(self, unit_of: Callable[[Row], str]) -> None:
        self.unit_of = unit_of
        self.counts: dict[Context, dict[str, Count]] = defaultdict(dict)
        self.totals: dict[Context, tuple[int, float]] = defaultdict(lambda: (0, 0.0))
        self.words: dict[tuple[Target, str], Sketch] = {}

    def learn(self, row: Row) -> None:
        difference = Difference()
        case = _told(row)
        difference.add({
            "case_id": UUID(int=0), "version": 1, "closed_at": _moment(max(row["closed_at"], row["opened_at"])),
            "origin": case.origin, "nature_code": None, "category_code": row["type"], "rule_code": None,
            "department_code": self.unit_of(row), "places": list(case.places), "returned_by": [],
            "words": array("H", grams(None, "", row["location"]).together()).tobytes(),
        }, 1)  # fmt: skip
        for (target, matter, place, answer), count in difference.of_counts().items():
            context = Context(Target(target), matter, place)
            self.counts[context][answer] = self.counts[context].get(answer, Count()) + count
            cases, weighs = self.totals[context]
            self.totals[context] = cases + count.cases, weighs + count.weight
        for key, more in difference.words.items():
            known = self.words.setdefault(key, Sketch(0, array("I", NOTHING.buckets)))
            for bucket in grams(None, "", row["location"]).together():
                known.buckets[bucket] += more[bucket]  # type: ignore[index]
            self.words[key] = Sketch(known.total + sum(more), known.buckets)

    def ask(self, target: Target, row: Row) -> list[tuple[str, float]]:
        case = _told(row, category=target is Target.DEPARTMENT)
        chain = [Tally(*self.totals[c], self.counts[c]) if c in self.counts else Tally(0, 0.0, {})
                 for c in asked(target, case)]  # fmt: skip
        likely = likeliest(chain, weight(_moment(row["opened_at"])), BELIEF[target], lambda _: True)
        words, among = grams(None, "", row["location"]), self.words.get((target, ""), NOTHING)
        heard = {code: likelihood(words, self.words.get((target, code), NOTHING), among) for code in likely}
        return ranked(likely, heard)[:3]


class Table:
    """The plain frequency table."""

    name = "plain table"

    def __init__(self, unit_of: Callable[[Row], str]) -> None:
        self.unit_of = unit_of
        self.units: dict[str, Counter[str]] = defaultdict(Counter)
        self.kinds: Counter[str] = Counter()

    def learn(self, row: Row) -> None:
        self.units[row["type"]][self.unit_of(row)] += 1
        self.kinds[row["type"]] += 1

    def ask(self, target: Target, row: Row) -> list[tuple[str, float]]:
        counts = self.units[row["type"]] if target is Target.DEPARTMENT else self.kinds
        total = sum(counts.values()) or 1
        return [(code, count / total) for code, count in counts.most_common(3)]


def _told(row: Row, *, category: bool = True) -> Told:
    places = (
        [f"W{row['ward']}", f"P{row['precinct_id']}"]
        if row["precinct_id"]
        else [f"W{row['ward']}"]
        if row["ward"]
        else []
    )
    path = "/".join(["BOS", "CITY", *places]) + "/"
    return told("integration", row["source"], None, row["type"] if category else None, None, path)


def _moment(told_at: str) -> datetime:
    return datetime.fromisoformat(told_at).replace(tzinfo=UTC)


@dataclass
class Score:
    asked: int = 0
    first: int = 0
    three: int = 0
    sure: int = 0
    sure_right: int = 0
    squared: float = 0.0
    bins: dict[int, list[float]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0.0]))

    def add(self, answers: list[tuple[str, float]], right: str) -> None:
        self.asked += 1
        self.three += any(code == right for code, _ in answers)
        if not answers:
            return
        code, score = answers[0]
        self.first += code == right
        if score >= _SURE:
            self.sure += 1
            self.sure_right += code == right
        each = self.bins[min(int(score * 10), 9)]
        each[0] += 1
        each[1] += code == right
        each[2] += score

    def line(self) -> str:
        part = [100 * n / max(self.asked, 1) for n in (self.first, self.three, self.sure)]
        right = 100 * self.sure_right / max(self.sure, 1)
        error = sum(abs(n[1] - n[2]) for n in self.bins.values()) / max(self.asked, 1)
        return f"{part[0]:6.1f} {part[1]:6.1f} {part[2]:12.1f} {right:12.1f} {100 * error:12.1f}"


def measure(requests: list[Row], unit_of: Callable[[Row], str], *, goes_on: bool) -> Iterator[str]:
    models, half = (Table(unit_of), Product(unit_of)), len(requests) // 2
    scores = {(target, model.name): Score() for target in (Target.DEPARTMENT, Target.CATEGORY) for model in models}
    until = requests[half]["opened_at"]
    for kind, row, index in happenings(requests):
        if kind == _OPENED and index >= half:
            for (target, name), score in scores.items():
                model = next(each for each in models if each.name == name)
                score.add(model.ask(target, row), unit_of(row) if target is Target.DEPARTMENT else row["type"])
        elif kind != _OPENED and (goes_on or max(row["closed_at"], row["opened_at"]) < until):
            for model in models:
                model.learn(row)
    yield from (f"{target.value:11} {name:12} {score.line()}" for (target, name), score in scores.items())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--every", type=int, default=1, help="only every so manieth request")
    parser.add_argument("--first", type=int, default=0, help="the first of these, counted from 0")
    parser.add_argument("--no-held-out", action="store_true")
    options = parser.parse_args()
    requests = rows(options.directory, options.every, options.first)
    print(f"{len(requests)} requests, the second half asked about; per cent")
    print(f"{'':24} first  three  >={_SURE}: share        right  calib.error")
    for named, unit_of in (("as named", lambda row: row["queue"]), ("merged", lambda row: identity(row["queue"]))):
        for goes_on in (False, True)[options.no_held_out :]:
            print(f"-- units {named}, {'as it goes on' if goes_on else 'held out'}")
            for line in measure(requests, unit_of, goes_on=goes_on):
                print(line, flush=True)


if __name__ == "__main__":
    main()
