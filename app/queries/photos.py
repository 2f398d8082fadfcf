"""Photos by their content: announced, stored, used, copied, and forgotten when nothing uses them."""

from datetime import datetime
from typing import TypedDict

from sqlalchemy import DateTime, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import VARCHAR
from sqlalchemy.dialects.postgresql import insert as upsert

from app.db.statement import Scalar, Statement
from app.models.upload import CopyState, StoredPhoto
from app.queries.tables import table

photos = table(StoredPhoto)

_AT = bindparam("at", type_=DateTime(timezone=True))
_AGAIN_AT = bindparam("again_at", type_=DateTime(timezone=True))
_THIS = photos.c.sha256 == bindparam("of_sha256", type_=VARCHAR())
_NEW = upsert(photos)

ANNOUNCE = Scalar(
    _NEW.on_conflict_do_update(index_elements=["sha256"], set_={"touched_at": _NEW.excluded.touched_at}).returning(
        photos.c.stored_at
    ),
    datetime,
    columns=(
        "sha256",
        "media_type",
        "size_bytes",
        "width",
        "height",
        "device_taken_at",
        "device_lat",
        "device_lon",
        "try_at",
        "touched_at",
    ),
)
"""Says that bytes are about to be stored, so that nobody collects them meanwhile; gives since when they are there."""

STORED = Statement(
    update(photos)
    .where(_THIS)
    .values({photos.c.stored_at: _AT, photos.c.copies: CopyState.PENDING, photos.c.attempts: 0, photos.c.try_at: _AT})
)
"""The original is there, for the first time or again; its copies are to be made."""


class UsedPhoto(TypedDict):
    """How often a photo is used by now, and what its device says."""

    uses: int
    device_taken_at: datetime | None
    device_lat: float | None
    device_lon: float | None


USE = Statement(
    update(photos)
    .where(_THIS)
    .values({photos.c.uses: photos.c.uses + 1})
    .returning(photos.c.uses, photos.c.device_taken_at, photos.c.device_lat, photos.c.device_lon),
    UsedPhoto,
)
"""One more attachment is made of it; the row stays locked until that is committed."""


class PhotoRow(TypedDict):
    """Bytes that were looked at."""

    sha256: str
    media_type: str
    size_bytes: int
    width: int
    height: int
    device_taken_at: datetime | None
    device_lat: float | None
    device_lon: float | None
    uses: int
    copies: str
    attempts: int
    try_at: datetime
    touched_at: datetime
    stored_at: datetime | None


PHOTO = Statement(select(photos).where(_THIS), PhotoRow)

_TO_COPY = (photos.c.copies == CopyState.PENDING, photos.c.stored_at.is_not(None), photos.c.try_at <= _AT)
_MOST_TRIES = 3

CLAIM_COPY = Scalar(
    update(photos)
    .where(
        photos.c.sha256
        == select(photos.c.sha256)
        .where(*_TO_COPY, photos.c.attempts < _MOST_TRIES)
        .order_by(photos.c.try_at)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    .values({photos.c.attempts: photos.c.attempts + 1, photos.c.try_at: _AGAIN_AT})
    .returning(photos.c.sha256),
    str,
)
"""A photo without copies, with this try counted before it is made: one that ends its worker counts too."""

GIVE_BACK = Statement(
    update(photos).where(_THIS).values({photos.c.attempts: photos.c.attempts - 1, photos.c.try_at: _AGAIN_AT})
)
"""This try does not count: it was not the photo that failed."""

PARK_COPIES = Statement(
    update(photos)
    .where(*_TO_COPY, photos.c.attempts >= _MOST_TRIES)
    .values({photos.c.copies: CopyState.PARKED, photos.c.try_at: _AGAIN_AT})
)

TRY_PARKED = Statement(
    update(photos)
    .where(photos.c.copies == CopyState.PARKED, photos.c.try_at <= _AT)
    .values({photos.c.copies: CopyState.PENDING, photos.c.attempts: _MOST_TRIES - 1})
)
"""One more try for those that have rested: a new version or a restored file may have mended what failed."""

COPIED = Statement(update(photos).where(_THIS).values({photos.c.copies: CopyState.MADE}))


class DigestRow(TypedDict):
    sha256: str


OF_NOTHING = Statement(
    select(photos.c.sha256)
    .where(photos.c.uses == 0, photos.c.touched_at < bindparam("before", type_=DateTime(timezone=True)))
    .limit(bindparam("count"))
    .with_for_update(skip_locked=True),
    DigestRow,
)
"""Photos that no case took, held until the transaction ends: whoever brings the bytes again waits, and stores anew."""

FORGET = Statement(delete(photos).where(_THIS))
