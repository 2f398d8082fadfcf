"""`/cases/{id}/attachments`: photos as multipart, and back as bytes with a range and an entity tag."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import FileResponse, Response

from app import clock, errors, responses
from app.authz import Actor, Permission
from app.deps import ReadSession, SettingsDep, WriteSession, reader, writer
from app.models.case_parts import AttachmentPurpose
from app.problems import SIGNED_IN, Responses, form_example, problems
from app.schemas.attachments import Attachments
from app.schemas.base import Datum, Location, Moment
from app.schemas.cases import CaseDetail
from app.services import attachments, case_view, photos
from app.services.attachments import Upload

router = APIRouter(prefix="/cases/{case_id}/attachments", tags=["photos"])
_IMAGES: dict[str, Any] = {"image/jpeg": {}, "image/png": {}}
_BYTES: Responses = {
    200: {"description": "The whole photo", "content": _IMAGES},
    206: {"description": "The one range of bytes that `Range` asked for", "content": _IMAGES},
}
Reader = Annotated[Actor, reader(Permission.READ_CASES)]


@router.post(
    "",
    response_model=CaseDetail,
    responses=problems(
        *SIGNED_IN, errors.NotFound, errors.WrongState, errors.GuardRefused, errors.Busy, errors.UnsupportedMedia
    ),
    openapi_extra=form_example("multipart/form-data", photo="(the bytes)", purpose="after", lat=22.6929, lon=114.3468),
)
async def add(
    case_id: UUID,
    session: WriteSession,
    settings: SettingsDep,
    actor: Annotated[Actor, writer(Permission.COMMENT)],
    photo: Annotated[UploadFile, File(description="JPEG or PNG, 20 MB at most")],
    purpose: Annotated[AttachmentPurpose, Form()],
    lat: Annotated[float | None, Form(ge=-90, le=90)] = None,
    lon: Annotated[float | None, Form(ge=-180, le=180)] = None,
    datum: Annotated[Datum, Form()] = Datum.WGS84,
    taken_at: Annotated[Moment | None, Form()] = None,
) -> Response:
    """上传照片 · Add a photo; an after-photo counts as evidence when it was taken near the case."""
    content = await photo.read(settings.max_photo_bytes + 1)
    if len(content) > settings.max_photo_bytes:
        raise errors.TooLarge(zh="照片超过 20 MB", en="The photo is larger than 20 MB")
    place = Location(lat=lat, lon=lon, datum=datum) if lat is not None and lon is not None else None
    upload = Upload(purpose, place, taken_at)
    case = await attachments.add(session, actor, case_id, settings.files_dir, content, upload)
    return responses.case(case_view.detail(case, actor, clock.now()))


@router.get("", response_model=Attachments, responses=problems(*SIGNED_IN, errors.NotFound))
async def listed(case_id: UUID, session: ReadSession, actor: Reader) -> Response:
    """The photos of a case and of those merged into it."""
    return responses.json({"items": await attachments.listed(session, actor, case_id)})


@router.get(
    "/{attachment_id}",
    response_class=FileResponse,
    responses=_BYTES | problems(*SIGNED_IN, errors.NotFound, errors.RangeNotSatisfiable),
)
async def content(
    request: Request, case_id: UUID, attachment_id: UUID, session: ReadSession, settings: SettingsDep, actor: Reader
) -> Response:
    """The bytes of a photo, to whoever sees the case."""
    row = await attachments.read(session, actor, case_id, attachment_id)
    path = photos.path_of(settings.files_dir, row["sha256"])
    if not path.exists():
        raise errors.NotFound()
    return responses.file(request, path, row["media_type"])
