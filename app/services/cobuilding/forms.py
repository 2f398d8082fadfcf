"""Schemes as the rules read them, and forms that are filled in: every line once, no more points than it has."""

from collections.abc import Mapping, Sequence

from app.errors import invalid_field
from app.models.cobuilding_rows import MarkDocument, SchemeDocument
from app.queries.cobuilding.periods import SchemeRow
from app.schemas.cobuilding.marks import MarkIn
from app.schemas.cobuilding.schemes import CobuildingSchemeIn
from app.workflow.cobuilding import scoring
from app.workflow.cobuilding.scheme import Item, MissingMonth, MissingPart, Scheme, ScorePart

_HUNDREDTHS = 100


def hundredths(value: float) -> int:
    """A number of the wire, in hundredths."""
    return round(value * _HUNDREDTHS)


def on_the_wire(value: int | None) -> float | None:
    """Hundredths as a number."""
    return None if value is None else value / _HUNDREDTHS


def body_of(told: CobuildingSchemeIn) -> SchemeDocument:
    """What is kept of a scheme."""
    weights, missing = told.weights, told.missing
    return {
        "items": [
            {
                "code": each.code, "name": each.name, "name_en": each.name_en, "most": each.most, "guide": each.guide,
                "needs_photo": each.needs_photo,
            }
            for each in told.items
        ],
        "weights": {"own": weights.own, "inspection": weights.inspection, "residents": weights.residents},
        "missing": {
            "own": missing.own.value, "inspection": missing.inspection.value, "residents": missing.residents.value,
        },
        "missing_month": told.missing_month.value,
        "least_answers": told.least_answers,
        "commend_from": hundredths(told.commend_from),
        "criticise_below": hundredths(told.criticise_below),
    }  # fmt: skip


def scheme_of(body: SchemeDocument) -> Scheme:
    """What is kept of a scheme, as the rules read it."""
    return Scheme(
        items=tuple(Item(each["code"], each["most"], each["needs_photo"]) for each in body["items"]),
        weights={ScorePart(part): int(str(weight)) for part, weight in body["weights"].items()},
        missing={ScorePart(part): MissingPart(str(what)) for part, what in body["missing"].items()},
        missing_month=MissingMonth(body["missing_month"]),
        least_answers=body["least_answers"],
        commend_from=body["commend_from"],
        criticise_below=body["criticise_below"],
    )


def scheme_view(row: SchemeRow) -> dict[str, object]:
    """A scheme as it reads; the name of its area is put in beside."""
    body = row["body"]
    lines = {"commend_from": on_the_wire(body["commend_from"]), "criticise_below": on_the_wire(body["criticise_below"])}
    view: dict[str, object] = {name: value for name, value in row.items() if name != "body"}
    return view | {**body} | lines


def filled(marks: Sequence[MarkIn], items: Sequence[Item]) -> tuple[dict[str, MarkDocument], int]:
    """The marks as they are kept, and their score.

    Raises:
        Invalid: a line is missing, told twice or unknown, or has more points than the form.
    """
    known = {item.code: item for item in items}
    kept: dict[str, MarkDocument] = {}
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


def marks_view(marks: Mapping[str, MarkDocument] | None) -> list[dict[str, object]]:
    """Marks as they read; jsonb keeps no order, so they stand in that of their codes."""
    told = sorted((marks or {}).items())
    return [{"code": code, "points": on_the_wire(mark["points"]), "note": mark["note"]} for code, mark in told]
