"""Effects of handling 处置: signing, evidence, and saying that it is done."""

from datetime import datetime
from uuid import UUID

from app import clock
from app.errors import invalid_field
from app.models.case_parts import AttachmentPurpose
from app.models.case_row import present
from app.queries import photos
from app.queries.cases import case, parts, whistles
from app.queries.organisation import lookup
from app.schemas.flow.command import Command
from app.schemas.flow.commands import NoteOnly, Resolve, Sign
from app.services.cases.evidence import Photo, Spot, earliest, is_filed, is_near
from app.services.flow.declared import Declared, Way
from app.services.flow.move import Move
from app.workflow.actions import Action
from app.workflow.relations import Relation, holds
from app.workflow.timing.device import CLOCK_OFF


async def sign(move: Move, command: Sign) -> None:
    """The unit takes the case on 签收; a handler other than the one who signs must belong to the unit."""
    handler = command.handler_id or move.user_id
    await require_handler(move, handler, [present(move.facts.lead_department)])
    late = move.facts.stage_due_at is not None and move.now > move.facts.stage_due_at
    move.changes |= {"handler_id": handler, "signed_at": move.now, "signed_late": late}


async def require_handler(move: Move, handler: UUID, units: list[str]) -> None:
    """Refuses a handler other than the one who moves the case that works in none of these units."""
    if handler == move.user_id:
        return
    known = await move.session.first(lookup.HANDLER_OF, user_id=handler, department_codes=units, today=clock.today())
    if known is None:
        raise invalid_field("/handler_id", "该人员不属于主办单位", "that person does not work in the unit")


async def auto_sign(move: Move, command: Command) -> None:
    """Nobody signed in time: the case is theirs all the same, and it counts as late."""
    move.changes |= {"signed_at": move.now, "signed_late": True, "auto_signed": True}


async def progress(move: Move, command: Command) -> None:
    """The unit is at work: from now on it is not taken off the case without a word 改派."""
    move.changes["progress_at"] = move.now


async def resolve(move: Move, command: Resolve) -> None:
    """The handler says what was done; the same words answer the reporter unless closing says others."""
    move.changes |= {
        "result": command.result,
        "resolved_at": move.now,
        "progress_at": move.now,
        "handler_id": move.case["handler_id"] or move.user_id,
    }


async def attach(move: Move, photo: Photo) -> None:
    """A photo: kept once per content, purpose and round; an after-photo counts when it was taken near the case.

    Bytes that were attached before, to whatever case, are a repeated photo 重复照片: remarked upon, not refused. Within
    the case they show nothing new: no work after what they were shown for, nothing before what they show as done.
    """
    began = await move.session.value(case.ROUND_BEGAN, case_id=move.case_id)
    since = earliest(move.case, began, filed=is_filed(move.case))
    spot, since = await _where_and_since(move, photo, since)
    near = is_near(photo, spot, since, move.now)
    shown = await _shown_as(move, photo)
    stored = await move.session.one(photos.USE, of_sha256=photo.sha256)
    await move.session.run(
        parts.ATTACH,
        case_id=move.case_id,
        id=photo.id,
        purpose=photo.purpose,
        round=move.facts.rework_round,
        sha256=photo.sha256,
        media_type=photo.media_type,
        size_bytes=photo.size_bytes,
        width=photo.width,
        height=photo.height,
        area_path=move.case["area_path"],
        lat=photo.lat,
        lon=photo.lon,
        taken_at=photo.taken_at,
        near_case=near,
        repeated=stored["uses"] > 1,
        device_taken_at=stored["device_taken_at"],
        device_lat=stored["device_lat"],
        device_lon=stored["device_lon"],
        uploaded_by=move.mover.user_id,
        created_at=move.now,
    )
    move.data["near_case"] = near
    if stored["uses"] > 1:
        move.data["repeated"] = True
    if photo.purpose is AttachmentPurpose.BEFORE and AttachmentPurpose.AFTER not in shown:
        move.changes["before_photo"] = True
    if photo.purpose is AttachmentPurpose.AFTER and near and not shown:
        move.changes["after_photo_round"] = move.facts.rework_round
        if _is_of_a_unit(move):
            move.changes["progress_at"] = move.now


async def _where_and_since(move: Move, photo: Photo, since: datetime) -> tuple[Spot, datetime]:
    """What it has to be near, and since when: of a response 报到 the place and the time of the open whistle."""
    if photo.purpose is AttachmentPurpose.RESPONSE and move.facts.called:
        whistle = await move.session.one(whistles.OPEN_ONE, case_id=move.case_id)
        return Spot(whistle["lat"], whistle["lon"]), whistle["called_at"] - CLOCK_OFF
    return Spot(move.case["lat"], move.case["lon"]), since


def _is_of_a_unit(move: Move) -> bool:
    actor = move.mover.actor
    return actor is not None and any(
        holds(relation, actor, move.facts) for relation in (Relation.UNIT, Relation.ASSIST)
    )


async def _shown_as(move: Move, photo: Photo) -> set[str]:
    told = {"sha256": photo.sha256, "purpose": photo.purpose, "round": move.facts.rework_round}
    return {row["purpose"] for row in await move.session.all(parts.SHOWN_AS, case_id=move.case_id, **told)}


ACTIONS = (
    Declared(Action.SIGN, Sign, sign),
    Declared(Action.AUTO_SIGN, Command, auto_sign, way=Way.NOBODY),
    Declared(Action.PROGRESS, NoteOnly, progress),
    Declared(Action.RESOLVE, Resolve, resolve),
    Declared(Action.ATTACH, Photo, attach, way=Way.OWN),
)
