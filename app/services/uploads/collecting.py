"""What nobody needs goes: expired uploads, pieces of uploads that are over, photos that no case took."""

from datetime import timedelta
from uuid import UUID

from app import clock
from app.db.session import Database
from app.queries import photos as photo_queries
from app.queries import uploads as queries
from app.services.photos.store import PhotoStore
from app.services.uploads import pieces
from app.services.uploads.creation import LASTS

KEPT = timedelta(days=30)  # rows of uploads that are over: they answer what became of them
UNUSED_FOR = LASTS + timedelta(days=1)  # longer than any upload waits for its case
PIECES_REST = timedelta(hours=1)  # a piece this young may belong to a request under way
_BATCH = 200


async def collect(database: Database, store: PhotoStore) -> int:
    """Collects; gives how many photos went, so that the worker goes on while there are more."""
    now = clock.now()
    async with database.writing() as session:
        await session.run(queries.EXPIRE, at=now)
        await session.run(queries.FORGET, before=now - KEPT)
    await _collect_pieces(database, store)
    return await _collect_photos(database, store)


async def _collect_pieces(database: Database, store: PhotoStore) -> None:
    """Pieces whose upload is whole, over or unknown."""
    before = clock.now() - PIECES_REST
    old: dict[str, list[str]] = {}
    for name, written_at in await store.files.below(pieces.ROOT):
        if written_at < before:
            old.setdefault(name.split("/")[1], []).append(name)
    ids = list(old)
    for first in range(0, len(ids), _BATCH):
        batch = ids[first : first + _BATCH]
        async with database.reading() as session:
            rows = await session.all(queries.RECEIVING_AMONG, ids=[UUID(told) for told in batch])
        needed = {str(row["id"]) for row in rows}
        for told in batch:
            if told not in needed:
                await store.files.delete(*old[told])


async def _collect_photos(database: Database, store: PhotoStore) -> int:
    async with database.writing() as session:
        rows = await session.all(photo_queries.OF_NOTHING, before=clock.now() - UNUSED_FOR, count=_BATCH)
        for row in rows:
            await store.forget(row["sha256"])
            await session.run(photo_queries.FORGET, of_sha256=row["sha256"])
    return len(rows)
