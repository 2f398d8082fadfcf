"""`/bulletins`: drafted from the data, signed by a leader, frozen, sent, and acknowledged."""

from typing import Annotated
from uuid import UUID

import orjson
from fastapi import Query, Request
from fastapi.responses import Response

from app import errors
from app.authz import Actor, Permission
from app.deps import (
    BearerDep,
    DatabaseDep,
    IfMatch,
    PressDep,
    ReadSession,
    WriteSession,
    batcher,
    reader,
    writer,
)  # fmt: skip
from app.schemas.bulletins.drafts import BulletinEdit, BulletinIn, SendBack
from app.schemas.bulletins.views import BulletinList, BulletinQuery, BulletinReceipts, BulletinView, FileQuery
from app.schemas.examples.bulletin import VIEW
from app.services.bulletins import acknowledging, drafting, printing, publishing, reading
from app.services.identity.actors import authenticate
from app.web import responses, routing
from app.web.admission import permitted
from app.web.bodies import Size
from app.web.idempotency import Key, nothing, once
from app.web.problems import SIGNED_IN, Responses, problems

router = routing.router("/bulletins", tags=["bulletins"])
_READS = problems(*SIGNED_IN, errors.NotFound)
_WRITTEN = (*SIGNED_IN, errors.NotFound, errors.KeyInFlight, errors.KeyReused)
_CHANGED = (*_WRITTEN, errors.WrongState, errors.StaleVersion)
_WRITES, _CHANGES = problems(*_WRITTEN), problems(*_CHANGED)
_FILES: Responses = {
    200: {
        "content": {media: {} for media in printing.MEDIA_TYPES.values()}
        | {"application/json": {"schema": {"type": "object"}, "example": VIEW["page"]}},
        "description": "The file",
    }
}
Anybody = Annotated[Actor, reader(None)]
Editor = Annotated[Actor, writer(Permission.SUPERVISE)]


def _shown(view: bytes, status: int = 200) -> Response:
    headers = {"ETag": responses.etag(orjson.loads(view)["version"])}
    return Response(view, status, headers, "application/json")


@router.get("", response_model=BulletinList, responses=problems(*SIGNED_IN, errors.NotFound, errors.BadCursor))
async def list_bulletins(
    request: Request, query: Annotated[BulletinQuery, Query()], session: ReadSession, actor: Anybody
) -> Response:
    """简报 · Those sent to my units and areas, and where I supervise the drafts too; newest first."""
    return responses.page(request, await reading.page(session, actor, query))


@router.post("", max_body_size=Size.JSON, status_code=201, response_model=BulletinView, responses=_WRITES)
async def draft(request: Request, body: BulletinIn, session: WriteSession, actor: Editor, key: Key = None) -> Response:
    """拟稿 · Begins a bulletin of an area for a week, a month or a quarter; its figures are counted at once.

    Beside them stand those of the period before 环比 and of the same period a year ago 同比.
    """

    async def drafted() -> Response:
        return _shown(await drafting.draft(session, actor, body), 201)

    return await once(request, session, actor, key, drafted, told=body, again=reading.again(session, actor))


@router.get("/{bulletin_id}", response_model=BulletinView, responses=_READS)
async def read(bulletin_id: UUID, session: ReadSession, actor: Anybody) -> Response:
    """A bulletin as it reads, with what I may do now; an issue says what was signed, to the byte."""
    return _shown(await reading.read(session, actor, bulletin_id))


@router.put(
    "/{bulletin_id}", max_body_size=Size.LONG, response_model=BulletinView, responses=_CHANGES,
    dependencies=[permitted(Permission.SUPERVISE)],
)  # fmt: skip
async def edit(
    request: Request,
    bulletin_id: UUID,
    body: BulletinEdit,
    session: WriteSession,
    actor: Editor,
    versions: IfMatch,
    key: Key = None,
) -> Response:
    """编辑 · Writes all that its editor says: words, typical cases, red list, criticism, whom it is sent to.

    Of a typical case the people are taken out. Only a draft is edited; whoever edits it cannot sign it.
    """

    async def edited() -> Response:
        return _shown(await drafting.edit(session, actor, bulletin_id, versions, body))

    return await once(request, session, actor, key, edited, told=body, again=reading.again(session, actor))


@router.post("/{bulletin_id}/refresh", response_model=BulletinView, responses=_CHANGES)
async def refresh(
    request: Request, bulletin_id: UUID, session: WriteSession, actor: Editor, versions: IfMatch, key: Key = None
) -> Response:
    """重新取数 · Counts the figures of a draft anew."""

    async def refreshed() -> Response:
        return _shown(await drafting.refresh(session, actor, bulletin_id, versions))

    return await once(request, session, actor, key, refreshed, told=None, again=reading.again(session, actor))


@router.post("/{bulletin_id}/submit", response_model=BulletinView, responses=_CHANGES)
async def submit(
    request: Request, bulletin_id: UUID, session: WriteSession, actor: Editor, versions: IfMatch, key: Key = None
) -> Response:
    """送审 · Hands a draft to the leader; it is not edited any more unless it comes back."""

    async def submitted() -> Response:
        return _shown(await drafting.submit(session, actor, bulletin_id, versions))

    return await once(request, session, actor, key, submitted, told=None, again=reading.again(session, actor))


@router.post("/{bulletin_id}/send-back", max_body_size=Size.JSON, response_model=BulletinView, responses=_CHANGES)
async def send_back(
    request: Request,
    bulletin_id: UUID,
    body: SendBack,
    session: WriteSession,
    actor: Editor,
    versions: IfMatch,
    key: Key = None,
) -> Response:
    """退回修改 · Gives what was submitted back to its editor, with what is to be mended."""

    async def returned() -> Response:
        return _shown(await drafting.send_back(session, actor, bulletin_id, versions, body))

    return await once(request, session, actor, key, returned, told=body, again=reading.again(session, actor))


@router.post(
    "/{bulletin_id}/sign",
    response_model=BulletinView,
    responses=problems(*_CHANGED, errors.GuardRefused, errors.Busy, errors.Unavailable),
)
async def sign(
    request: Request,
    bulletin_id: UUID,
    database: DatabaseDep,
    press: PressDep,
    _: Annotated[Actor, batcher(Permission.LEAD_CENTRE)],
    bearer: BearerDep,
    versions: IfMatch,
    key: Key = None,
) -> Response:
    """签发 · Numbers it 〔2026〕第3期, freezes it, keeps its files with their hashes, and sends it; all at once.

    By a leader of the centre who edited nothing of it. From then on nothing of it changes; it is withdrawn 撤销 only by
    a later bulletin that says so.
    """

    async def act(proofs: printing.Proofs) -> Response:
        async with database.writing() as session:
            actor = await authenticate(session, bearer, afresh=True)

            async def signed() -> Response:
                return _shown(await publishing.sign(session, actor, bulletin_id, versions, proofs))

            return await once(request, session, actor, key, signed, told=None, again=reading.again(session, actor))

    return await press.proofed(act)


@router.post("/{bulletin_id}/discard", status_code=204, responses=_CHANGES)
async def discard(
    request: Request, bulletin_id: UUID, session: WriteSession, actor: Editor, versions: IfMatch, key: Key = None
) -> Response:
    """作废 · Throws away what was not signed; it had no number."""

    async def discarded() -> Response:
        await drafting.discard(session, actor, bulletin_id, versions)
        return Response(status_code=204)

    return await once(request, session, actor, key, discarded, told=None, again=nothing)


@router.post(
    "/{bulletin_id}/acknowledge", response_model=BulletinView, responses=problems(*_WRITTEN, errors.WrongState)
)
async def acknowledge(
    request: Request,
    bulletin_id: UUID,
    session: WriteSession,
    actor: Annotated[Actor, writer(None)],
    key: Key = None,
) -> Response:
    """签阅 · I have read it, in the name of my unit or centre it was sent to; that and when stand in its receipts."""

    async def acknowledged() -> Response:
        return _shown(await acknowledging.acknowledge(session, actor, bulletin_id))

    return await once(request, session, actor, key, acknowledged, told=None, again=reading.again(session, actor))


@router.get("/{bulletin_id}/receipts", response_model=BulletinReceipts, responses=_READS)
async def read_receipts(bulletin_id: UUID, session: ReadSession, actor: Anybody) -> Response:
    """签阅回执 · Who has read it and when, and who has not; to an addressee what is of their own."""
    return responses.json(await reading.receipts(session, actor, bulletin_id))


@router.get(
    "/{bulletin_id}/file",
    response_class=Response,
    responses=_FILES | problems(*SIGNED_IN, errors.NotFound, errors.Unavailable),
)
async def read_file(
    bulletin_id: UUID,
    query: Annotated[FileQuery, Query()],
    database: DatabaseDep,
    press: PressDep,
    actor: Annotated[Actor, batcher(None)],
) -> Response:
    """As PDF or XLSX, in Chinese or English, or as the JSON behind them: of an issue the bytes that were signed.

    Of a draft it is made when it is asked for, and says that it is a draft.
    """
    async with database.reading() as session:
        held = await reading.file(session, actor, bulletin_id, query.format, query.language)
    made = await press.of(held, query.format, query.language)
    headers = {
        "Content-Disposition": f'attachment; filename="{made.name}"',
        "Cache-Control": "private, no-cache" if made.is_kept else "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    if made.is_kept:
        headers["ETag"] = f'"{reading.digest(made.content)}"'
    return Response(made.content, 200, headers, printing.MEDIA_TYPES[query.format])
