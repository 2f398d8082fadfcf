"""Photos as evidence in a village: kept, given to the one matter they belong to, shown."""

import uuid
from typing import TypedDict

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR

from app.db.statement import Statement
from app.models.upload import StoredPhoto
from app.queries.households.parts import photos
from app.queries.rows import IdRow
from app.queries.tables import table

stored = table(StoredPhoto)
_VILLAGE = bindparam("village", type_=VARCHAR())

KEEP = Statement(insert(photos), columns=("id", "village_code", "sha256", "repeated", "uploader_id", "created_at"))
USE = Statement(
    update(photos)
    .where(
        photos.c.id == bindparam("ids", type_=ARRAY(UUID())).any_(),
        photos.c.village_code == _VILLAGE,
        photos.c.uploader_id == bindparam("uploader", type_=UUID()),
        photos.c.used_for.is_(None),
    )
    .values(used_for=bindparam("matter", type_=UUID()))
    .returning(photos.c.id),
    IdRow,
)
"""Gives photos that wait to a matter, whoever brought them being who tells of it."""


class ShownPhoto(TypedDict):
    sha256: str
    copies: str
    uploader_id: uuid.UUID
    used_for: uuid.UUID | None


ONE = Statement(
    select(photos.c.sha256, stored.c.copies, photos.c.uploader_id, photos.c.used_for)
    .select_from(photos.join(stored, stored.c.sha256 == photos.c.sha256))
    .where(photos.c.id == bindparam("of_id", type_=UUID()), photos.c.village_code == _VILLAGE),
    ShownPhoto,
)
