"""An upload is declared once, for whatever case, and found by its key.

Whether the case is there, or out of sight, its maker is not told: either way the upload waits for it. What its maker
may do to the case is asked when it is attached.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from app import clock
from app.authz import Actor, Bearer
from app.crypto import canonical
from app.db.rows import columns
from app.db.session import Database, Session
from app.errors import AppError, BadRequest, KeyReused, NotFound, TooManyRequests, UploadGone
from app.geo.datum import to_wgs84
from app.identifiers import new_id
from app.models.upload_row import UploadRow
from app.queries import uploads as queries
from app.schemas.device import place_of
from app.schemas.uploads import UploadDeclaration
from app.services.identity.device_clocks import DeviceClock, of_device
from app.services.photos.store import PhotoStore, too_large
from app.services.uploads import headers, pieces

LASTS = timedelta(days=7)  # after the last byte that arrived
MOST_OPEN = 200  # unfinished uploads of one user
_OPEN = ("receiving", "waiting")


async def create(
    database: Database,
    store: PhotoStore,
    actor: Actor,
    bearer: Bearer,
    size: int,
    metadata: str | None,
    key: str | None,
) -> UploadRow:
    """The upload of this declaration: a new one, or the one its key made before.

    Raises:
        BadRequest, TooLarge, Invalid: the declaration. KeyReused: the key made another upload. UploadGone: it made
        this one, which is over. TooManyRequests: too many are unfinished.
    """
    if size == 0:
        raise BadRequest(zh="照片不能为空", en="A photo has at least one byte")
    if size > store.max_bytes:
        raise too_large(store.max_bytes)
    told = headers.declaration(metadata)
    async with database.writing() as session:
        device = await of_device(session, bearer, told.sent_at)
        row = _row(actor, size, metadata or "", told, device, key or told.id)
        return await _created(session, actor, row, told, key or told.id)


async def _created(
    session: Session, actor: Actor, row: dict[str, Any], told: UploadDeclaration, key: str | None
) -> UploadRow:
    known = await session.first(queries.BY_KEY, user_id=actor.user_id, of_key=key) if key else None
    if known is None:
        await _require_room(session, actor)
        made = await session.first(queries.CREATE, **row)
        if made is not None:
            return made
    before = await session.one(queries.BY_KEY, user_id=actor.user_id, of_key=key) if known is None else known
    if before["size_bytes"] != row["size_bytes"] or not _says_the_same(before["told"], row["told"], told):
        raise KeyReused()
    return alive(before)


def _says_the_same(before: str, metadata: str, told: UploadDeclaration) -> bool:
    """Whether two Upload-Metadata declare the same photo; the clock at sending moves on with each try."""
    if before == metadata:
        return True
    try:
        return _meaning(headers.declaration(before)) == _meaning(told)
    except AppError:  # what it said is not taken any more
        return False


def _meaning(told: UploadDeclaration) -> str:
    besides = {"id", "sent_at"} & UploadDeclaration.model_fields.keys()
    return canonical.meaning(told.model_copy(update=dict.fromkeys(besides)))


async def _require_room(session: Session, actor: Actor) -> None:
    if await session.one_value(queries.OPEN_COUNT, user_id=actor.user_id) >= MOST_OPEN:
        raise TooManyRequests(
            zh=f"未完成的上传不能超过 {MOST_OPEN} 个",
            en=f"At most {MOST_OPEN} uploads may be unfinished",
            headers={"Retry-After": "60"},
        )


def _row(
    actor: Actor, size: int, metadata: str, told: UploadDeclaration, device: DeviceClock, key: str | None
) -> dict[str, Any]:
    now = clock.now()
    upload_id = new_id(now)
    point = place_of(told.lat, told.lon, told.datum)
    place = to_wgs84(point.lat, point.lon, point.datum) if point else (None, None)
    return {
        "id": upload_id,
        "user_id": actor.user_id,
        "key": key or str(upload_id),
        "case_id": told.case_id,
        "purpose": told.purpose,
        "told": metadata,
        "filename": told.filename,
        "taken_at": device.by_ours(told.taken_at),
        "clock_ahead_seconds": device.off_seconds,
        "lat": place[0],
        "lon": place[1],
        "size_bytes": size,
        "try_at": now,
        "created_at": now,
        "expires_at": now + LASTS,
    }


async def mine(session: Session, actor: Actor, upload_id: UUID) -> UploadRow:
    """An upload of the actor, whatever became of it.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    row = await session.first(queries.MINE, upload_id=upload_id, user_id=actor.user_id)
    if row is None:
        raise NotFound()
    return row


def alive(row: UploadRow) -> UploadRow:
    """The same upload, unless it is over.

    Raises:
        UploadGone: it has expired or was refused.
    """
    over = row["state"] in ("expired", "refused") or (row["state"] in _OPEN and row["expires_at"] <= clock.now())
    if over:
        raise UploadGone(state="refused" if row["state"] == "refused" else "expired", refusal=row["refusal"])
    return row


async def end(database: Database, store: PhotoStore, actor: Actor, upload_id: UUID) -> None:
    """The uploader gives an upload up: its pieces go. One that became an attachment stays evidence.

    Raises:
        NotFound: there is none to end.
    """
    async with database.writing() as session:
        ended = await session.value(queries.END, upload_id=upload_id, user_id=actor.user_id)
    if ended is None:
        raise NotFound()
    await pieces.remove(store.files, upload_id)


def view(row: UploadRow) -> dict[str, Any]:
    """An upload as its maker reads it."""
    names = ("id", "case_id", "purpose", "filename", "state", "size_bytes", "created_at", "expires_at",
             "attachment_id", "refusal")  # fmt: skip
    return columns(row, names) | {"offset": row["received"]}
