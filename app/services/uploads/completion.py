"""A whole upload: put together, looked at, stored under its SHA-256, and attached through the one door.

Each step is safe to be done again, by the request that brought the last byte or by the worker after it.
"""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

from app import clock
from app.db.session import Database, Session
from app.errors import AppError, InternalError, Invalid, NotFound, TooLarge, UnsupportedMedia
from app.files import FilesUnavailable
from app.logs import Log
from app.models.case_parts import AttachmentPurpose
from app.models.case_row import present
from app.models.upload_row import UploadRow
from app.queries import uploads as queries
from app.queries.cases.case import CASE_BY_ID
from app.queries.uploads import PartRow
from app.refusals import AWAY, PASSING
from app.services.identity.actors import load_actor
from app.services.photos import attachments
from app.services.photos.store import PhotoStore
from app.services.uploads import pieces

log = Log()
MOST_TRIES = 3
LEASE = timedelta(minutes=3)
WAIT = timedelta(seconds=30)  # for a disk, a store or a database that had no room


async def complete(database: Database, store: PhotoStore, upload_id: UUID) -> None:
    """Looks at the bytes and attaches them if the case is there.

    Raises:
        UnsupportedMedia, Invalid, TooLarge: no usable photo; the upload is refused. Unavailable: to be tried again.
    """
    async with database.reading() as session:
        parts = await session.all(queries.PARTS, upload_id=upload_id)
    try:
        sha256 = await store.keep(database, _assembled(store, upload_id, parts))
    except (UnsupportedMedia, Invalid, TooLarge) as error:
        await _refuse(database, upload_id, error)
        await pieces.remove(store.files, upload_id)
        raise
    async with database.writing() as session:
        await session.run(queries.WHOLE, upload_id=upload_id, new_sha256=sha256, at=clock.now())
    await pieces.remove(store.files, upload_id)
    await attach(database, upload_id)


async def _assembled(store: PhotoStore, upload_id: UUID, parts: list[PartRow]) -> AsyncIterator[bytes]:
    for part in parts:
        name = pieces.name_of(upload_id, part["start"], part["writer"])
        async for piece in (await store.files.stream(name)).content:
            yield piece


async def attach(database: Database, upload_id: UUID) -> None:
    """Attaches a waiting upload on behalf of its uploader; without its case, or with it out of sight, it waits on."""
    try:
        async with database.writing() as session:
            upload = await session.first(queries.LOCK_WAITING, upload_id=upload_id)
            if upload is None:
                return
            actor = await load_actor(session, upload["user_id"])
            told = attachments.Told(
                AttachmentPurpose(upload["purpose"]),
                upload["lat"],
                upload["lon"],
                upload["taken_at"],
                upload["clock_ahead_seconds"],
            )
            case_id = await _case_now(session, upload["case_id"])
            _, attachment_id = await attachments.attach(session, actor, case_id, present(upload["sha256"]), told)
            await session.run(queries.ATTACHED, upload_id=upload_id, as_id=attachment_id)
    except (NotFound, *PASSING):
        return
    except AppError as error:
        await _refuse(database, upload_id, error)


async def _case_now(session: Session, case_id: UUID) -> UUID:
    """The case a matter is in by now: a photo on its way follows a merge 并案."""
    case = await session.first(CASE_BY_ID, case_id=case_id)
    while case is not None and case["merged_into"] is not None:
        case = await session.first(CASE_BY_ID, case_id=case["merged_into"])
    return case_id if case is None else case["id"]


async def _refuse(database: Database, upload_id: UUID, error: AppError) -> None:
    async with database.writing() as session:
        await session.run(queries.REFUSE, upload_id=upload_id, code=error.code)


async def settle_next(database: Database, store: PhotoStore) -> int:
    """What the requests left: one whole upload nobody looked at, one whose case has come; gives how many."""
    now = clock.now()
    async with database.writing() as session:
        whole = await session.first(queries.CLAIM_WHOLE, at=now, again_at=now + LEASE)
        waiting = await session.first(queries.CLAIM_WAITING, at=now)
    if whole is not None:
        await _settle(database, store, whole)
    if waiting is not None:
        await attach(database, waiting["id"])
    return int(whole is not None) + int(waiting is not None)


async def _settle(database: Database, store: PhotoStore, upload: UploadRow) -> None:
    if upload["attempts"] > MOST_TRIES:
        await _refuse(database, upload["id"], InternalError())
        return
    try:
        await complete(database, store, upload["id"])
    except (FilesUnavailable, *AWAY) as error:  # of the disk, the store or the database: the upload fails by none
        log.warning("upload_waits", upload=str(upload["id"]), error=type(error).__name__)
        async with database.writing() as session:
            await session.run(queries.GIVE_BACK, upload_id=upload["id"], again_at=clock.now() + WAIT)
    except AppError as error:  # refused and said so, or counted and tried again
        log.warning("upload_not_settled", upload=str(upload["id"]), error=error.code)
