"""Photos whose very bytes are evidence of something else already."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from app.concurrency.slices import Slices
from app.db.session import Session
from app.geo.points import distance_m
from app.queries.irregularities import evidence as queries
from app.queries.irregularities.evidence import UseRow
from app.services.irregularities.finding.found import Look
from app.workflow.irregularities.kinds import IrregularityKind
from app.workflow.irregularities.photos import Use, fault

_KIND = IrregularityKind.REPEATED_PHOTO
_TOLD_OF_IT = 16  # characters of a digest by which a person finds two files to be one


async def look(session: Session, case_ids: Sequence[UUID], at: Look, slices: Slices) -> None:
    """What the photos of these cases had been used for; one irregularity a case, of the first that is wrong."""
    for case_id in case_ids:
        at.limits(_KIND, "", case_id)
    of_case: dict[UUID, dict[UUID, list[UseRow]]] = defaultdict(lambda: defaultdict(list))
    for row in await session.all(queries.USES, case_ids=list(case_ids)):
        of_case[row["case_id"]][row["id"]].append(row)
    for photos in of_case.values():
        for rows in sorted(photos.values(), key=lambda rows: rows[0]["created_at"]):
            if _judge(rows, at):
                break
        await slices.rest()


def _judge(rows: Sequence[UseRow], at: Look) -> bool:
    photo = rows[0]
    known = at.limits(_KIND, photo["area_path"], photo["case_id"])
    if known is None:
        return False
    id_, limits = known
    for row in rows:
        wrong = fault(_later(row), [_earlier(row)], limits)
        if wrong is None:
            continue
        what, before = wrong
        figures = {
            "fault": what.value,
            "purpose": photo["purpose"],
            "earlier_purpose": before.purpose,
            "metres": None if (metres := _metres(row)) is None else round(metres),
            "minutes": round((photo["created_at"] - before.at).total_seconds() / 60),
            "sha256": photo["sha256"][:_TOLD_OF_IT],
        }
        at.add(
            id_, _KIND, limits, [photo["area_path"]], figures, happened_at=photo["created_at"],
            person_id=photo["uploaded_by"], subjects=[photo["case_id"]], others=[before.case_id],
        )  # fmt: skip
        return True
    return False


def _later(row: UseRow) -> Use:
    family = {row["case_id"], row["merged_into"], row["parent_id"]} - {None}
    return Use(
        row["case_id"], row["purpose"], row["round"], row["created_at"], row["uploaded_by"],
        frozenset(each for each in family if each), _metres(row),
    )  # fmt: skip


def _earlier(row: UseRow) -> Use:
    family = {row["earlier_id"], row["earlier_merged"], row["earlier_parent"]}
    return Use(
        row["earlier_id"], row["earlier_purpose"], row["earlier_round"], row["earlier_at"], row["earlier_by"],
        frozenset(each for each in family if each),
    )  # fmt: skip


def _metres(row: UseRow) -> float | None:
    lat, lon, other_lat, other_lon = row["lat"], row["lon"], row["earlier_lat"], row["earlier_lon"]
    if lat is None or lon is None or other_lat is None or other_lon is None:
        return None
    return distance_m(lat, lon, other_lat, other_lon)
