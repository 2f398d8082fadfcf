"""How well duplicates at intake are found: `python -m bench.duplicates` (or `… tune` to search for weights first).

What is known to be a duplicate, and what that label is worth, `bench.labelled` says.
"""

import sys
from dataclasses import dataclass, replace

import numpy as np

from app.likeness.scoring import WEIGHTS, Kin, Weights, falling, nearness, value
from bench.labelled import Query, messages, requests

TOP = 3
ENOUGH_RIGHT = 0.4  # of the cases shown for their words, so many must be known to be the same matter


def shown(query: Query, weights: Weights) -> list[int]:
    scored = sorted(((value(pair, weights), index) for index, pair in enumerate(query.pairs)), reverse=True)
    return [index for reached, index in scored[:TOP] if reached >= weights.shown_from]


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
