"""Reports of one hand: the same matter again while it is open, or anew as soon as it is closed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from app.concurrency.slices import Slices
from app.db.session import Session
from app.geo.points import distance_m
from app.queries.irregularities import evidence as queries
from app.queries.irregularities.evidence import PairRow
from app.services.irregularities.finding.found import Look
from app.workflow.irregularities import reports
from app.workflow.irregularities.kinds import IrregularityKind as Kind
from app.workflow.irregularities.reports import Earlier

_METRES_OF_A_DEGREE = 111_000
_KINDS = (Kind.DUPLICATE, Kind.REPORTED_ANEW)


async def look(session: Session, case_ids: Sequence[UUID], at: Look, slices: Slices) -> None:
    """What the reports of these cases are to those of the same person before them."""
    metres = max(at.widest(kind, "metres") for kind in _KINDS)
    for kind in _KINDS:
        for case_id in case_ids:
            at.limits(kind, "", case_id)
    pairs: dict[UUID, list[PairRow]] = defaultdict(list)
    for row in await session.all(queries.PAIRS, case_ids=list(case_ids), near=metres / _METRES_OF_A_DEGREE):
        pairs[row["id"]].append(row)
    for rows in pairs.values():
        earlier = [_earlier(row) for row in rows]
        _duplicate(rows[0], earlier, at)
        _anew(rows[0], earlier, at)
        await slices.rest()


def _duplicate(case: PairRow, earlier: Sequence[Earlier], at: Look) -> None:
    known = at.limits(Kind.DUPLICATE, case["area_path"], case["id"])
    same = reports.duplicates(case["reported_at"], earlier, known[1]) if known else []
    if known and same:
        nearest = min(same, key=lambda one: (one.metres, -one.percent))
        minutes = (case["reported_at"] - nearest.reported_at).total_seconds() / 60
        figures = {
            "times": len(same), "minutes": round(minutes), "metres": round(nearest.metres), "percent": nearest.percent,
        }  # fmt: skip
        _add(case, Kind.DUPLICATE, same, figures, at)


def _anew(case: PairRow, earlier: Sequence[Earlier], at: Look) -> None:
    known = at.limits(Kind.REPORTED_ANEW, case["area_path"], case["id"])
    chain = reports.anew(case["reported_at"], earlier, known[1]) if known else []
    if chain:
        first = chain[-1]
        after = [one.closed_at for one in chain if one.closed_at is not None]
        figures = {
            "times": len(chain),
            "hours": round((case["reported_at"] - first.reported_at).total_seconds() / 3600),
            "minutes": round((case["reported_at"] - max(after)).total_seconds() / 60),
            "metres": round(max(one.metres for one in chain)),
            "percent": min(one.percent for one in chain),
        }
        _add(case, Kind.REPORTED_ANEW, chain, figures, at)


def _add(case: PairRow, kind: Kind, others: Sequence[Earlier], figures: Mapping[str, object], at: Look) -> None:
    known = at.limits(kind, case["area_path"], case["id"])
    if known is not None:
        id_, limits = known
        at.add(
            id_, kind, limits, [case["area_path"]], figures, happened_at=case["reported_at"],
            person_id=case["reporter_id"], subjects=[case["id"]], others=[one.case_id for one in others],
        )  # fmt: skip


def _earlier(row: PairRow) -> Earlier:
    metres = distance_m(row["lat"], row["lon"], row["earlier_lat"], row["earlier_lon"])
    same = row["category_code"] is not None and row["category_code"] == row["earlier_category"]
    alike = alike_percent(row["words"], row["earlier_words"])
    return Earlier(row["earlier_id"], row["earlier_at"], row["earlier_closed_at"], metres, alike, same)


def alike_percent(ones: Sequence[str], others: Sequence[str]) -> int:
    """How many of the pairs of characters two texts have in common (Dice), in hundredths: 100 for the same words."""
    mine, theirs = frozenset(ones), frozenset(others)
    return round(200 * len(mine & theirs) / (len(mine) + len(theirs))) if mine and theirs else 0
