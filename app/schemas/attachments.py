"""Photos on the wire."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from app.models.upload import CopyState
from app.schemas.base import Output, example
from app.schemas.examples import case
from app.schemas.flow.command import Command, reason
from app.schemas.uploads import PendingPhoto
from app.workflow.actions import Action


class AttachmentView(Output):
    id: UUID
    purpose: str
    round: int
    sha256: str
    media_type: str = Field(description="Of the original; every copy is a JPEG")
    size_bytes: int
    width: int
    height: int
    taken_at: datetime | None
    near_case: bool
    repeated: bool = Field(description="The very same bytes had been attached before, to this case or another")
    uploaded_by: UUID | None = Field(description="null: a resident, or who told of the case and is not named to you")
    uploaded_by_name: str | None
    from_resident: bool = Field(description="Added by the link of a resident")
    created_at: datetime
    copies: CopyState
    preview_url: str | None = Field(description="For five minutes, without a token; null until the copies are made")
    thumbnail_url: str | None


class Attachments(Output):
    items: list[AttachmentView]
    photos_pending: list[PendingPhoto] = Field(description="照片待传: on their way, 100 at most")
    model_config = example(**case.ATTACHMENTS)


class ViewOriginal(Command):
    """Why the original is looked at; it is recorded in the history of the case."""

    attachment_id: UUID
    reason_code: reason(Action.VIEW_ORIGINAL)  # type: ignore[valid-type]
    model_config = example(attachment_id="0193a0c0-0000-7000-8000-000000000002", reason_code="verify_evidence")


class DeviceFacts(Output):
    """What the picture's own metadata says, WGS-84; null where it says nothing."""

    taken_at: datetime | None
    lat: float | None
    lon: float | None


class Original(Output):
    url: str = Field(description="For five minutes, without a token")
    expires_at: datetime
    media_type: str
    sha256: str
    device: DeviceFacts
    model_config = example(**case.ORIGINAL)
