"""`/villages/{village_code}/…`: the ledger 积分流水, corrections and appeals, and the photos that are evidence."""

from typing import Annotated
from uuid import UUID

from fastapi import File, Query, Request, UploadFile
from fastapi.responses import Response

from app import errors
from app.authz import Actor, Permission
from app.deps import DatabaseDep, PhotosDep, ReadSession, WriteSession, actor_before, batcher, reader, writer
from app.schemas.base import Code
from app.schemas.households.ledger import (
    CorrectEntryIn,
    DecideAppealIn,
    LedgerEntry,
    LedgerPage,
    LedgerQuery,
    PointsAppealIn,
    PointsAppealPage,
    PointsAppealQuery,
    PointsAppealView,
)
from app.schemas.households.records import VillagePhotoKept
from app.schemas.uploads import CopySize
from app.services.households import access, appeals, ledger, photos, rulebook
from app.services.photos import copies
from app.web import responses, routing, streaming
from app.web.admission import before_the_body
from app.web.bodies import Size
from app.web.idempotency import Key, as_it_was, once
from app.web.problems import SIGNED_IN, Responses, form_example, problems

router = routing.router("/villages/{village_code}", tags=["households"])
_PAGES = problems(*SIGNED_IN, errors.NotFound, errors.BadCursor)
_KEYED = (errors.NotFound, errors.KeyInFlight, errors.KeyReused)
_JPEG: Responses = {
    200: {"content": {"image/jpeg": {}}},
    206: {"description": "A part", "content": {"image/jpeg": {}}},
    304: {"description": "You have it"},
}
Anybody = Annotated[Actor, reader(None)]
Leader = Annotated[Actor, writer(Permission.LEAD_CENTRE)]


async def _welcome(request: Request) -> None:
    """Nothing of a photo is written to a disk for somebody who may not add it."""
    actor = await actor_before(request)
    await photos.require_welcome(request.app.state.database, actor, request.path_params["village_code"])


@router.get("/households/{household_id}/entries", response_model=LedgerPage, responses=_PAGES)
async def list_entries(
    request: Request, village_code: Code, household_id: UUID, query: Annotated[LedgerQuery, Query()],
    session: ReadSession,
    actor: Anybody,
) -> Response:  # fmt: skip
    """积分流水 · The ledger of a household, the newest first; each entry with the balance after it."""
    return responses.page(request, await ledger.page(session, actor, village_code, household_id, query))


@router.post(
    "/entries/{entry_id}/correct", max_body_size=Size.JSON, status_code=201, response_model=LedgerEntry,
    responses=problems(*SIGNED_IN, *_KEYED, access.OwnHousehold, errors.WrongState, rulebook.NoRules),
)  # fmt: skip
async def correct(
    request: Request, village_code: Code, entry_id: UUID, body: CorrectEntryIn, session: WriteSession, actor: Leader,
    key: Key = None,
) -> Response:  # fmt: skip
    """更正 · Puts an entry right by its difference, as an entry of its own; what it takes can be appealed."""

    async def corrected() -> Response:
        return responses.json(await ledger.correct(session, actor, village_code, entry_id, body), status=201)

    return await once(request, session, actor, key, corrected, told=body, again=as_it_was)


@router.post(
    "/entries/{entry_id}/appeal", max_body_size=Size.JSON, status_code=201, response_model=PointsAppealView,
    responses=problems(*SIGNED_IN, *_KEYED, errors.WrongState, appeals.AppealTooLate, appeals.AppealedAlready),
)  # fmt: skip
async def appeal(
    request: Request, village_code: Code, entry_id: UUID, body: PointsAppealIn, session: WriteSession,
    actor: Annotated[Actor, writer(None)], key: Key = None,
) -> Response:  # fmt: skip
    """申诉 · Takes down the appeal of a household against what was taken, within its working days, once."""

    async def filed() -> Response:
        return responses.json(await appeals.file(session, actor, village_code, entry_id, body), status=201)

    return await once(request, session, actor, key, filed, told=body, again=as_it_was)


@router.get("/appeals", response_model=PointsAppealPage, responses=_PAGES)
async def list_appeals(
    request: Request,
    village_code: Code,
    query: Annotated[PointsAppealQuery, Query()],
    session: ReadSession,
    actor: Anybody,
) -> Response:
    """申诉列表 · The appeals of a village, with the moment by which each is to be decided."""
    return responses.page(request, await appeals.page(session, actor, village_code, query))


@router.post(
    "/appeals/{appeal_id}/decide", max_body_size=Size.JSON, response_model=PointsAppealView,
    responses=problems(*SIGNED_IN, *_KEYED, errors.WrongState, appeals.PartyDecides),
)  # fmt: skip
async def decide(
    request: Request, village_code: Code, appeal_id: UUID, body: DecideAppealIn, session: WriteSession, actor: Leader,
    key: Key = None,
) -> Response:  # fmt: skip
    """裁定申诉 · Decides an appeal; who proposed, filed or voted for the deduction does not."""

    async def decided() -> Response:
        return responses.json(await appeals.decide(session, actor, village_code, appeal_id, body))

    return await once(request, session, actor, key, decided, told=body, again=as_it_was)


@router.post(
    "/photos", max_body_size=Size.PHOTO, dependencies=[before_the_body(_welcome)], status_code=201,
    response_model=VillagePhotoKept, responses=problems(*SIGNED_IN, errors.NotFound, errors.Busy, errors.Unavailable),
    openapi_extra=form_example("multipart/form-data", photo="(the bytes)"),
)  # fmt: skip
async def add_photo(
    village_code: Code, database: DatabaseDep, store: PhotosDep, actor: Annotated[Actor, batcher(None)],
    photo: Annotated[UploadFile, File(description="JPEG, PNG or HEIC, 20 MB and 40 megapixels at most")],
) -> Response:  # fmt: skip
    """上传依据照片 · A photo that is going to be evidence; it waits two days for the matter it belongs to."""
    kept = await photos.add(database, store, actor, village_code, streaming.uploaded(photo))
    return responses.json(kept, status=201)


@router.get(
    "/photos/{photo_id}", response_class=Response,
    responses=_JPEG | problems(*SIGNED_IN, errors.NotFound, copies.PhotoPending, copies.PhotoParked,
                               errors.RangeNotSatisfiable),
)  # fmt: skip
async def photo(
    request: Request, village_code: Code, photo_id: UUID, session: ReadSession, store: PhotosDep, actor: Anybody,
    size: Annotated[CopySize, Query(description="1600 or 320 pixels at the longer side, at most")] = CopySize.PREVIEW,
) -> Response:  # fmt: skip
    """查看依据照片 · A copy of a photo without anything its device said."""
    return await streaming.stored(request, store.files, await photos.copy(session, actor, village_code, photo_id, size))
