"""`GET /cases`, `/queues` and `/supervision`: pages of cases and counts of them."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from app import errors, responses
from app.authz import Actor, Permission
from app.deps import ReadSession, reader
from app.problems import SIGNED_IN, problems
from app.schemas.case_lists import CasePage, CaseQuery, OverdueQuery, PageQuery, Queues, Summary, SummaryQuery
from app.services import case_lists, queues

router = APIRouter()
_REFUSALS = problems(*SIGNED_IN, errors.NotFound, errors.BadCursor)
CaseReader = Annotated[Actor, reader(Permission.READ_CASES)]
Supervisor = Annotated[Actor, reader(Permission.SUPERVISE)]


def _page(request: Request, page: case_lists.Page) -> Response:
    items, cursor = page
    view: dict[str, Any] = {"items": items, "next_cursor": cursor}
    if cursor is None:
        return responses.json(view)
    following = request.url.include_query_params(cursor=cursor)
    return responses.json(view, headers={"Link": f'<{following.path}?{following.query}>; rel="next"'})


@router.get("/cases", tags=["cases"], response_model=CasePage, responses=_REFUSALS)
async def search(
    request: Request, query: Annotated[CaseQuery, Query()], session: ReadSession, actor: CaseReader
) -> Response:
    """The cases I see, by any filters together."""
    return _page(request, await case_lists.search(session, actor, query))


@router.get("/queues", tags=["queues"], response_model=Queues, responses=_REFUSALS)
async def overview(session: ReadSession, actor: CaseReader) -> Response:
    """My queues 待办 with how many wait in each."""
    return responses.json({"items": await queues.overview(session, actor)})


@router.get("/queues/{name}", tags=["queues"], response_model=CasePage, responses=_REFUSALS)
async def queue(
    request: Request,
    name: Annotated[str, Path(max_length=32)],
    query: Annotated[PageQuery, Query()],
    session: ReadSession,
    actor: CaseReader,
) -> Response:
    """One of my queues, most pressing first."""
    return _page(request, await queues.page(session, actor, name, query.limit, query.cursor))


@router.get("/supervision/overdue", tags=["supervision"], response_model=CasePage, responses=_REFUSALS)
async def overdue(
    request: Request, query: Annotated[OverdueQuery, Query()], session: ReadSession, actor: Supervisor
) -> Response:
    """What is overdue now, longest first."""
    return _page(request, await case_lists.overdue(session, actor, query))


@router.get("/supervision/summary", tags=["supervision"], response_model=Summary, responses=_REFUSALS)
async def summary(query: Annotated[SummaryQuery, Query()], session: ReadSession, actor: Supervisor) -> Response:
    """How much is overdue, or open, by department, area, category or status."""
    return responses.json(await case_lists.summarise(session, actor, query))
