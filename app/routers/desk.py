"""`/desk`, `/views` and looks: what dispatchers see in one read, the lists they saved, who looks at which case."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Request
from fastapi.responses import Response

from app import errors
from app.authz import Actor, Permission
from app.deps import IfMatch, ReadSession, WriteSession, reader, writer
from app.schemas.desk.looks import LooksIn, LooksView, LookView
from app.schemas.desk.rows import DeskPage, DeskQuery
from app.schemas.desk.views import ViewIn, ViewPage, ViewQuery, ViewRead
from app.services.desk import lists, looks, views
from app.web import responses, routing
from app.web.bodies import Size
from app.web.idempotency import Key, nothing, once
from app.web.problems import SIGNED_IN, problems

router = routing.router(tags=["desk"])
Reader = Annotated[Actor, reader(Permission.READ_CASES)]
Writer = Annotated[Actor, writer(Permission.READ_CASES)]
Writing = Annotated[bool, Query(description="I write 正在办理, and do not only look")]
_READS = problems(*SIGNED_IN, errors.NotFound, errors.BadCursor)
_KEYS = (errors.KeyInFlight, errors.KeyReused)
_WRITES = problems(*SIGNED_IN, errors.NotFound, errors.StaleVersion, errors.AlreadyExists, *_KEYS)


@router.get("/desk/{name}", response_model=DeskPage, responses=_READS)
async def desk(
    request: Request,
    name: Annotated[str, Path(max_length=36, description="Of a queue, or the id of a saved view")],
    query: Annotated[DeskQuery, Query()],
    session: ReadSession,
    actor: Reader,
) -> Response:
    """派遣台 · One of my queues or saved views, each row with all that a decision needs."""
    page, besides = await lists.page(session, actor, name, query)
    return responses.page(request, page, None, **besides)


@router.get("/views", response_model=ViewPage, responses=problems(*SIGNED_IN, errors.BadCursor))
async def list_views(
    request: Request, query: Annotated[ViewQuery, Query()], session: ReadSession, actor: Reader
) -> Response:
    """常用筛选 · The views I saved and those my centre shares, oldest first."""
    return responses.page(request, await views.page(session, actor, query))


@router.post(
    "/views",
    max_body_size=Size.JSON,
    status_code=201,
    response_model=ViewRead,
    responses=problems(*SIGNED_IN, errors.NotFound, errors.GuardRefused, errors.AlreadyExists, *_KEYS),
)
async def create_view(
    request: Request, body: ViewIn, session: WriteSession, actor: Writer, key: Key = None
) -> Response:
    """Saves filters under a name."""

    async def created() -> Response:
        return responses.case(await views.create(session, actor, body), status=201)

    return await once(request, session, actor, key, created, told=body, again=_as_kept)


@router.get("/views/{view_id}", response_model=ViewRead, responses=problems(*SIGNED_IN, errors.NotFound))
async def read_view(view_id: UUID, session: ReadSession, actor: Reader) -> Response:
    """One saved view, with how many cases it holds for me and what it names that is there no longer."""
    return responses.case(await views.read(session, actor, view_id))


@router.put("/views/{view_id}", max_body_size=Size.JSON, response_model=ViewRead, responses=_WRITES)
async def replace_view(
    request: Request,
    view_id: UUID,
    body: ViewIn,
    session: WriteSession,
    actor: Writer,
    versions: IfMatch,
    key: Key = None,
) -> Response:
    """Renames it, gives it other filters, shares it or no longer; only its owner may."""

    async def replaced() -> Response:
        return responses.case(await views.replace(session, actor, view_id, body, versions))

    return await once(request, session, actor, key, replaced, told=body, again=_as_kept)


@router.delete("/views/{view_id}", status_code=204, responses=_WRITES)
async def remove_view(
    request: Request, view_id: UUID, session: WriteSession, actor: Writer, versions: IfMatch, key: Key = None
) -> Response:
    """Takes it away, from those it was shared with too; only its owner may."""

    async def removed() -> Response:
        await views.remove(session, actor, view_id, versions)
        return Response(status_code=204)

    return await once(request, session, actor, key, removed, told=None, again=nothing)


async def _as_kept(view: dict[str, object]) -> dict[str, object]:
    """It was their own view."""
    return view


@router.put("/cases/{case_id}/look", response_model=LookView, responses=problems(*SIGNED_IN, errors.NotFound))
async def look(case_id: UUID, session: WriteSession, actor: Writer, writing: Writing = False) -> Response:
    """正在查看 · I look at this case, for two minutes unless I say so again; colleagues see it. It locks nothing."""
    return responses.json(await looks.look(session, actor, case_id, writing=writing))


@router.delete("/cases/{case_id}/look", status_code=204, responses=problems(*SIGNED_IN))
async def look_away(case_id: UUID, session: WriteSession, actor: Writer) -> Response:
    """I look at it no longer."""
    await looks.end(session, actor, [case_id])
    return Response(status_code=204)


@router.put("/looks", max_body_size=Size.JSON, response_model=LooksView, responses=problems(*SIGNED_IN))
async def look_at_several(body: LooksIn, session: WriteSession, actor: Writer) -> Response:
    """I look at these cases, or go on looking; of each who looks at it now."""
    return responses.json({"items": await looks.look_at_all(session, actor, body.case_ids)})
