"""`/public/villages`: the boards of villages 网上公开 as JSON, for anybody. The same as pages is in `village_pages`."""

from typing import Annotated

from fastapi import Path, Query, Request
from fastapi.responses import Response

from app import errors
from app.deps import Public, ReadSession
from app.schemas.base import Code
from app.schemas.villages.boards import AnsweredPage, AnsweredQuery, VillageBoard, VillagePage, VillageQuery
from app.services.villages import boards
from app.web import responses, routing
from app.web.problems import language_of, problems
from app.web.public_reads import CountedRead, kept

router = routing.router("/public/villages", tags=["residents"], dependencies=[Public, CountedRead])
_REFUSALS = problems(errors.TooManyRequests, errors.BadCursor)
_OF_ONE = problems(errors.TooManyRequests, errors.NotFound)
Village = Annotated[Code, Path(description="Code of a village")]


@router.get("", response_model=VillagePage, responses=_REFUSALS)
async def list_villages(request: Request, query: Annotated[VillageQuery, Query()], session: ReadSession) -> Response:
    """村社区列表 · The villages that have a board, in the order of their codes."""
    return kept(responses.page(request, await boards.villages(session, language_of(request), query)))


@router.get("/{code}", response_model=VillageBoard, responses=_OF_ONE)
async def read_board(request: Request, code: Village, session: ReadSession) -> Response:
    """网上公开 · The board of a village: what volunteers may take on, and what was answered. No person is named."""
    return kept(responses.json(await boards.board(session, code, language_of(request))))


@router.get("/{code}/answered", response_model=AnsweredPage, responses=_OF_ONE | _REFUSALS)
async def list_answered(
    request: Request, code: Village, query: Annotated[AnsweredQuery, Query()], session: ReadSession
) -> Response:
    """办结公开 · What was answered in a village and released by a clerk, the newest first."""
    return kept(responses.page(request, await boards.answered(session, code, language_of(request), query)))
