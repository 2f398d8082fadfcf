"""Photos as evidence of what a co-building group does."""

import uuid
from datetime import datetime
from typing import TypedDict

from sqlalchemy import bindparam, insert, select
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR

from app.db.statement import Statement
from app.models.cobuilding_work import CobuildingPhoto
from app.models.upload import StoredPhoto
from app.queries.tables import table

photos = table(CobuildingPhoto)
stored = table(StoredPhoto)


class PhotoRow(TypedDict):
    id: uuid.UUID
    subject: str
    subject_id: uuid.UUID
    item_code: str
    sha256: str
    is_repeated: bool
    lat: float | None
    lon: float | None
    taken_at: datetime | None
    uploaded_by: uuid.UUID
    created_at: datetime


_SUBJECT = bindparam("of_subject", type_=VARCHAR())
OF = Statement(
    select(photos)
    .where(photos.c.subject == _SUBJECT, photos.c.subject_id == bindparam("ids", type_=ARRAY(UUID())).any_())
    .order_by(photos.c.id)
    .limit(1_000),
    PhotoRow,
)
SAME = Statement(
    select(photos).where(
        photos.c.subject_id == bindparam("of_id", type_=UUID()),
        photos.c.item_code == bindparam("item", type_=VARCHAR()),
        photos.c.sha256 == bindparam("of_sha256", type_=VARCHAR()),
    ),
    PhotoRow,
)
ADD = Statement(insert(photos), columns=tuple(PhotoRow.__annotations__))


class CopiedPhoto(PhotoRow):
    """With how far its copies are."""

    copies: str


ONE = Statement(
    select(*photos.columns, stored.c.copies)
    .select_from(photos.join(stored, stored.c.sha256 == photos.c.sha256))
    .where(photos.c.id == bindparam("of_id", type_=UUID())),
    CopiedPhoto,
)
