"""The photos of a case: added through the one door, listed, copied and, for evidence, looked at as they came."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from app import clock
from app.authz import Actor
from app.crypto.signed import Signed
from app.db.rows import columns
from app.db.session import Database, Session
from app.errors import NotFound, invalid_field
from app.geo.datum import to_wgs84
from app.identifiers import new_id
from app.models.case_part_rows import AttachmentRow
from app.models.case_parts import AttachmentPurpose
from app.models.case_row import CaseRow
from app.models.upload import CopyState
from app.queries import photos as photo_queries
from app.queries.cases import parts
from app.queries.cases.case import locked_case
from app.queries.cases.scope import scope_of
from app.schemas.attachments import ViewOriginal
from app.schemas.base import Location
from app.services.cases.evidence import Photo
from app.services.cases.expected_photos import expected
from app.services.flow.transitions import perform, require_possible
from app.services.identity.device_clocks import DeviceClock
from app.services.organisation import names
from app.services.photos import links
from app.services.photos.copies import PhotoParked, PhotoPending
from app.services.photos.store import PhotoStore
from app.services.reading import case_view, cases
from app.workflow.actions import Action
from app.workflow.privacy import Sight
from app.workflow.timing.device import Device, judged


@dataclass(frozen=True, slots=True)
class Told:
    """What came with the bytes: WGS-84 degrees, the moment by our clock, how far the device is ahead if it is off."""

    purpose: AttachmentPurpose
    lat: float | None
    lon: float | None
    taken_at: datetime | None
    ahead_seconds: float | None = None

    @property
    def device(self) -> Device:
        """What is odd about the clock it was taken by; it moves no clock and refuses nothing."""
        return replace(judged(self.taken_at, None, None, clock.now()).off_by(self.ahead_seconds), time=None)


def told(purpose: AttachmentPurpose, place: Location | None, taken_at: datetime | None, by: DeviceClock) -> Told:
    """The same from a place in the datum of the device and a moment by its clock."""
    lat, lon = to_wgs84(place.lat, place.lon, place.datum) if place else (None, None)
    return Told(purpose, lat, lon, by.by_ours(taken_at), by.off_seconds)


async def add(
    database: Database, store: PhotoStore, actor: Actor, case_id: UUID, content: AsyncIterator[bytes], told: Told
) -> dict[str, Any]:
    """Adds a photo; gives the case as its actor sees it. No connection is held while the picture is looked at.

    Raises:
        NotFound: the case is not visible. UnsupportedMedia, Invalid, TooLarge: not a usable picture.
        NotFound, NotPermitted, WrongState, GuardRefused, EvidenceMissing, StaleVersion: see `perform`.
    """
    await require_welcome(database, actor, case_id)
    sha256 = await store.keep(database, content)
    async with database.writing() as session:
        attached, _ = await attach(session, actor, case_id, sha256, told)
        return await case_view.detail(session, attached, actor, clock.now())


async def require_welcome(database: Database, actor: Actor, case_id: UUID) -> None:
    """Refuses a photo that could not be added now: nothing is kept for who may not.

    Raises:
        NotFound, NotPermitted, WrongState, GuardRefused, EvidenceMissing, StaleVersion: see `perform`.
    """
    async with database.reading() as session:
        case = await cases.get(session, actor, case_id)
        await require_possible(session, actor, case, Action.ATTACH, clock.now())


async def attach(session: Session, actor: Actor, case_id: UUID, sha256: str, told: Told) -> tuple[CaseRow, UUID]:
    """Makes a stored photo an attachment; gives the case and the attachment's id.

    The same bytes again for the same purpose and round add nothing, not even an event.

    Raises:
        NotFound, NotPermitted, WrongState, GuardRefused, EvidenceMissing, StaleVersion: see `perform`.
    """
    scope = scope_of(actor)
    case = await session.first(locked_case(scope.shape), case_id=case_id, **scope.values)
    if case is None:
        raise NotFound()
    same = await session.value(
        parts.SAME_PHOTO, case_id=case_id, purpose=told.purpose, round=case["rework_round"], sha256=sha256
    )
    if same is not None:
        return case, same
    photo = await photo_of(session, sha256, told)
    return await perform(session, actor, case_id, Action.ATTACH, photo, device=told.device), photo.id


async def photo_of(session: Session, sha256: str, told: Told) -> Photo:
    """A stored picture with what came with it, on its way into a case."""
    stored = await session.one(photo_queries.PHOTO, of_sha256=sha256)
    return Photo(
        id=new_id(clock.now()),
        purpose=told.purpose,
        sha256=sha256,
        media_type=stored["media_type"],
        size_bytes=stored["size_bytes"],
        width=stored["width"],
        height=stored["height"],
        lat=told.lat,
        lon=told.lon,
        taken_at=told.taken_at,
    )


async def listed(session: Session, actor: Actor, case_id: UUID, signed: Signed) -> dict[str, Any]:
    """The photos of a case and of those merged into it, oldest first, and those on their way."""
    matter = await cases.with_merged(session, actor, case_id)
    rows = await session.all(parts.ATTACHMENTS_OF, case_ids=matter.case_ids)
    now = clock.now()
    items = [_view(row, matter.sight, links.Reader(actor.user_id, case_id), signed, now) for row in rows]
    pending = await expected(session, matter.case, *matter.case_ids[1:], sight=matter.sight)
    await names.give(session, actor, items)
    await names.give(session, actor, pending)
    return {"items": items, "photos_pending": pending}


async def copy(session: Session, actor: Actor, case_id: UUID, attachment_id: UUID, size: str) -> links.Kept:
    """The copy of a photo that may leave.

    Raises:
        NotFound: the case is not visible, or has no such photo. PhotoPending: the copy is being made.
        PhotoParked: none could be made.
    """
    row = await _one(session, actor, case_id, attachment_id)
    if row["copies"] == "parked":
        raise PhotoParked()
    if row["copies"] != "made":
        raise PhotoPending(headers={"Retry-After": "2"}, copies=row["copies"])
    return links.kept_copy(row["sha256"], size)


async def view_original(
    session: Session, actor: Actor, case_id: UUID, command: ViewOriginal, signed: Signed
) -> dict[str, Any]:
    """A link to a photo as it came, with what its device said; that it was looked at is an event of the case.

    Raises:
        Invalid: the case has no such photo. The rest: see `perform`.
    """
    await perform(session, actor, case_id, Action.VIEW_ORIGINAL, command)
    case_ids = (await cases.with_merged(session, actor, case_id)).case_ids
    row = await session.first(parts.ATTACHMENT, case_ids=case_ids, id=command.attachment_id)
    if row is None:
        raise invalid_field("/attachment_id", "案卷没有这张照片", "the case has no such photo")
    now = clock.now()
    return {
        "url": links.link_to(
            links.kept_original(row["sha256"], row["media_type"]), links.Reader(actor.user_id, case_id), signed, now
        ),
        "expires_at": now + links.LASTS,
        "media_type": row["media_type"],
        "sha256": row["sha256"],
        "device": {"taken_at": row["device_taken_at"], "lat": row["device_lat"], "lon": row["device_lon"]},
    }


async def _one(session: Session, actor: Actor, case_id: UUID, attachment_id: UUID) -> AttachmentRow:
    case_ids = (await cases.with_merged(session, actor, case_id)).case_ids
    row = await session.first(parts.ATTACHMENT, case_ids=case_ids, id=attachment_id)
    if row is None:
        raise NotFound()
    return row


def _view(row: AttachmentRow, sight: Sight, reader: links.Reader, signed: Signed, now: datetime) -> dict[str, Any]:
    told = ("id", "purpose", "round", "sha256", "media_type", "size_bytes", "width", "height", "taken_at",
            "near_case", "repeated", "created_at", "copies")  # fmt: skip
    made = row["copies"] == CopyState.MADE
    copies = {
        f"{size}_url": links.link_to(links.kept_copy(row["sha256"], size), reader, signed, now) if made else None
        for size in ("preview", "thumbnail")
    }
    who = {"uploaded_by": sight.person(row["uploaded_by"]), "from_resident": row["uploaded_by"] is None}
    return columns(row, told) | copies | who
