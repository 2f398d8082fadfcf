"""What a granted appeal makes of a score: some items get other points, and all else follows as it did."""

from collections.abc import Mapping
from copy import deepcopy
from typing import TypedDict, cast

from app.errors import invalid_field
from app.workflow.evaluation.scheme import WHOLE


class Item(TypedDict, total=False):
    """An item of an explanation."""

    code: str
    weight: float
    points: float | None
    is_corrected: bool


class Band(TypedDict):
    """A colour of an explanation."""

    code: str
    from_score: float


class Taken(TypedDict):
    """A deduction of an explanation."""

    points: float


class Forced(TypedDict):
    """A trigger of an explanation."""

    colour: str


class Document(TypedDict):
    """An explanation, as far as a correction looks into it."""

    items: list[Item]
    deductions: list[Taken]
    triggers: list[Forced]
    colours: list[Band]
    next_colour: str | None
    to_next: float | None


def corrected(document: Mapping[str, object], points: Mapping[str, float]) -> tuple[Document, float | None, str | None]:
    """The explanation with these points instead, the score and the colour it comes to; a forced colour stays.

    Raises:
        Invalid: there is no such item, or more points than its weight.
    """
    after = cast(Document, deepcopy(document))
    items = {item["code"]: item for item in after["items"]}
    for code, given in points.items():
        if code not in items:
            raise invalid_field(f"/points/{code}", "没有这个考评项", "there is no such item")
        if not 0 <= given <= items[code]["weight"]:
            raise invalid_field(f"/points/{code}", "须在 0 与该项权重之间", "from 0 to the weight of the item")
        items[code]["points"], items[code]["is_corrected"] = given, True
    scored = [(told, item["weight"]) for item in after["items"] if (told := item["points"]) is not None]
    weight = sum(each for _, each in scored)
    if not weight:
        return after, None, None
    taken = sum(each["points"] for each in after["deductions"])
    score = round(min(WHOLE, max(0.0, sum(told for told, _ in scored) / weight * WHOLE - taken)), 2)
    place = _place(after, score)
    colours = after["colours"]
    above = colours[place - 1] if place and not after["triggers"] else None
    after["next_colour"] = None if above is None else above["code"]
    after["to_next"] = None if above is None else round(above["from_score"] - score, 2)
    return after, score, colours[place]["code"]


def _place(document: Document, score: float) -> int:
    """Which colour, from the best down, a score has; of several that are forced the worst, never a better one."""
    codes = [colour["code"] for colour in document["colours"]]
    own = next(index for index, colour in enumerate(document["colours"]) if score >= colour["from_score"])
    return max([own, *(codes.index(each["colour"]) for each in document["triggers"])])
