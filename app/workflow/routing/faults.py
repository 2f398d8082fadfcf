"""What is wrong with rows and rules by themselves: rows that are equal, and what can never have the last word."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from app.workflow.routing.matrix import Responsibility
from app.workflow.routing.rules import Conditions, RoutingOutcome, RoutingRule

#: Rows of one category or filing rule at one area: each is compared with the others.
MOST_ALIKE = 200
MOST_RULES = 500


class Pair(NamedTuple):
    """Two rows, by their codes; the first is the one that is at fault."""

    code: str
    other: str


def _alike(rows: Iterable[Responsibility]) -> Iterator[Sequence[Responsibility]]:
    """Those of one subject and area, as many as are compared."""
    groups: dict[object, list[Responsibility]] = defaultdict(list)
    for row in rows:
        groups[row.subject, row.area_path].append(row)
    return (group[:MOST_ALIKE] for group in groups.values())


def crowded(rows: Iterable[Responsibility]) -> list[str]:
    """The codes of rows that stand beside too many others of their subject and area."""
    groups: dict[object, list[str]] = defaultdict(list)
    for row in rows:
        groups[row.subject, row.area_path].append(row.code)
    return [code for group in groups.values() for code in group[MOST_ALIKE:]]


def equal(rows: Iterable[Responsibility]) -> list[Pair]:
    """Rows of which at some moment none is more specific than the other; each with the first such one before it."""
    found = []
    for group in _alike(rows):
        for number, row in enumerate(group):
            other = next((each for each in group[:number] if _are_equal(row, each)), None)
            if other is not None:
                found.append(Pair(row.code, other.code))
    return found


def _are_equal(one: Responsibility, other: Responsibility) -> bool:
    if not one.period.meets(other.period):
        return False
    mask, its = one.times.mask, other.times.mask
    return mask.bit_count() == its.bit_count() and bool(mask & its)


def never_wins(rows: Iterable[Responsibility]) -> list[str]:
    """Rows that others of their subject and area, with narrower times, cover in each minute of a week."""
    found = []
    for group in _alike(rows):
        for row in group:
            covered = 0
            for other in group:
                if other.times.minutes < row.times.minutes and other.period.contains(row.period):
                    covered |= other.times.mask
            if row.times.mask & ~covered == 0:
                found.append(row.code)
    return found


def shadowed(rules: Sequence[RoutingRule], lineage: dict[str, tuple[str, ...]]) -> list[Pair]:
    """Rules of which another that comes before holds whenever they do, and names a destination.

    `rules` are in their order; `lineage` gives a category with all above it.
    """
    found = []
    for number, rule in enumerate(rules):
        above = (each for each in rules[:number] if each.outcome in (RoutingOutcome.DISPATCH, RoutingOutcome.PUBLISH))
        other = next((each for each in above if _covers(each, rule, lineage)), None)
        if other is not None:
            found.append(Pair(rule.code, other.code))
    return found


def _covers(one: RoutingRule, other: RoutingRule, lineage: dict[str, tuple[str, ...]]) -> bool:
    return one.period.contains(other.period) and _imply(other.conditions, one.conditions, lineage)


def _imply(strict: Conditions, wide: Conditions, lineage: dict[str, tuple[str, ...]]) -> bool:
    """Whether what meets the one always meets the other."""
    said = ((getattr(wide, name), getattr(strict, name)) for name in ("channel", "nature", "source", "urgent"))
    return (
        all(told in (None, its) for told, its in said)
        and wide.working_time in (None, strict.working_time)
        and (wide.category is None or wide.category in lineage.get(strict.category or "", ()))
        and strict.area_path.startswith(wide.area_path)
        and strict.times.mask & ~wide.times.mask == 0
        and (not wide.words or (bool(strict.words) and all(_holds_one(word, wide.words) for word in strict.words)))
    )


def _holds_one(word: str, words: Sequence[str]) -> bool:
    return any(each in word for each in words)
