"""The copies of photos 缩略图与脱敏副本: made by the worker, one at a time, three tries each, then parked, visibly.

A parked one is tried once a day. Only what the photo itself fails by counts as a try: a full disk or a
database that is away passes.
"""

from datetime import timedelta

from app import clock
from app.db.session import Database
from app.errors import AppError
from app.files import FilesUnavailable
from app.logs import Log
from app.queries import photos as queries
from app.refusals import AWAY
from app.services.photos.store import PhotoStore

log = Log()
LEASE = timedelta(minutes=3)  # longer than any picture takes: after it another worker tries
REST = timedelta(days=1)  # of a parked photo, until it is tried once more
WAIT = timedelta(seconds=30)  # for a disk, a store or a database that had no room


class PhotoPending(AppError):
    """The copies of this photo are being made; try again in a moment."""

    status_code, code, zh = 409, "photo-pending", "照片副本正在生成，请稍后再试"


class PhotoParked(AppError):
    """No copy of this photo could be made; the original is kept and remains evidence, for supervisors to view."""

    status_code, code, zh = 409, "photo-parked", "该照片的副本无法生成；原件已保存，仍是证据，督查员可调阅原件"


async def make_next(database: Database, store: PhotoStore) -> int:
    """Makes the copies of the photo that has waited longest; gives 0 when there is none."""
    now = clock.now()
    async with database.writing() as session:
        await session.run(queries.TRY_PARKED, at=now)
        await session.run(queries.PARK_COPIES, at=now, again_at=now + REST)
        sha256 = await session.value(queries.CLAIM_COPY, at=now, again_at=now + LEASE)
    if sha256 is None:
        return 0
    try:
        await store.make_copies(sha256)
        async with database.writing() as session:
            await session.run(queries.COPIED, of_sha256=sha256)
    except (
        FilesUnavailable,
        *AWAY,
    ) as error:  # which pass, and the photo with them
        log.warning("copies_wait", photo=sha256, error=type(error).__name__)
        async with database.writing() as session:
            await session.run(queries.GIVE_BACK, of_sha256=sha256, again_at=now + WAIT)
        return 0
    except AppError as error:
        log.warning("copies_failed", photo=sha256, error=error.code)
        return 1
    return 1
