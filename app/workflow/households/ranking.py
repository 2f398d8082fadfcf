"""The year's ranking 积分榜, and 最美家庭 chosen from it by a rule that is said beforehand.

Ranks are those of a race: of two equal firsts both are first, and the next is third. A tie is broken by the village's
own order of rules; who is still equal after the last of them shares the rank, and with it the title.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.workflow.households.terms import TieRule

_Key = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """The year of one household, counted from its ledger.

    `deducted` is what was taken in all, a positive number; `reached_at` when its points became what they are.
    """

    household_id: UUID
    points: int
    deducted: int
    awards: int
    reached_at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """A rank, and the rule that told the household from others of the same points; None: it was not needed."""

    rank: int
    standing: Standing
    decided_by: TieRule | None
    shared: bool


def ranked(standings: Sequence[Standing], rules: Sequence[TieRule] = ()) -> list[Place]:
    """All in their order, the most points first; what shares a rank is ordered by id."""
    ordered = sorted(standings, key=lambda each: (*_key(each, rules), each.household_id.int))
    keys = [_key(each, rules) for each in ordered]
    places, rank = [], 1
    for at, standing in enumerate(ordered):
        rank = rank if at and keys[at] == keys[at - 1] else at + 1
        others = [keys[other] for other in (at - 1, at + 1) if 0 <= other < len(keys)]
        places.append(Place(rank, standing, _told_apart(keys[at], others, rules), keys[at] in others))
    return places


def titled(places: Sequence[Place], titles: int, *, deduction_bars: bool) -> list[Place]:
    """Those who are given the title: so many of the first who have points at all, and whoever shares the last rank.

    Where the village says so, a household with any deduction that stood is not among them, and the next moves up.
    """
    able = [place for place in places if place.standing.points > 0 and not (deduction_bars and place.standing.deducted)]
    if len(able) <= titles:
        return able
    last = able[titles - 1].rank
    return [place for place in able if place.rank <= last]


def _key(standing: Standing, rules: Sequence[TieRule]) -> _Key:
    """Less is better."""
    by = {
        TieRule.FEWEST_DEDUCTED: float(standing.deducted),
        TieRule.MOST_AWARDS: float(-standing.awards),
        TieRule.FIRST_REACHED: standing.reached_at.timestamp(),
    }
    return (float(-standing.points), *(by[rule] for rule in rules))


def _told_apart(own: _Key, others: Sequence[_Key], rules: Sequence[TieRule]) -> TieRule | None:
    """The last rule that was needed between one and its neighbours of the same points."""
    used = [
        next(at for at, (mine, theirs) in enumerate(zip(own, other, strict=True)) if mine != theirs)
        for other in others
        if other[0] == own[0] and other != own
    ]
    return rules[max(used) - 1] if used else None
