"""How likely an answer is, from counts: each context believes its own cases, and the more general one for the rest.

The score is a probability: of the answers with 0.9, nine in ten ought to be right. What a unit returned 退单 counts
against it. Old cases count less (half after `HALF_LIFE`), so that a unit that took over is found before the next year.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

HALF_LIFE = timedelta(days=90)
_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
#: Cases that a context asks for before it believes itself more than the general one: of many answers it asks for more.
FEW_ANSWERS, MANY_ANSWERS = 2.0, 10.0
_HEARD = 16  # likeliest answers whose words are looked at
_LOUDEST = 4.0  # log odds, beyond which words say no more
_ENOUGH = 5  # cases that a reason is given with, if any context has so many


def weight(at: datetime) -> float:
    """What a case of this moment weighs: only its ratio to another has a meaning, and that never changes."""
    lives: float = (at - _BEGINNING) / HALF_LIFE
    return math.pow(2.0, lives)


@dataclass(frozen=True, slots=True)
class Count:
    """Of an answer in a context: cases that ended with it, and returns; each as a number and as weighed."""

    cases: int = 0
    weight: float = 0.0
    returns: int = 0
    returned: float = 0.0

    def __add__(self, other: "Count") -> "Count":
        """Both together: of a unit and of another that was merged into it."""
        return Count(
            self.cases + other.cases,
            self.weight + other.weight,
            self.returns + other.returns,
            self.returned + other.returned,
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """The answers in a context, of all its `cases`; answers that are rare there may be left out."""

    cases: int
    weight: float
    answers: Mapping[str, Count]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why: at this place of the chain, so many of so many."""

    index: int
    cases: int
    of: int
    returns: int


def chances(chain: Sequence[Tally], unit: float, belief: float = FEW_ANSWERS) -> dict[str, float]:
    """The probability of each answer, by contexts from the general to the special; `unit` is what a case weighs."""
    known: dict[str, float] = {}
    for tally in chain:
        if tally.weight <= 0:
            continue
        total = tally.weight / unit + belief
        known = {answer: chance * belief / total for answer, chance in known.items()}
        for answer, count in tally.answers.items():
            own = max(count.weight, 0.0) / unit
            own *= (own + 1) / (own + max(count.returned, 0.0) / unit + 1)
            known[answer] = known.get(answer, 0.0) + own / total
    return known


def weighed(known: Mapping[str, float], words: Mapping[str, float]) -> dict[str, float]:
    """The probabilities after hearing the words; what was left for none of the answers stays so."""
    said = {answer: max(-_LOUDEST, min(_LOUDEST, words.get(answer, 0.0))) for answer in known}
    raised = {answer: chance * math.exp(said[answer]) for answer, chance in known.items()}
    before, after = sum(known.values()), sum(raised.values())
    if not after:
        return dict(known)
    return {answer: min(chance * before / after, 1.0) for answer, chance in raised.items()}


def likeliest(chain: Sequence[Tally], unit: float, belief: float, fits: Callable[[str], bool]) -> dict[str, float]:
    """By counts alone, the likeliest of the answers that may be given: those whose words are worth looking at."""
    fit = {answer: chance for answer, chance in chances(chain, unit, belief).items() if fits(answer)}
    return dict(sorted(fit.items(), key=lambda each: (-each[1], each[0]))[:_HEARD])


def ranked(known: Mapping[str, float], words: Mapping[str, float]) -> list[tuple[str, float]]:
    """After hearing the words, the likeliest first."""
    return sorted(weighed(known, words).items(), key=lambda each: (-each[1], each[0]))


def evidence(chain: Sequence[Tally], answer: str) -> Evidence | None:
    """The most special context that has enough cases to say so and knows the answer; else the one with most cases."""
    known = [
        Evidence(index, count.cases, tally.cases, count.returns)
        for index, tally in enumerate(chain)
        if (count := tally.answers.get(answer)) is not None and count.cases > 0
    ]
    enough = [each for each in known if each.of >= _ENOUGH]
    if enough:
        return enough[-1]
    return max(known, key=lambda each: each.of, default=None)
