"""`GET /cases` and `/queues`: pages of cases."""

from typing import Annotated

from fastapi import Path, Query, Request
from fastapi.responses import Response

from app import errors
from app.authz import Actor, Permission
from app.deps import CallersDep, ReadSession, WriteSession, reader, writer
from app.schemas.cases.callers import CasesOfCaller, FindByCaller
from app.schemas.cases.lists import CasePage, CaseQuery, Queues, SparsePage, SparseQuery
from app.schemas.cases.pool import PoolPage, PoolQuery
from app.services.reading import by_caller, case_lists, pool, queues
from app.web import responses, routing
from app.web.bodies import Size
from app.web.problems import SIGNED_IN, problems

router = routing.router()
_REFUSALS = problems(*SIGNED_IN, errors.NotFound, errors.BadCursor)
_POOL_REFUSALS = problems(*SIGNED_IN, errors.BadCursor)
CaseReader = Annotated[Actor, reader(Permission.READ_CASES)]


@router.get("/cases", tags=["cases"], response_model=CasePage | SparsePage, responses=_REFUSALS)
async def search(
    request: Request, query: Annotated[CaseQuery, Query()], session: ReadSession, actor: CaseReader
) -> Response:
    """The cases I see, by any filters together."""
    return responses.page(request, await case_lists.search(session, actor, query), query.fields)


@router.post(
    "/cases/by-caller",
    tags=["cases"],
    max_body_size=Size.JSON,
    response_model=CasesOfCaller,
    responses=problems(*SIGNED_IN, errors.BadCursor, errors.Busy, errors.TooManyRequests),
)
async def find_by_caller(
    body: FindByCaller,
    session: WriteSession,
    actor: Annotated[Actor, writer(Permission.REVEAL_CONTACT)],
    marks: CallersDep,
) -> Response:
    """来电查询 · The cases of whoever calls, by exactly their phone; recorded in each case that is shown."""
    return responses.json(await by_caller.search(session, actor, body, marks), headers=responses.NO_STORE)


@router.get("/queues", tags=["queues"], response_model=Queues, responses=_REFUSALS)
async def overview(session: ReadSession, actor: CaseReader) -> Response:
    """My queues 待办 with how many wait in each."""
    return responses.json({"items": await queues.overview(session, actor)})


@router.get("/queues/{name}", tags=["queues"], response_model=CasePage | SparsePage, responses=_REFUSALS)
async def queue(
    request: Request,
    name: Annotated[str, Path(max_length=32)],
    query: Annotated[SparseQuery, Query()],
    session: ReadSession,
    actor: CaseReader,
) -> Response:
    """One of my queues, most pressing first."""
    page = await queues.page(session, actor, name, query.limit, query.cursor)
    return responses.page(request, page, query.fields)


@router.get("/pool", tags=["queues"], response_model=PoolPage | SparsePage, responses=_POOL_REFUSALS)
async def pooled(
    request: Request,
    query: Annotated[PoolQuery, Query()],
    session: ReadSession,
    actor: Annotated[Actor, reader(Permission.HANDLE)],
) -> Response:
    """The pool 亮单: what my units may claim 点单, first to expire first."""
    return responses.page(request, await pool.page(session, actor, query), query.fields)
