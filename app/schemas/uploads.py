"""Resumable uploads on the wire: what a client declares, and how far one has come."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from app.models.case_parts import AttachmentPurpose
from app.models.upload import UploadState
from app.schemas.base import Datum, Input, Output, ShortText, example
from app.schemas.device import DeviceTime
from app.schemas.examples import case

ClientKey = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[\x21-\x7e]+$")]


class CopySize(StrEnum):
    PREVIEW = "preview"
    THUMBNAIL = "thumbnail"


class UploadDeclaration(Input):
    """What Upload-Metadata says; keys besides these, such as `filetype`, are kept and mean nothing."""

    case_id: UUID = Field(description="The case need not be there yet")
    purpose: AttachmentPurpose
    id: ClientKey | None = Field(default=None, description="Made by the client, as Idempotency-Key")
    filename: ShortText | None = None
    taken_at: DeviceTime = None
    sent_at: DeviceTime = Field(default=None, description="The clock of the device as it declares this")
    lat: float | None = Field(default=None, ge=-90, le=90)
    lon: float | None = Field(default=None, ge=-180, le=180)
    datum: Datum = Datum.WGS84


class PendingPhoto(Output):
    """照片待传: a photo on its way to a case."""

    id: UUID
    purpose: AttachmentPurpose
    state: UploadState
    size_bytes: int
    offset: int = Field(description="How many bytes have arrived")
    uploaded_by: UUID | None = Field(description="null: told of the case, and not named to you")
    uploaded_by_name: str | None
    created_at: datetime
    expires_at: datetime


class UploadView(Output):
    """One upload, to whoever makes it."""

    id: UUID
    case_id: UUID
    purpose: AttachmentPurpose
    filename: str | None
    state: UploadState = Field(description="`waiting`: whole, its case is not there yet")
    size_bytes: int
    offset: int
    created_at: datetime
    expires_at: datetime
    attachment_id: UUID | None
    refusal: str | None = Field(description="Of a refused one: the code of the problem")
    model_config = example(**case.UPLOAD)
