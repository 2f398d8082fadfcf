"""`/cobuilding/photos`: evidence of what a co-building group does, and back as copies that carry nothing but pixels."""

import contextlib
from typing import Annotated
from uuid import UUID

from fastapi import File, Form, Query, Request, UploadFile
from fastapi.responses import Response

from app import errors
from app.authz import Actor
from app.bearing import BearerDep
from app.deps import DatabaseDep, PhotosDep, ReadSession, actor_before, batcher, reader
from app.models.cobuilding_work import EvidenceSubject
from app.schemas.base import Datum
from app.schemas.cobuilding.marks import EvidencePhoto
from app.schemas.device import DeviceTime, place_of
from app.schemas.uploads import CopySize
from app.services.cobuilding import evidence
from app.services.identity import device_clocks
from app.services.photos import copies
from app.web import responses, routing, streaming
from app.web.admission import before_the_body
from app.web.bodies import Size
from app.web.problems import SIGNED_IN, Responses, form_example, problems

router = routing.router("/cobuilding", tags=["cobuilding"])
Reader = Annotated[Actor, reader(None)]


async def _welcome(request: Request) -> None:
    """Nothing of a photo is written to a disk for somebody who may not add it."""
    actor = await actor_before(request)
    with contextlib.suppress(ValueError):  # no such kind, or no id at all: the route says so
        subject = EvidenceSubject(request.path_params["subject"])
        subject_id = UUID(request.path_params["subject_id"])
        await evidence.require_welcome(request.app.state.database, actor, subject, subject_id)


_THERE_ALREADY: Responses = {200: {"model": EvidencePhoto, "description": "This very photo was there"}}


@router.post(
    "/photos/{subject}/{subject_id}",
    max_body_size=Size.PHOTO,
    dependencies=[before_the_body(_welcome)],
    status_code=201,
    response_model=EvidencePhoto,
    responses=_THERE_ALREADY | problems(*SIGNED_IN, errors.NotFound, errors.WrongState, errors.Busy),
    openapi_extra=form_example("multipart/form-data", photo="(the bytes)", item_code="A2", lat=22.6929, lon=114.3468),
)
async def add_evidence(
    subject: EvidenceSubject,
    subject_id: UUID,
    database: DatabaseDep,
    store: PhotosDep,
    actor: Annotated[Actor, batcher(None)],
    bearer: BearerDep,
    photo: Annotated[UploadFile, File(description="JPEG, PNG or HEIC, 20 MB and 40 megapixels at most")],
    item_code: Annotated[
        str,
        Form(
            max_length=32,
            pattern=r"^[0-9A-Za-z._\-]*$",
            description="A line of the form, or the position of a stage; empty: the whole",
        ),
    ] = "",
    lat: Annotated[float | None, Form(ge=-90, le=90)] = None,
    lon: Annotated[float | None, Form(ge=-180, le=180)] = None,
    datum: Annotated[Datum, Form()] = Datum.WGS84,
    taken_at: Annotated[DeviceTime, Form()] = None,
    sent_at: Annotated[DeviceTime, Form(description="The clock of the device as it sends")] = None,
) -> Response:
    """上传佐证照片 · Adds a photo to what one does oneself; the same bytes again are the same photo."""
    async with database.reading() as session:
        device = await device_clocks.of_device(session, bearer, sent_at)
    told = evidence.Told(item_code, place_of(lat, lon, datum), device.by_ours(taken_at))
    view, new = await evidence.add(database, store, actor, subject, subject_id, streaming.uploaded(photo), told)
    return responses.json(view, status=201 if new else 200)


_JPEG: Responses = {
    200: {"content": {"image/jpeg": {}}},
    206: {"description": "A part", "content": {"image/jpeg": {}}},
    304: {"description": "You have it"},
}


@router.get(
    "/photos/{photo_id}",
    response_class=Response,
    responses=_JPEG
    | problems(*SIGNED_IN, errors.NotFound, copies.PhotoPending, copies.PhotoParked, errors.RangeNotSatisfiable),
)
async def evidence_copy(
    request: Request,
    photo_id: UUID,
    session: ReadSession,
    store: PhotosDep,
    actor: Reader,
    size: Annotated[CopySize, Query(description="1600 or 320 pixels at the longer side, at most")] = CopySize.PREVIEW,
) -> Response:
    """佐证照片副本 · A copy of a photo without anything its device said, to whoever sees what it belongs to."""
    kept = await evidence.copy(session, actor, photo_id, size)
    return await streaming.stored(request, store.files, kept)
