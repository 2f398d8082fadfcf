"""A score 考评得分 that shows its arithmetic: items, deductions, triggers, the colour, and how far it is to the next.

An item whose figure counted nothing has no value; it is left out, and the others weigh in its place. So nobody loses or
gains points by what never happened to them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.workflow.evaluation.scheme import WHOLE, Colour, Deduction, Item, PayBand, Scheme, Trigger
from app.workflow.evaluation.sums import NOTHING, Sum

IRREGULAR = "irregular"  # the figure that counts them


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of one subject: the sum and the value of each figure, and the manual points of items."""

    sums: Mapping[str, Sum]
    values: Mapping[str, float | None]
    manual: Mapping[str, float]
    size: int = 0  # of the grid, in households


@dataclass(frozen=True, slots=True)
class ScoredItem:
    """`points` of `weight`; None: not scored, because nothing counted or no manual score was given."""

    item: Item
    value: float | None
    total: Sum
    points: float | None


@dataclass(frozen=True, slots=True)
class Deducted:
    deduction: Deduction
    total: Sum
    points: float
    is_capped: bool


@dataclass(frozen=True, slots=True)
class Triggered:
    trigger: Trigger
    total: Sum


@dataclass(frozen=True, slots=True)
class Score:
    """`score` from 0 to 100, None where no item was scored; `to_next` points are missing for the colour above."""

    items: tuple[ScoredItem, ...]
    deductions: tuple[Deducted, ...]
    triggers: tuple[Triggered, ...]
    counted: int
    score: float | None
    colour: Colour | None
    next_colour: Colour | None
    to_next: float | None
    is_ranked: bool
    pay_band: PayBand | None
    irregular: Sum  # what was found irregular of one's reports, whether it counts or not


def score_of(scheme: Scheme, told: Told) -> Score:
    """What a scheme makes of what is known of one subject."""
    items = tuple(_scored(item, told) for item in scheme.items)
    deductions = tuple(_deducted(each, told) for each in scheme.deductions)
    triggers = tuple(found for each in scheme.triggers if (found := _triggered(each, told)) is not None)
    counted = max((told.sums.get(item.figure, NOTHING).counted for item in scheme.items if item.figure), default=0)
    points = total_of(items, deductions)
    colour = None if points is None else _colour(scheme.colours, points, triggers)
    above = _above(scheme.colours, colour)
    return Score(
        items, deductions, triggers, counted, points, colour, above,
        None if above is None or points is None or triggers else round(above.from_score - points, 2),
        points is not None and counted >= scheme.fewest, _pay_band(scheme.pay_bands, counted, told.size),
        told.sums.get(IRREGULAR, NOTHING),
    )  # fmt: skip


def total_of(items: Sequence[ScoredItem], deductions: Sequence[Deducted]) -> float | None:
    """The items that were scored, brought to 100, less what is deducted; to two places."""
    scored = [(each.points, each.item.weight) for each in items if each.points is not None]
    weight = sum(weight for _, weight in scored)
    if not weight:
        return None
    earned = sum(points for points, _ in scored) / weight * WHOLE
    return round(min(WHOLE, max(0.0, earned - sum(each.points for each in deductions))), 2)


def _scored(item: Item, told: Told) -> ScoredItem:
    if item.figure is None:
        given = told.manual.get(item.code)
        return ScoredItem(item, given, NOTHING, None if given is None else min(item.weight, max(0.0, given)))
    value = told.values.get(item.figure)
    share = None if value is None else (value - item.zero_at) / (item.full_at - item.zero_at)
    points = None if share is None else round(item.weight * min(1.0, max(0.0, share)), 4)
    return ScoredItem(item, value, told.sums.get(item.figure, NOTHING), points)


def _deducted(each: Deduction, told: Told) -> Deducted:
    total = told.sums.get(each.figure, NOTHING)
    asked = round(each.points * total.hits, 4)
    return Deducted(each, total, min(asked, each.cap), asked > each.cap)


def _triggered(each: Trigger, told: Told) -> Triggered | None:
    total = told.sums.get(each.figure, NOTHING)
    return Triggered(each, total) if total.hits >= each.at_least else None


def _colour(colours: Sequence[Colour], points: float, triggers: Sequence[Triggered]) -> Colour:
    """By its score; of several forced colours the worst, which is never better than the score's own."""
    own = next(index for index, colour in enumerate(colours) if points >= colour.from_score)
    codes = [colour.code for colour in colours]
    return colours[max(own, *(codes.index(each.trigger.colour) for each in triggers), own)]


def _above(colours: Sequence[Colour], colour: Colour | None) -> Colour | None:
    place = 0 if colour is None else colours.index(colour)
    return colours[place - 1] if place else None


def _pay_band(bands: Sequence[PayBand], tasks: int, size: int) -> PayBand | None:
    """The last band, in their order, whose conditions are met."""
    reached = [band for band in bands if tasks >= band.tasks_from and size >= band.size_from]
    return reached[-1] if reached else None


def ranks(scores: Mapping[str, Score]) -> dict[str, int]:
    """Who is ranked, by score: equal scores share a place, and the next one is as much later."""
    ordered = sorted(
        ((score.score or 0.0, subject) for subject, score in scores.items() if score.is_ranked), reverse=True
    )
    found: dict[str, int] = {}
    for index, (points, subject) in enumerate(ordered):
        before = ordered[index - 1] if index else None
        found[subject] = found[before[1]] if before is not None and before[0] == points else index + 1
    return found
