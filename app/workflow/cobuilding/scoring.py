"""From marks to a score: per form, per part, per quarter; exact, rounded once at each of the three, half up."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from app.workflow.cobuilding.scheme import FULL, Item, MissingMonth, MissingPart, Scheme, ScorePart


def rounded(value: Fraction) -> int:
    """The nearest whole hundredth, half up."""
    return int(value + Fraction(1, 2))


def of_form(marks: Mapping[str, int], items: Sequence[Item]) -> int:
    """A form that is filled in, per cent in hundredths; `marks` are points in hundredths, one for each item."""
    return rounded(Fraction(sum(marks[item.code] for item in items), sum(item.most for item in items)) * 100)


def mean(marks: Sequence[int]) -> int | None:
    """The mean of several, None of none."""
    return rounded(Fraction(sum(marks), len(marks))) if marks else None


def of_months(scheme: Scheme, asked: int, marks: Sequence[int]) -> int | None:
    """The part of who assesses themselves, of so many months asked; None where no month was."""
    if not marks:
        return None
    over = asked if scheme.missing_month is MissingMonth.ZERO else len(marks)
    return rounded(Fraction(sum(marks), over))


def of_answers(scheme: Scheme, answers: int, sum_of_scores: int) -> int | None:
    """The residents' part of answers from 1 to 5 (1 is 0 per cent, 5 is 100); None where they are too few."""
    if answers == 0 or answers < scheme.least_answers:
        return None
    return rounded(Fraction(sum_of_scores - answers, 4 * answers) * FULL)


class Averaged(NamedTuple):
    """What came of the parts: null where the group is not ranked; what each part counted for, per cent in hundredths.

    `missing` says of each part that is not there what was done about it.
    """

    score: int | None
    counted: Mapping[ScorePart, int]
    missing: Mapping[ScorePart, MissingPart]


def averaged(scheme: Scheme, parts: Mapping[ScorePart, int | None]) -> Averaged:
    """The weighted mean of the parts that a scheme asks for, as it says what a missing one means."""
    asked = [part for part in ScorePart if scheme.asks_for(part)]
    missing = {part: scheme.missing[part] for part in asked if parts[part] is None}
    counting = [part for part in asked if missing.get(part) is not MissingPart.REWEIGH]
    weight = sum(scheme.weights[part] for part in counting)
    if MissingPart.UNRANKED in missing.values() or weight == 0 or len(missing) == len(asked):
        return Averaged(None, {}, missing)
    total = sum(Fraction(scheme.weights[part] * (parts[part] or 0), weight) for part in counting)
    counted = {part: rounded(Fraction(scheme.weights[part] * FULL, weight)) for part in counting}
    return Averaged(rounded(Fraction(total)), counted, missing)
