"""Correcting where a case lies 更正位置: the point moves, its grid follows, and what the photos show is judged anew."""

from datetime import datetime

from app.authz import Permission
from app.db.rows import columns
from app.errors import NotPermitted
from app.likeness.words import bigrams
from app.models.case_part_rows import AttachmentRow
from app.models.case_parts import AttachmentPurpose
from app.models.case_row import CaseChanges
from app.queries.cases import case, evidence, parts
from app.schemas.flow.correcting import CorrectLocation
from app.services.cases.evidence import Photo, Spot, earliest, is_filed, is_near
from app.services.flow.declared import Declared
from app.services.flow.move import Move
from app.services.organisation import locating
from app.workflow.actions import Action


async def correct(move: Move, command: CorrectLocation) -> None:
    """The point, and the grid that holds it; where none does the grid stays. No unit, category or limit changes.

    Raises:
        NotPermitted: a centre would move the case out of what it looks after.
    """
    place = await locating.place(move.session, command.location)
    move.data.pop("address", None)  # it may be somebody's home
    point: CaseChanges = {"lat": place.lat, "lon": place.lon, "accuracy_m": place.accuracy_m}
    move.data["location"] = dict(point)
    before = move.case
    move.data["before"] = {
        "lat": before["lat"],
        "lon": before["lon"],
        "accuracy_m": before["accuracy_m"],
        "area_code": before["area_code"],
    }
    move.changes |= point
    if command.address is not None:
        move.data["address_changed"] = command.address != move.case["address"]
        words = bigrams(move.case["title"], move.case["description"], command.address)
        move.changes |= {"address": command.address, "words": words}
    if place.area is not None:
        _require_reach(move, place.area.path)
        move.data["area_code"] = place.area.code
        move.changes |= {"area_code": place.area.code, "area_path": place.area.path}
        if place.area.path != move.case["area_path"]:
            move.changes["calendar_version"] = 0  # the place may have another calendar: the sweep computes by that
    await _judge_photos(move)


def _require_reach(move: Move, path: str) -> None:
    actor, permission = move.mover.actor, move.row.permission
    at_the_centre = permission in (Permission.TRIAGE, Permission.DISPATCH)
    if actor is not None and at_the_centre and permission is not None and not actor.may_at(permission, path):
        raise NotPermitted(
            zh="更正后的位置不在您的管辖范围内，请由上级中心更正",
            en="The corrected location is outside your jurisdiction: the centre above can correct it",
        )


async def _judge_photos(move: Move) -> None:
    """Which photos of this round were taken near the case, now that it is known where that is."""
    began = await move.session.value(case.ROUND_BEGAN, case_id=move.case_id)

    def is_of_work(row: AttachmentRow) -> bool:
        """Whether it came after the filing; of history the time of that is not known, and all did."""
        filed_at = move.case["filed_at"]
        return is_filed(move.case) and (filed_at is None or row["created_at"] >= filed_at)

    def since(row: AttachmentRow) -> datetime:
        return earliest(move.case, began, filed=is_of_work(row))

    spot = Spot(move.changes["lat"], move.changes["lon"])
    rows = await move.session.all(parts.ATTACHMENTS_OF, case_ids=[move.case_id])
    rows = [row for row in rows if row["round"] == move.facts.rework_round]

    def near_it(row: AttachmentRow) -> bool:
        """Of a response 报到 it was the place of its whistle that counted: that has not moved."""
        if row["purpose"] == AttachmentPurpose.RESPONSE:
            return row["near_case"]
        return is_near(_photo(row), spot, since(row), row["created_at"])

    near = [row for row in rows if near_it(row)]
    if not rows:
        return
    ids = [row["id"] for row in near]
    await move.session.run(evidence.JUDGE_PHOTOS, case_id=move.case_id, round=move.facts.rework_round, near=ids)
    counts = [
        row
        for row in near
        if row["purpose"] == AttachmentPurpose.AFTER and (not is_filed(move.case) or is_of_work(row))
    ]
    shown = [row for row in counts if not await _shown_before(move, row)]
    if shown:
        move.changes["after_photo_round"] = move.facts.rework_round
    elif move.case["after_photo_round"] == move.facts.rework_round:
        move.changes["after_photo_round"] = -1


def _photo(row: AttachmentRow) -> Photo:
    return Photo.model_validate(columns(row, Photo.model_fields))


async def _shown_before(move: Move, row: AttachmentRow) -> bool:
    told = {"sha256": row["sha256"], "purpose": row["purpose"], "round": row["round"]}
    return bool(await move.session.all(parts.SHOWN_AS, case_id=move.case_id, **told))


ACTIONS = (Declared(Action.CORRECT_LOCATION, CorrectLocation, correct),)
