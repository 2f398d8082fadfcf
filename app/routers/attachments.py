"""`/cases/{id}/attachments`: photos as multipart, and back as copies that carry nothing but pixels."""

import contextlib
from typing import Annotated
from uuid import UUID

from fastapi import File, Form, Query, Request, UploadFile
from fastapi.responses import Response

from app import errors
from app.authz import Actor, Permission
from app.bearing import BearerDep
from app.deps import (
    DatabaseDep,
    FileLinksDep,
    PhotosDep,
    ReadSession,
    WriteSession,
    actor_before,
    batcher,
    reader,
    writer,
)
from app.models.case_parts import AttachmentPurpose
from app.schemas.attachments import Attachments, Original, ViewOriginal
from app.schemas.base import Datum
from app.schemas.cases.case import CaseDetail
from app.schemas.device import DeviceTime, place_of
from app.schemas.uploads import CopySize
from app.services.identity import device_clocks
from app.services.photos import attachments, copies
from app.web import responses, routing, streaming
from app.web.admission import before_the_body
from app.web.bodies import Size
from app.web.problems import SIGNED_IN, Responses, form_example, problems

router = routing.router("/cases/{case_id}", tags=["photos"])
Reader = Annotated[Actor, reader(Permission.READ_CASES)]
_JPEG: Responses = {
    200: {"content": {"image/jpeg": {}}},
    206: {"description": "A part", "content": {"image/jpeg": {}}},
    304: {"description": "You have it"},
}


async def _welcome(request: Request) -> None:
    """Nothing of a photo is written to a disk for somebody who may not add it."""
    actor = await actor_before(request)
    if not actor.may(Permission.COMMENT):
        raise errors.NotPermitted()
    with contextlib.suppress(ValueError):  # no id at all: the route says so
        case_id = UUID(request.path_params["case_id"])
        await attachments.require_welcome(request.app.state.database, actor, case_id)


@router.post(
    "/attachments",
    max_body_size=Size.PHOTO,
    dependencies=[before_the_body(_welcome)],
    response_model=CaseDetail,
    responses=problems(
        *SIGNED_IN,
        errors.NotFound,
        errors.WrongState,
        errors.GuardRefused,
        errors.Busy,
        errors.Unavailable,
    ),
    openapi_extra=form_example("multipart/form-data", photo="(the bytes)", purpose="after", lat=22.6929, lon=114.3468),
)
async def add(
    case_id: UUID,
    database: DatabaseDep,
    store: PhotosDep,
    actor: Annotated[Actor, batcher(Permission.COMMENT)],
    bearer: BearerDep,
    photo: Annotated[UploadFile, File(description="JPEG, PNG or HEIC, 20 MB and 40 megapixels at most")],
    purpose: Annotated[AttachmentPurpose, Form()],
    lat: Annotated[float | None, Form(ge=-90, le=90)] = None,
    lon: Annotated[float | None, Form(ge=-180, le=180)] = None,
    datum: Annotated[Datum, Form()] = Datum.WGS84,
    taken_at: Annotated[DeviceTime, Form()] = None,
    sent_at: Annotated[DeviceTime, Form(description="The clock of the device as it sends")] = None,
) -> Response:
    """上传照片 · Add a photo in one request; an after-photo counts as evidence when it was taken near the case."""
    async with database.reading() as session:
        device = await device_clocks.of_device(session, bearer, sent_at)
    told = attachments.told(purpose, place_of(lat, lon, datum), taken_at, device)
    return responses.case(await attachments.add(database, store, actor, case_id, streaming.uploaded(photo), told))


@router.get("/attachments", response_model=Attachments, responses=problems(*SIGNED_IN, errors.NotFound))
async def listed(case_id: UUID, session: ReadSession, signed: FileLinksDep, actor: Reader) -> Response:
    """The photos of a case and of those merged into it, with links for `<img>`, and those on their way 照片待传."""
    view = await attachments.listed(session, actor, case_id, signed)
    return responses.json(view, headers=responses.NO_STORE)


@router.get(
    "/attachments/{attachment_id}",
    response_class=Response,
    responses=_JPEG
    | problems(*SIGNED_IN, errors.NotFound, copies.PhotoPending, copies.PhotoParked, errors.RangeNotSatisfiable),
)
async def copy(
    request: Request,
    case_id: UUID,
    attachment_id: UUID,
    session: ReadSession,
    store: PhotosDep,
    actor: Reader,
    size: Annotated[CopySize, Query(description="1600 or 320 pixels at the longer side, at most")] = CopySize.PREVIEW,
) -> Response:
    """A copy of a photo without anything its device said, to whoever sees the case."""
    kept = await attachments.copy(session, actor, case_id, attachment_id, size)
    return await streaming.stored(request, store.files, kept)


@router.post(
    "/view-original",
    max_body_size=Size.JSON,
    response_model=Original,
    responses=problems(*SIGNED_IN, errors.NotFound, errors.Busy),
)
async def view_original(
    case_id: UUID,
    body: ViewOriginal,
    session: WriteSession,
    signed: FileLinksDep,
    actor: Annotated[Actor, writer(Permission.VIEW_ORIGINALS)],
) -> Response:
    """调阅原件 · A link to a photo as it came, with its device's time and place; each look is recorded."""
    view = await attachments.view_original(session, actor, case_id, body, signed)
    return responses.json(view, headers=responses.NO_STORE)
