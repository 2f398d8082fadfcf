"""What a resident adds by their link: further words, an urge, an objection, photos; each an event of the case.

It goes to the case their matter is in now. What is sent again is done once: words by the id that the client made,
photos by their bytes. A photo is for the staff of the case alone: nothing that is public ever shows it.
"""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

from app import clock
from app.db.session import Database, Session
from app.errors import GuardRefused, NotFound, invalid_field
from app.models.case_parts import AttachmentPurpose
from app.queries.cases import case as case_queries
from app.queries.cases import parts
from app.queries.residents import reports as queries
from app.schemas.base import Note
from app.schemas.flow.command import Command
from app.schemas.residents.reports import Offered
from app.services.cases.evidence import Photo
from app.services.cases.mover import RESIDENT
from app.services.flow.transitions import perform_without_user, require_possible_by_link
from app.services.photos.attachments import Told, photo_of
from app.services.photos.store import PhotoStore
from app.services.residents.reports import ACTION_OF, Matter, added, behind, followed
from app.services.security import bounds
from app.services.security.bounds import Bound

WORDS_OF_A_REPORT = Bound(10, timedelta(days=1))
PHOTOS_SENT = Bound(20, timedelta(days=1))  # for one report, those that are refused or there already too
MOST_PHOTOS = 9  # of one report


class Said(Command):
    """What a resident said, and the id under which they said it."""

    said_id: UUID
    merged_case_id: UUID | None = None  # the report it is about, where that was merged into the case
    note: Note | None = None


class Shown(Photo):
    """A photo of a resident, likewise."""

    merged_case_id: UUID | None = None


async def say(session: Session, token: str, offer: Offered, said_id: UUID, note: str | None) -> dict[str, object]:
    """Does it, once, and shows how the matter stands.

    Raises:
        Invalid: nothing is said. NotFound, Gone: as for `followed`.
        WrongState, GuardRefused: not now, or not again. TooManyRequests: enough said.
    """
    if note is None and offer is not Offered.URGE:
        raise invalid_field("/note", "必填", "Field required")
    matter = await behind(session, token)
    case_id: UUID = matter.now["id"]
    await session.first(case_queries.LOCK_ANY_CASE, case_id=case_id)  # whoever sends it twice at once waits here
    again = {"case_ids": [case_id, matter.own["id"]], "said_id": str(said_id)}
    if not await session.value(queries.SAID, **again):
        await bounds.count(session, "resident-words", str(matter.own["id"]), WORDS_OF_A_REPORT)
        said = Said(said_id=said_id, merged_case_id=matter.merged_id, note=note)
        await perform_without_user(session, RESIDENT, case_id, ACTION_OF[offer], said)
    return await followed(session, token)


async def require_welcome(database: Database, token: str) -> None:
    """Refuses a photo that could not be added now, before any of it is read; those that come are counted.

    Raises:
        NotFound, Gone: as for `followed`. WrongState, GuardRefused: not now. TooManyRequests: too many came.
    """
    async with database.writing() as session:
        matter = await behind(session, token)
        require_possible_by_link(matter.now, ACTION_OF[Offered.PHOTOS], clock.now())
        await bounds.count(session, "resident-photo", str(matter.own["id"]), PHOTOS_SENT)


async def add_photo(
    database: Database, store: PhotoStore, token: str, content: AsyncIterator[bytes]
) -> tuple[dict[str, object], bool]:
    """Adds a photo of the place; how the matter stands, and whether the photo is new to it.

    No connection is held while the picture is looked at, in a process of its own.

    Raises:
        UnsupportedMedia, Invalid, TooLarge: not a usable picture. The rest as for `require_welcome`.
    """
    sha256 = await store.keep(database, content)
    async with database.writing() as session:
        matter = await behind(session, token)
        case_id = matter.now["id"]
        case = await session.first(case_queries.LOCK_ANY_CASE, case_id=case_id)
        if case is None:
            raise NotFound()
        purpose = AttachmentPurpose.SCENE
        same = {"case_id": case_id, "purpose": purpose, "round": case["rework_round"], "sha256": sha256}
        is_new = await session.value(parts.SAME_PHOTO, **same) is None
        if is_new:
            await _require_few(session, matter)
            photo = await photo_of(session, sha256, Told(purpose, None, None, None))
            photo = Shown(**photo.model_dump(), merged_case_id=matter.merged_id)
            await perform_without_user(session, RESIDENT, case_id, ACTION_OF[Offered.PHOTOS], photo)
        return await followed(session, token), is_new


async def _require_few(session: Session, matter: Matter) -> None:
    if sum(each["offer"] is Offered.PHOTOS for each in await added(session, matter)) >= MOST_PHOTOS:
        raise GuardRefused(
            zh=f"已补充 {MOST_PHOTOS} 张照片，不能再加",
            en=f"{MOST_PHOTOS} photos have been added already",
            condition="enough-photos",
        )
