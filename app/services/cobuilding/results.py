"""Reading results: the list of a quarter, and one of it explained, with the corrections beside what was published."""

from collections.abc import Mapping
from uuid import UUID

from app.authz import Actor
from app.db.rows import columns
from app.db.session import Session
from app.errors import NotFound, NotPermitted
from app.models.cobuilding import QuarterState
from app.models.cobuilding_rows import PartDocument
from app.queries.cobuilding import results as queries
from app.queries.cobuilding.periods import PlacedPeriod
from app.queries.cobuilding.results import CorrectionRow, ResultRow
from app.services.cobuilding import access, forms, periods, schemes
from app.services.cobuilding.publishing import values_of
from app.services.organisation import names
from app.workflow.cobuilding import ranking, scoring
from app.workflow.cobuilding.scheme import Scheme, ScorePart

_CALLED = ("group_name", "area_code", "area_name", "lead_name")
_COUNTED = ("asked", "answered", "activities", "tasks", "tasks_done")
View = dict[str, object]


async def listed(session: Session, actor: Actor, period_id: UUID) -> View:
    """The list of a quarter, ranked first; before it is published for who runs the assessment alone.

    Raises:
        NotFound: no such quarter concerns the actor. NotPermitted: it is not published yet.
    """
    period, rows, corrections, scheme = await _material(session, actor, period_id)
    again = _corrected(scheme, rows, corrections)
    items = [_view(scheme, row, again) for row in rows]
    return columns(period, ("state", "computed_at", "published_at")) | {"items": items}


async def explained(session: Session, actor: Actor, period_id: UUID, group_id: UUID) -> View:
    """One result with all that it came from, for who sees the group or runs the assessment.

    Raises:
        NotFound: there is none, or the actor sees no such group. NotPermitted: it is not published yet.
    """
    await access.seen(session, actor, group_id)
    _, rows, corrections, scheme = await _material(session, actor, period_id)
    row = next((each for each in rows if each["group_id"] == group_id), None)
    if row is None:
        raise NotFound()
    detail = row["detail"]
    entries = [_entry(each) for each in corrections if each["group_id"] == group_id]
    await names.give(session, actor, entries)
    return _view(scheme, row, _corrected(scheme, rows, corrections)) | {
        "members": detail["members"],
        "months": [each | {"score": forms.on_the_wire(each["score"])} for each in detail["months"]],
        "inspections": [each | {"score": forms.on_the_wire(each["score"])} for each in detail["inspections"]],
        **columns(detail, _COUNTED),
        "least_answers": scheme.least_answers,
        "to_commendation": None if row["score"] is None
        else forms.on_the_wire(max(0, scheme.commend_from - row["score"])),
        "corrections": entries,
    }  # fmt: skip


async def _material(
    session: Session, actor: Actor, period_id: UUID
) -> tuple[PlacedPeriod, list[ResultRow], list[CorrectionRow], Scheme]:
    period = await periods.seen(session, actor, period_id)
    if period["state"] != QuarterState.PUBLISHED and not access.may_manage(actor, period["area_path"]):
        raise NotPermitted(zh="该季度结果尚未公布", en="The results of this quarter are not published yet")
    rows = await session.all(queries.OF_PERIOD, of_id=period_id, computed=period["computation"])
    corrections = await session.all(queries.CORRECTIONS, of_id=period_id)
    scheme = forms.scheme_of((await schemes.one(session, period["scheme_id"]))["body"])
    return period, rows, corrections, scheme


def _corrected(scheme: Scheme, rows: list[ResultRow], corrections: list[CorrectionRow]) -> Mapping[UUID, View]:
    """What the list would be with all corrections; nothing where there is none."""
    if not corrections:
        return {}
    scores = {row["group_id"]: scoring.averaged(scheme, values_of(row, corrections)).score for row in rows}
    places = ranking.ranked(scores)
    return {
        group_id: {
            "corrected_score": forms.on_the_wire(score),
            "corrected_rank": places[group_id].rank if group_id in places else None,
            "corrected_verdict": ranking.verdict(scheme, score),
            "corrected": any(each["group_id"] == group_id for each in corrections),
        }
        for group_id, score in scores.items()
    }


_AS_IT_WAS: View = {
    "corrected": False, "corrected_score": None, "corrected_rank": None, "corrected_verdict": None,
}  # fmt: skip


def _view(scheme: Scheme, row: ResultRow, again: Mapping[UUID, View]) -> View:
    detail = row["detail"]
    view: View = {"group_id": row["group_id"], "score": forms.on_the_wire(row["score"])}
    view |= columns(detail, _CALLED)
    view |= {"rank": row["rank"], "is_tied": row["is_tied"], "verdict": row["verdict"]}
    parts = [_part(scheme, ScorePart(name), told) for name, told in detail["parts"].items()]
    in_order = sorted(parts, key=lambda each: list(ScorePart).index(ScorePart(str(each["part"]))))
    return view | {"parts": in_order} | again.get(row["group_id"], _AS_IT_WAS)


def _part(scheme: Scheme, part: ScorePart, told: PartDocument) -> View:
    return {
        "part": part, "weight": scheme.weights[part], "counted": forms.on_the_wire(told["counted"]),
        "value": forms.on_the_wire(told["value"]), "missing": told["missing"],
    }  # fmt: skip


def _entry(row: CorrectionRow) -> View:
    return {
        "id": row["id"], "part": row["part"], "before": forms.on_the_wire(row["before"]),
        "value": forms.on_the_wire(row["value"]), "reason": row["reason"], "corrected_by": row["corrected_by"],
        "created_at": row["created_at"],
    }  # fmt: skip
