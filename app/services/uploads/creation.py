"""An upload is declared once, for a case that the uploader sees or that is not there yet, and found by its key."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from app import clock
from app.authz import Actor
from app.db.session import Database, Row, Session
from app.errors import BadRequest, KeyReused, NotFound, TooManyRequests, UploadGone
from app.geo.datum import to_wgs84
from app.identifiers import new_id
from app.queries import cases as case_queries
from app.queries import uploads as queries
from app.schemas.uploads import UploadDeclaration
from app.services.photos.store import PhotoStore, too_large
from app.services.reading import cases
from app.services.uploads import headers, pieces
from app.workflow.privacy import Sight

LASTS = timedelta(days=7)  # after the last byte that arrived
MOST_OPEN = 200  # unfinished uploads of one user
_OPEN = ("receiving", "waiting")


async def create(
    database: Database, store: PhotoStore, actor: Actor, size: int, metadata: str | None, key: str | None
) -> Row:
    """The upload of this declaration: a new one, or the one its key made before.

    Raises:
        BadRequest, TooLarge, Invalid: the declaration. NotFound: the case is not theirs to see. KeyReused: the key
        made another upload. UploadGone: it made this one, which is over. TooManyRequests: too many are unfinished.
    """
    if size == 0:
        raise BadRequest(zh="照片不能为空", en="A photo has at least one byte")
    if size > store.max_bytes:
        raise too_large(store.max_bytes)
    told = headers.declaration(metadata)
    async with database.writing() as session:
        return await _created(session, actor, size, metadata or "", told, key or told.id)


async def _created(
    session: Session, actor: Actor, size: int, metadata: str, told: UploadDeclaration, key: str | None
) -> Row:
    before = await session.first(queries.BY_KEY, user_id=actor.user_id, of_key=key) if key else None
    if before is None:
        await _require_place(session, actor, told.case_id)
        values = _row(actor, size, metadata, told, key)
        made = await session.first(queries.CREATE, **values)
        if made is not None:
            return made
        before = await session.one(queries.BY_KEY, user_id=actor.user_id, of_key=key)
    if (before["size_bytes"], before["told"]) != (size, metadata):
        raise KeyReused()
    return alive(before)


async def _require_place(session: Session, actor: Actor, case_id: UUID) -> None:
    if await session.first(case_queries.CASE_BY_ID, case_id=case_id) is not None:
        await cases.get(session, actor, case_id)
    if await session.value(queries.OPEN_COUNT, user_id=actor.user_id) >= MOST_OPEN:
        raise TooManyRequests(
            zh=f"未完成的上传不能超过 {MOST_OPEN} 个",
            en=f"At most {MOST_OPEN} uploads may be unfinished",
            headers={"Retry-After": "60"},
        )


def _row(actor: Actor, size: int, metadata: str, told: UploadDeclaration, key: str | None) -> dict[str, Any]:
    now = clock.now()
    upload_id = new_id(now)
    place: tuple[float | None, float | None] = (None, None)
    if told.lat is not None and told.lon is not None:
        place = to_wgs84(told.lat, told.lon, told.datum)
    return {
        "id": upload_id,
        "user_id": actor.user_id,
        "key": key or str(upload_id),
        "case_id": told.case_id,
        "purpose": told.purpose,
        "told": metadata,
        "filename": told.filename,
        "taken_at": told.taken_at,
        "lat": place[0],
        "lon": place[1],
        "size_bytes": size,
        "try_at": now,
        "created_at": now,
        "expires_at": now + LASTS,
    }


async def mine(session: Session, actor: Actor, upload_id: UUID) -> Row:
    """An upload of the actor, whatever became of it.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    row = await session.first(queries.MINE, upload_id=upload_id, user_id=actor.user_id)
    if row is None:
        raise NotFound()
    return row


def alive(row: Row) -> Row:
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


def view(row: Row) -> dict[str, Any]:
    """An upload as its maker reads it."""
    names = ("id", "case_id", "purpose", "filename", "state", "size_bytes", "created_at", "expires_at",
             "attachment_id", "refusal")  # fmt: skip
    return {name: row[name] for name in names} | {"offset": row["received"]}


async def pending(session: Session, case_ids: list[UUID], sight: Sight) -> list[dict[str, Any]]:
    """照片待传: the photos on their way to some cases, for somebody who may know this of who told of them."""
    rows = await session.all(queries.PENDING_OF, case_ids=case_ids, at=clock.now())
    names = ("id", "purpose", "state", "size_bytes", "created_at", "expires_at")
    return [
        {name: row[name] for name in names} | {"offset": row["received"], "uploaded_by": sight.person(row["user_id"])}
        for row in rows
    ]
