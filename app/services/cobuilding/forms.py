"""Schemes as the rules read them, and forms that are filled in: every line once, no more points than it has."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.errors import invalid_field
from app.queries.cobuilding.periods import SchemeRow
from app.schemas.cobuilding.marks import MarkIn
from app.schemas.cobuilding.schemes import SchemeIn
from app.workflow.cobuilding import scoring
from app.workflow.cobuilding.scheme import Item, Missing, MissingMonth, Part, Scheme

_HUNDREDTHS = 100


def hundredths(value: float) -> int:
    """A number of the wire, in hundredths."""
    return round(value * _HUNDREDTHS)


def on_the_wire(value: int | None) -> float | None:
    """Hundredths as a number."""
    return None if value is None else value / _HUNDREDTHS


def body_of(told: SchemeIn) -> dict[str, Any]:
    """What is kept of a scheme."""
    kept = told.model_dump(mode="json", include={"items", "weights", "missing", "missing_month", "least_answers"})
    lines = {"commend_from": hundredths(told.commend_from), "criticise_below": hundredths(told.criticise_below)}
    return kept | lines


def scheme_of(body: Mapping[str, Any]) -> Scheme:
    """What is kept of a scheme, as the rules read it."""
    return Scheme(
        items=tuple(Item(each["code"], each["most"], each["needs_photo"]) for each in body["items"]),
        weights={part: body["weights"][part] for part in Part},
        missing={part: Missing(body["missing"][part]) for part in Part},
        missing_month=MissingMonth(body["missing_month"]),
        least_answers=body["least_answers"],
        commend_from=body["commend_from"],
        criticise_below=body["criticise_below"],
    )


def scheme_view(row: SchemeRow) -> dict[str, object]:
    """A scheme as it reads; the name of its area is put in beside."""
    body = row["body"]
    view = {name: value for name, value in row.items() if name != "body"} | body
    return view | {name: on_the_wire(body[name]) for name in ("commend_from", "criticise_below")}


def filled(marks: Sequence[MarkIn], items: Sequence[Item]) -> tuple[dict[str, Any], int]:
    """The marks as they are kept, and their score.

    Raises:
        Invalid: a line is missing, told twice or unknown, or has more points than the form.
    """
    known = {item.code: item for item in items}
    kept: dict[str, Any] = {}
    for at, mark in enumerate(marks):
        item = known.get(mark.code)
        if item is None or mark.code in kept:
            raise invalid_field(f"/marks/{at}/code", "考评表无此项或重复", "no line of the form, or told twice")
        if mark.points > item.most:
            zh, en = f"本项至多 {item.most} 分", f"this line has {item.most} points at most"
            raise invalid_field(f"/marks/{at}/points", zh, en)
        kept[mark.code] = {"points": hundredths(mark.points), "note": mark.note}
    left = [item.code for item in items if item.code not in kept]
    if left:
        zh, en = f"缺少项目：{'、'.join(left)}", f"these lines are missing: {', '.join(left)}"
        raise invalid_field("/marks", zh, en)
    return kept, scoring.of_form({code: mark["points"] for code, mark in kept.items()}, items)


def marks_view(marks: Mapping[str, Any] | None) -> list[dict[str, object]]:
    """Marks as they read; jsonb keeps no order, so they stand in that of their codes."""
    told: Iterable[tuple[str, Any]] = sorted((marks or {}).items())
    return [{"code": code, "points": on_the_wire(mark["points"]), "note": mark["note"]} for code, mark in told]
