"""Photos by their content, and the uploads that bring them: what is there, how far it has come, what became of it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Uuid, text
from sqlmodel import Field, SQLModel

from app.models.case_parts import AttachmentPurpose
from app.models.columns import enum_check, enum_type, moment


class CopyState(StrEnum):
    PENDING = "pending"
    MADE = "made"
    PARKED = "parked"  # three tries failed: somebody has to look


class StoredPhoto(SQLModel, table=True):
    """Bytes that were looked at and lie under their SHA-256, whoever sent them and however often."""

    __tablename__ = "photos"
    __table_args__ = (
        enum_check("copies", CopyState),
        Index("ix_photos_copies", "try_at", postgresql_where=text("copies = 'pending' AND stored_at IS NOT NULL")),
        Index("ix_photos_parked", "sha256", postgresql_where=text("copies = 'parked'")),
        Index("ix_photos_of_nothing", "touched_at", postgresql_where=text("uses = 0")),
    )

    sha256: str = Field(primary_key=True, max_length=64)
    media_type: str = Field(max_length=32)
    size_bytes: int
    width: int
    height: int
    device_taken_at: datetime | None = moment(nullable=True)  # as its device says, with its place in WGS-84 degrees
    device_lat: float | None = None
    device_lon: float | None = None
    uses: int = 0  # attachments made of it: the second is a repeated photo
    copies: CopyState = Field(default=CopyState.PENDING, sa_type=enum_type(CopyState))
    attempts: int = 0
    try_at: datetime = moment()
    touched_at: datetime = moment()
    stored_at: datetime | None = moment(nullable=True)  # until then the row only announces the bytes


#: Written out, as the indexes of them are.
ON_THEIR_WAY = text("state IN ('receiving', 'waiting')")


class UploadState(StrEnum):
    RECEIVING = "receiving"  # 上传中
    WAITING = "waiting"  # 待案卷: whole and looked at; its case is not there yet
    ATTACHED = "attached"  # 已入卷
    REFUSED = "refused"  # 已拒绝: no photo, or the case does not take it any more
    EXPIRED = "expired"  # 已过期


class Upload(SQLModel, table=True):
    """A photo on its way to a case that may not be there yet. `received` is the truth of how much has arrived."""

    __tablename__ = "uploads"
    __table_args__ = (
        enum_check("purpose", AttachmentPurpose),
        enum_check("state", UploadState),
        CheckConstraint("size_bytes > 0 AND received BETWEEN 0 AND size_bytes", name="received_within_size"),
        Index("uq_uploads_key", "user_id", "key", unique=True),
        Index("ix_uploads_case_id", "case_id", postgresql_where=ON_THEIR_WAY),
        Index("ix_uploads_try_at", "try_at", postgresql_where=ON_THEIR_WAY),
        Index("ix_uploads_expires_at", "expires_at"),
    )

    id: UUID = Field(primary_key=True)
    user_id: UUID = Field(foreign_key="users.id")
    key: str = Field(max_length=100)  # made by the client: creating it again is the same upload
    case_id: UUID  # declared, not referred to: the report may come later
    purpose: AttachmentPurpose = Field(sa_type=enum_type(AttachmentPurpose))
    told: str = Field(max_length=4000)  # Upload-Metadata, as sent
    filename: str | None = Field(default=None, max_length=300)
    taken_at: datetime | None = moment(nullable=True)
    lat: float | None = None
    lon: float | None = None
    clock_ahead_seconds: float | None = None  # of the device, where it was off
    size_bytes: int
    received: int = 0
    writer: int = 0  # the number of the PATCH that may move `received`: the newest
    state: UploadState = Field(default=UploadState.RECEIVING, sa_type=enum_type(UploadState))
    sha256: str | None = Field(default=None, max_length=64)
    attachment_id: UUID | None = None
    refusal: str | None = Field(default=None, max_length=64)  # the code of the problem
    attempts: int = 0
    try_at: datetime = moment()
    created_at: datetime = moment()
    expires_at: datetime = moment()


class UploadPart(SQLModel, table=True):
    """A stored piece of an upload: the bytes from `start` on, as the PATCH numbered `writer` brought them."""

    __tablename__ = "upload_parts"

    upload_id: UUID = Field(
        sa_column=Column(Uuid(), ForeignKey("uploads.id", ondelete="CASCADE"), primary_key=True, nullable=False)
    )
    start: int = Field(primary_key=True)
    size_bytes: int
    writer: int
