"""What a granted appeal makes of a score: some items get other points, and all else follows as it did."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, cast

from app.errors import invalid_field
from app.workflow.evaluation.scheme import WHOLE

Document = dict[str, Any]


def corrected(document: Mapping[str, object], points: Mapping[str, float]) -> tuple[Document, float | None, str | None]:
    """The explanation with these points instead, the score and the colour it comes to; a forced colour stays.

    Raises:
        Invalid: there is no such item, or more points than its weight.
    """
    after = cast(Document, deepcopy(dict(document)))
    items = {item["code"]: item for item in after["items"]}
    for code, given in points.items():
        if code not in items:
            raise invalid_field(f"/points/{code}", "没有这个考评项", "there is no such item")
        if not 0 <= given <= items[code]["weight"]:
            raise invalid_field(f"/points/{code}", "须在 0 与该项权重之间", "from 0 to the weight of the item")
        items[code] |= {"points": given, "is_corrected": True}
    scored = [item for item in after["items"] if item["points"] is not None]
    weight = sum(item["weight"] for item in scored)
    if not weight:
        return after, None, None
    taken = sum(each["points"] for each in after["deductions"])
    score = round(min(WHOLE, max(0.0, sum(item["points"] for item in scored) / weight * WHOLE - taken)), 2)
    place = _place(after, score)
    colours = after["colours"]
    above = colours[place - 1] if place and not after["triggers"] else None
    after["next_colour"] = above and above["code"]
    after["to_next"] = above and round(above["from_score"] - score, 2)
    return after, score, colours[place]["code"]


def _place(document: Document, score: float) -> int:
    """Which colour, from the best down, a score has; of several that are forced the worst, never a better one."""
    codes = [colour["code"] for colour in document["colours"]]
    own = next(index for index, colour in enumerate(document["colours"]) if score >= colour["from_score"])
    return max([own, *(codes.index(each["colour"]) for each in document["triggers"])])
