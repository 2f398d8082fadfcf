"""A scheme from its document, and a score as the document that explains it."""

from collections.abc import Mapping
from datetime import date
from typing import cast
from urllib.parse import urlencode

from app.schemas.evaluation.schemes import SchemeDocument
from app.workflow.evaluation.figures import FIGURES
from app.workflow.evaluation.scheme import Assessed, Colour, Deduction, Item, PayBand, Scheme, Trigger
from app.workflow.evaluation.scoring import IRREGULAR, Score
from app.workflow.evaluation.sums import Sum

Period = tuple[date, date]


def scheme_of(assessed: Assessed, document: SchemeDocument) -> Scheme:
    """The scheme a document describes; what has no English name is called by its Chinese one."""
    return Scheme(
        assessed,
        tuple(Item(each.code, each.label_zh, each.label or each.label_zh, each.weight, each.figure, each.zero_at,
                   each.full_at) for each in document.items),
        tuple(Colour(each.code, each.label_zh, each.label or each.label_zh, each.from_score)
              for each in document.colours),
        tuple(Deduction(each.code, each.label_zh, each.label or each.label_zh, each.figure, each.points, each.cap)
              for each in document.deductions),
        tuple(Trigger(each.code, each.label_zh, each.label or each.label_zh, each.figure, each.at_least, each.colour)
              for each in document.triggers),
        tuple(PayBand(each.code, each.label_zh, each.label or each.label_zh, each.tasks_from, each.size_from,
                      each.amount) for each in document.pay_bands),
        document.fewest,
        frozenset(document.listed_only),
    )  # fmt: skip


def stored(assessed: str, document: Mapping[str, object]) -> Scheme:
    """The scheme that was stored."""
    return scheme_of(Assessed(assessed), SchemeDocument.model_validate(document))


def colours_of(document: Mapping[str, object]) -> dict[str, tuple[str, str]]:
    """What each colour of an explanation is called, in Chinese and in English."""
    colours = cast("list[dict[str, str]]", document.get("colours", []))
    return {each["code"]: (each["label_zh"], each["label"]) for each in colours}


def explained(scheme: Scheme, score: Score, subject: str, period: Period) -> dict[str, object]:
    """The arithmetic of a score: what was earned, taken and forced, with the lists of cases behind each number."""

    def href(figure: str, part: str) -> str:
        given = {"kind": scheme.assessed.kind.value, "subject": subject, "first": str(period[0]),
                 "last": str(period[1]), "part": part, "listed_only": sorted(scheme.listed_only)}  # fmt: skip
        return f"/api/v1/evaluation/figures/{figure}/cases?{urlencode(given, doseq=True)}"

    def counted(total: Sum, figure: str | None) -> dict[str, object]:
        told: dict[str, object] = {"hits": total.hits, "counted": total.counted, "exempt": total.exempt}
        return told if figure is None else told | {
            "figure": figure, "figure_zh": FIGURES[figure].zh, "figure_en": FIGURES[figure].en,
            "hit_href": href(figure, "hit"), "missed_href": href(figure, "missed"),
            "exempt_href": href(figure, "exempt"),
        }  # fmt: skip

    return {
        "items": [
            {"code": each.item.code, "label_zh": each.item.zh, "label": each.item.en, "weight": each.item.weight,
             "value": each.value, "zero_at": each.item.zero_at, "full_at": each.item.full_at, "points": each.points,
             **counted(each.total, each.item.figure)}
            for each in score.items
        ],
        "deductions": [
            {"code": each.deduction.code, "label_zh": each.deduction.zh, "label": each.deduction.en,
             "points_each": each.deduction.points, "points": each.points, "is_capped": each.is_capped,
             **counted(each.total, each.deduction.figure)}
            for each in score.deductions
        ],
        "triggers": [
            {"code": each.trigger.code, "label_zh": each.trigger.zh, "label": each.trigger.en,
             "colour": each.trigger.colour, **counted(each.total, each.trigger.figure)}
            for each in score.triggers
        ],
        "colours": [{"code": each.code, "label_zh": each.zh, "label": each.en, "from_score": each.from_score}
                    for each in scheme.colours],
        "counted": score.counted, "fewest": scheme.fewest, "is_ranked": score.is_ranked,
        "next_colour": None if score.next_colour is None else score.next_colour.code, "to_next": score.to_next,
        "irregular": counted(score.irregular, IRREGULAR) | {"listed_only": sorted(scheme.listed_only)},
        "pay_band": None if score.pay_band is None else {
            "code": score.pay_band.code, "label_zh": score.pay_band.zh, "label": score.pay_band.en,
            "amount": score.pay_band.amount,
        },
    }  # fmt: skip
