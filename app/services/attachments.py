"""The photos of a case: added through the one door, listed and read by whoever sees the case."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from app import clock
from app.authz import Actor
from app.db.session import Row, Session
from app.errors import NotFound
from app.geo.datum import to_wgs84
from app.identifiers import new_id
from app.models.case_parts import AttachmentPurpose
from app.queries import case_parts
from app.schemas.base import Location
from app.services import cases, photos
from app.services.evidence import Photo
from app.services.transitions import perform
from app.workflow.actions import Action


@dataclass(frozen=True, slots=True)
class Upload:
    """What came with the bytes."""

    purpose: AttachmentPurpose
    location: Location | None
    taken_at: datetime | None


async def add(session: Session, actor: Actor, case_id: UUID, files: Path, content: bytes, upload: Upload) -> Row:
    """Adds a photo; gives the case. The same bytes again for the same purpose and round add nothing.

    Raises:
        UnsupportedMedia, Invalid: not a usable picture. Whatever `perform` raises.
    """
    picture = await photos.store(files, content)
    place = upload.location
    lat, lon = to_wgs84(place.lat, place.lon, place.datum) if place else (None, None)
    photo = Photo(
        id=new_id(clock.now()),
        purpose=upload.purpose,
        sha256=picture.sha256,
        media_type=picture.media_type,
        size_bytes=picture.size_bytes,
        width=picture.width,
        height=picture.height,
        lat=lat,
        lon=lon,
        taken_at=upload.taken_at,
    )
    return await perform(session, actor, case_id, Action.ATTACH, photo)


async def listed(session: Session, actor: Actor, case_id: UUID) -> list[dict[str, Any]]:
    """The photos of a case and of those merged into it, oldest first."""
    await cases.get(session, actor, case_id)
    case_ids = await cases.with_merged(session, case_id)
    return [_view(row) for row in await session.all(case_parts.ATTACHMENTS_OF, case_ids=case_ids)]


async def read(session: Session, actor: Actor, case_id: UUID, attachment_id: UUID) -> Row:
    """One photo of a case.

    Raises:
        NotFound: the case is not visible, or has no such photo.
    """
    await cases.get(session, actor, case_id)
    case_ids = await cases.with_merged(session, case_id)
    row = await session.first(case_parts.ATTACHMENT, case_ids=case_ids, id=attachment_id)
    if row is None:
        raise NotFound()
    return row


def _view(row: Row) -> dict[str, Any]:
    names = ("id", "purpose", "round", "sha256", "media_type", "size_bytes", "width", "height", "taken_at",
             "near_case", "uploaded_by", "created_at")  # fmt: skip
    return {name: row[name] for name in names}
