"""How likely it is that a report and an open case are one matter: a score from 0 to 1, and the reasons for it.

Evidence adds up (as log odds) on two lines, and the stronger one counts: being near, with words, category and time for
or against; or the words alone with the time, wherever the two were reported. What one of the two does not say counts
neither for nor against. The weights are data; docs/decisions/0009-duplicates.md says how they were found.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from math import exp
from types import MappingProxyType


class Kin(StrEnum):
    """What two categories are to each other."""

    SAME = "same"
    CROSSWALK = "crosswalk"  # of two standards, named in their crosswalk
    FAMILY = "family"  # under one parent, or one the parent of the other
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature adds to the log odds, how far it reaches, and from which score on a case is worth showing."""

    near: float  # the start of the first line, which needs a place of both
    anywhere: float  # the start of the second
    place: float  # on the very spot; nothing from `near_m` on
    words: float  # for each whole unit of similarity above that of chance, up to `full_similarity`
    time: float  # reported at the same moment; nothing from `recent` on
    kin: Mapping[Kin, float]
    near_m: float
    most_error_m: float  # a device that says it errs by more is believed no further
    chance_similarity: float
    full_similarity: float
    recent: timedelta
    shown_from: float


WEIGHTS = Weights(
    near=-9.8,
    anywhere=-5.5,
    place=7.8,
    words=14.0,
    time=1.4,
    kin=MappingProxyType({Kin.SAME: 3.3, Kin.CROSSWALK: 2.6, Kin.FAMILY: 1.3, Kin.OTHER: 0.0}),
    near_m=150.0,
    most_error_m=150.0,
    chance_similarity=0.06,
    full_similarity=0.5,
    recent=timedelta(days=60),
    shown_from=0.5,
)
_KIN_REASONS = {
    Kin.SAME: ("category-same", "同类别", "same category"),
    Kin.CROSSWALK: ("category-crosswalk", "对照类别", "same category by the crosswalk"),
    Kin.FAMILY: ("category-family", "同一大类", "same group of categories"),
}
_WORTH_SAYING = 0.2  # a similarity from here on is a reason


@dataclass(frozen=True, slots=True)
class Pair:
    """A report and an open case. Distances in metres; None is what one of the two does not say."""

    age: timedelta
    similarity: float | None = None
    distance_m: float | None = None
    error_m: float = 0.0  # of both devices together
    kin: Kin | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a case is shown, for people; `code` is stable."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Score:
    """`value` from 0 to 1."""

    value: float
    reasons: tuple[Reason, ...]


def score(pair: Pair, weights: Weights = WEIGHTS) -> Score:
    """The score of a pair and the reasons for it."""
    return Score(round(value(pair, weights), 3), _reasons(pair, weights))


def value(pair: Pair, weights: Weights = WEIGHTS) -> float:
    """The bare score of a pair, from 0 to 1."""
    told = weights.time * falling(pair.age / weights.recent)
    if pair.similarity is not None:
        told += weights.words * (min(pair.similarity, weights.full_similarity) - weights.chance_similarity)
    lines = [] if pair.similarity is None else [weights.anywhere + told]
    if pair.distance_m is not None:
        known = weights.kin[pair.kin] if pair.kin is not None else 0.0
        lines.append(weights.near + weights.place * nearness(pair, weights) + known + told)
    return 1 / (1 + exp(-max(lines))) if lines else 0.0


def reach_m(error_m: float, weights: Weights = WEIGHTS) -> float:
    """How far from a report whose device errs by so much a case can lie and still be near."""
    return weights.near_m + min(error_m, weights.most_error_m)


def nearness(pair: Pair, weights: Weights) -> float:
    """1 where the distance is no more than the devices err, 0 from `near_m` beyond that on."""
    if pair.distance_m is None:
        return 0.0
    return falling((pair.distance_m - min(pair.error_m, weights.most_error_m)) / weights.near_m)


def falling(share: float) -> float:
    """1 at nothing, 0 at the whole."""
    return min(max(1.0 - share, 0.0), 1.0)


def _reasons(pair: Pair, weights: Weights) -> tuple[Reason, ...]:
    found: list[Reason] = []
    if pair.distance_m is not None and nearness(pair, weights) > 0:
        metres = max(round(pair.distance_m), 1)
        found.append(Reason("place", f"{metres} 米内", f"within {metres} m"))
    if pair.kin in _KIN_REASONS:
        found.append(Reason(*_KIN_REASONS[pair.kin]))
    if pair.similarity is not None and pair.similarity >= _WORTH_SAYING:
        alike = f"{pair.similarity:.2f}"
        found.append(Reason("words", f"描述相似 {alike}", f"similar words {alike}"))
    if pair.age < timedelta(days=1):
        found.append(Reason("time", "24 小时内上报", "reported within 24 hours"))
    return tuple(found)
