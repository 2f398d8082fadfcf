"""The bytes of one PATCH: stored piece by piece, and the offset moves only over what is stored.

The newest writer wins: each PATCH takes a number, names its pieces by it, and moves the offset only while its number is
the upload's. So a connection that died unnoticed never blocks the phone that comes back, and no piece is written over.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from app import clock
from app.authz import Actor
from app.db.session import Database
from app.errors import AppError, ChecksumMismatch, OffsetMismatch, TooLarge
from app.models.upload_row import UploadRow
from app.queries import uploads as queries
from app.services.photos.store import PhotoStore
from app.services.uploads import completion, creation
from app.services.uploads.headers import Checksum
from app.services.uploads.pieces import PIECE, name_of

LEFT_ALONE = timedelta(seconds=60)  # a whole upload belongs to its request for so long, then to the worker


class ConnectionLost(AppError):
    """The connection ended before the bytes did."""

    status_code, code, zh = 400, "connection-lost", "连接中断"


@dataclass(slots=True)
class Writing:
    """One PATCH under way: `stored` pieces are not yet part of the upload."""

    database: Database
    store: PhotoStore
    upload: UploadRow
    writer: int
    at: int
    checksum: Checksum | None
    hasher: Any
    buffer: bytearray = field(default_factory=bytearray)
    stored: list[tuple[int, int]] = field(default_factory=list)


async def receive(
    database: Database,
    store: PhotoStore,
    actor: Actor,
    upload_id: UUID,
    offset: int,
    body: AsyncIterator[bytes],
    checksum: Checksum | None,
) -> UploadRow:
    """Takes the bytes from `offset` on; gives the upload as it is afterwards. Once whole it is looked at and attached.

    Raises:
        NotFound, UploadGone, OffsetMismatch: nothing to go on with, or not from there. TooLarge: more bytes than were
        declared. ChecksumMismatch: nothing was kept. ConnectionLost: what had arrived was kept, unless a checksum was
        to come true. UnsupportedMedia, Invalid: it is whole and no photo.
    """
    upload = await _begun(database, actor, upload_id, offset)
    if upload["state"] != "receiving":
        return await _nothing_more(upload, body)
    hasher = checksum.hasher() if checksum else None
    writing = Writing(database, store, upload, upload["writer"], offset, checksum, hasher)
    await _take_all(writing, body)
    if writing.at == upload["size_bytes"]:
        await completion.complete(database, store, upload_id)
    async with database.reading() as session:
        return await creation.mine(session, actor, upload_id)


async def _take_all(writing: Writing, body: AsyncIterator[bytes]) -> None:
    try:
        async for chunk in body:
            await _take(writing, chunk)
        await _store_piece(writing)
        if writing.checksum is not None and not writing.checksum.fits(writing.hasher):
            raise ChecksumMismatch()
    except BaseException as error:  # whatever ends it: the offset stays, so what was stored would never be asked for
        if writing.checksum is not None:
            await _forget(writing)
        elif isinstance(error, ConnectionLost):
            await _store_piece(writing)
        raise
    if writing.checksum is not None:
        await _advance(writing)


async def _begun(database: Database, actor: Actor, upload_id: UUID, offset: int) -> UploadRow:
    async with database.writing() as session:
        upload = creation.alive(await creation.mine(session, actor, upload_id))
        if upload["state"] != "receiving" and offset == upload["size_bytes"]:
            return upload
        writer = await session.value(queries.BEGIN, upload_id=upload_id, user_id=actor.user_id, offset=offset)
        if writer is None:
            raise OffsetMismatch(headers={"Upload-Offset": str(upload["received"])}, offset=upload["received"])
        return await creation.mine(session, actor, upload_id)


async def _nothing_more(upload: UploadRow, body: AsyncIterator[bytes]) -> UploadRow:
    """A whole upload, as a client asks for it that has not heard of the end."""
    async for chunk in body:
        if chunk:
            raise _too_many()
    return upload


def _too_many() -> TooLarge:
    return TooLarge(zh="数据超过声明的长度", en="More bytes than Upload-Length declares")


async def _take(writing: Writing, chunk: bytes) -> None:
    if writing.at + len(writing.buffer) + len(chunk) > writing.upload["size_bytes"]:
        raise _too_many()
    if writing.hasher is not None:
        writing.hasher.update(chunk)
    writing.buffer += chunk
    while len(writing.buffer) >= PIECE:
        await _store_piece(writing, PIECE)


async def _store_piece(writing: Writing, size: int | None = None) -> None:
    """Stores what is buffered, `size` bytes of it at most; without a checksum the offset moves at once."""
    piece = bytes(writing.buffer[:size])
    if not piece:
        return
    await writing.store.files.put(name_of(writing.upload["id"], writing.at, writing.writer), piece)
    del writing.buffer[: len(piece)]
    writing.stored.append((writing.at, len(piece)))
    writing.at += len(piece)
    if writing.checksum is None:
        await _advance(writing)


async def _advance(writing: Writing) -> None:
    """Moves the offset over the stored pieces, all or none; those of a writer that is not the newest go."""
    now = clock.now()
    try:
        async with writing.database.writing() as session:
            for start, count in writing.stored:
                moved = await session.value(
                    queries.ADVANCE,
                    upload_id=writing.upload["id"],
                    start=start,
                    count=count,
                    by_writer=writing.writer,
                    to_expire_at=now + creation.LASTS,
                    at=now + LEFT_ALONE,
                )
                if moved is None:
                    raise OffsetMismatch(zh="另一请求已接管该上传", en="Another request has taken this upload over")
    except OffsetMismatch:
        await _forget(writing)
        raise
    writing.stored.clear()


async def _forget(writing: Writing) -> None:
    """Takes the stored pieces away again."""
    names = [name_of(writing.upload["id"], start, writing.writer) for start, _ in writing.stored]
    await writing.store.files.delete(*names)
    writing.stored.clear()
