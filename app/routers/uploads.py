"""`/uploads`: resumable uploads by tus 1.0.0 with creation, creation-with-upload, expiration, checksum, termination."""

from collections.abc import AsyncIterator, Callable, Coroutine
from email.utils import format_datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Header, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.requests import ClientDisconnect

from app import errors, refusals
from app.authz import Actor, Permission
from app.bearing import BearerDep
from app.deps import DatabaseDep, PhotosDep, Public, ReadSession, batcher, reader
from app.errors import AppError
from app.models.upload_row import UploadRow
from app.schemas.uploads import UploadView
from app.services.uploads import creation, headers, receiving
from app.web import responses, routing
from app.web.admission import Route
from app.web.bodies import Size
from app.web.idempotency import Key
from app.web.problems import SIGNED_IN, problems

_TUS = {"Tus-Resumable": headers.VERSION, "Cache-Control": "no-store"}


class TusRoute(Route):
    """A route whose refusals, too, say which version of the protocol they are in."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, its refusals marked."""
        inner = super().get_route_handler()

        async def handler(request: Request) -> Response:
            try:
                return await inner(request)
            except RequestValidationError as error:
                refusal: AppError = refusals.invalid(error.errors())
            except AppError as error:
                refusal = error
            refusal.headers |= _TUS
            raise refusal

        return handler


router = routing.router("/uploads", tags=["uploads"], route_class=TusRoute)
Uploader = Annotated[Actor, batcher(Permission.COMMENT)]
Text = Annotated[str | None, Header()]


async def _speaks_tus(tus_resumable: Text = None) -> None:
    headers.require_version(tus_resumable)


Tus = Depends(_speaks_tus)
_OVER = (*SIGNED_IN, errors.ProtocolVersion, errors.NotFound, errors.UploadGone)
_BYTES = (errors.UnsupportedMedia, errors.ChecksumMismatch, errors.OffsetMismatch, errors.Unavailable)


def _of(row: UploadRow) -> dict[str, str]:
    """The headers that say how far an upload is."""
    expires = {"Upload-Expires": format_datetime(row["expires_at"], usegmt=True)} if row["state"] != "attached" else {}
    return _TUS | {"Upload-Offset": str(row["received"])} | expires


async def _body(request: Request) -> AsyncIterator[bytes]:
    try:
        async for chunk in request.stream():
            yield chunk
    except ClientDisconnect:
        raise receiving.ConnectionLost() from None


def _require_bytes(request: Request) -> None:
    if request.headers.get("content-type", "").split(";")[0].strip() != headers.CONTENT_TYPE:
        raise errors.UnsupportedMedia(
            zh=f"内容类型须为 {headers.CONTENT_TYPE}", en=f"The content type has to be {headers.CONTENT_TYPE}"
        )


@router.options("", status_code=204, response_class=Response, dependencies=[Public])
async def abilities(store: PhotosDep) -> Response:
    """What this server can do."""
    told = {
        "Tus-Version": headers.VERSION,
        "Tus-Extension": headers.EXTENSIONS,
        "Tus-Max-Size": str(store.max_bytes),
        "Tus-Checksum-Algorithm": ",".join(headers.ALGORITHMS),
    }
    return Response(status_code=204, headers=_TUS | told)


@router.post(
    "",
    max_body_size=Size.PHOTO,
    status_code=201,
    response_class=Response,
    dependencies=[Tus],
    responses=problems(*_OVER, *_BYTES, errors.KeyReused, errors.TooManyRequests),
)
async def create(
    request: Request,
    database: DatabaseDep,
    store: PhotosDep,
    actor: Uploader,
    bearer: BearerDep,
    upload_length: Text = None,
    upload_metadata: Text = None,
    upload_checksum: Text = None,
    key: Key = None,
) -> Response:
    """上传登记 · Declare an upload, with its first bytes if you like. The same key gives the same upload."""
    size = headers.number("Upload-Length", upload_length)
    row = await creation.create(database, store, actor, bearer, size, upload_metadata, key)
    if row["received"] == 0 and request.headers.get("content-type") is not None:
        _require_bytes(request)
        told = headers.checksum(upload_checksum)
        row = await receiving.receive(database, store, actor, row["id"], 0, _body(request), told)
    return Response(status_code=201, headers=_of(row) | {"Location": f"{request.url.path}/{row['id']}"})


@router.head("/{upload_id}", response_class=Response, dependencies=[Tus], responses=problems(*_OVER))
async def offset(
    upload_id: UUID, session: ReadSession, actor: Annotated[Actor, reader(Permission.COMMENT)]
) -> Response:
    """How far an upload is: from there it goes on."""
    row = creation.alive(await creation.mine(session, actor, upload_id))
    told = {"Upload-Length": str(row["size_bytes"]), "Upload-Metadata": row["told"]}
    return Response(status_code=200, headers=_of(row) | told)


@router.patch(
    "/{upload_id}",
    max_body_size=Size.PHOTO,
    status_code=204,
    response_class=Response,
    dependencies=[Tus],
    responses=problems(*_OVER, *_BYTES),
)
async def receive(
    request: Request,
    upload_id: UUID,
    database: DatabaseDep,
    store: PhotosDep,
    actor: Uploader,
    upload_offset: Text = None,
    upload_checksum: Text = None,
) -> Response:
    """The bytes from an offset on; the last ones make it a photo of its case, or wait for the case."""
    _require_bytes(request)
    at, told = headers.number("Upload-Offset", upload_offset), headers.checksum(upload_checksum)
    row = await receiving.receive(database, store, actor, upload_id, at, _body(request), told)
    return Response(status_code=204, headers=_of(row))


@router.delete("/{upload_id}", status_code=204, response_class=Response, dependencies=[Tus], responses=problems(*_OVER))
async def end(upload_id: UUID, database: DatabaseDep, store: PhotosDep, actor: Uploader) -> Response:
    """Give an upload up; one that became an attachment stays."""
    await creation.end(database, store, actor, upload_id)
    return Response(status_code=204, headers=_TUS)


@router.post(
    "/{upload_id}",
    max_body_size=Size.PHOTO,
    status_code=204,
    response_class=Response,
    dependencies=[Tus],
    responses=problems(*_OVER, *_BYTES, errors.MethodNotAllowed),
)
async def overridden(
    request: Request,
    upload_id: UUID,
    database: DatabaseDep,
    store: PhotosDep,
    actor: Uploader,
    x_http_method_override: Text = None,
    upload_offset: Text = None,
    upload_checksum: Text = None,
) -> Response:
    """PATCH or DELETE for clients that cannot send it: named by X-HTTP-Method-Override."""
    if x_http_method_override == "DELETE":
        return await end(upload_id, database, store, actor)
    if x_http_method_override == "PATCH":
        return await receive(request, upload_id, database, store, actor, upload_offset, upload_checksum)
    raise errors.MethodNotAllowed()


@router.get("/{upload_id}", response_model=UploadView, responses=problems(*SIGNED_IN, errors.NotFound))
async def read(upload_id: UUID, session: ReadSession, actor: Annotated[Actor, reader(Permission.COMMENT)]) -> Response:
    """One upload as JSON, whatever became of it."""
    row = await creation.mine(session, actor, upload_id)
    return responses.json(creation.view(row), headers=responses.NO_STORE)
