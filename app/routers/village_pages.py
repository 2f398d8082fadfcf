"""The boards of villages 网上公开 as pages without a script: `/villages`, and one a village."""

from typing import Annotated

from fastapi import Path, Query, Request
from fastapi.responses import HTMLResponse, Response

from app import errors
from app.deps import Public, ReadSession
from app.schemas.base import Code
from app.schemas.villages.boards import AnsweredQuery, VillageQuery
from app.services.villages import boards
from app.web import pages, routing
from app.web.problems import Responses, language_of, refusal_pages
from app.web.public_reads import CountedRead, kept

router = routing.router(under="", tags=["residents"], dependencies=[Public, CountedRead], response_class=HTMLResponse)
_PAGE: Responses = {200: {"content": {"text/html": {"example": "<!doctype html>…"}}}}
_REFUSALS = _PAGE | refusal_pages(errors.TooManyRequests, errors.BadCursor)
_OF_ONE = _PAGE | refusal_pages(errors.TooManyRequests, errors.NotFound, errors.BadCursor)
Village = Annotated[Code, Path(description="Code of a village")]
Lang = Annotated[str | None, Query(max_length=8, description="`zh` or `en`, where a link of the page was followed")]


@router.get("/villages", responses=_REFUSALS)
async def list_villages(
    request: Request, session: ReadSession, cursor: str | None = None, lang: Lang = None
) -> Response:
    """村社区列表页 · The villages, each with the way to its board."""
    language = language_of(request)
    found = await boards.villages(session, language, VillageQuery(limit=100, cursor=cursor))
    return kept(pages.villages(request, found, language))


@router.get("/villages/{code}", responses=_OF_ONE)
async def read_board(request: Request, code: Village, session: ReadSession, lang: Lang = None) -> Response:
    """网上公开页 · The board of a village, for a phone or a screen in its hall."""
    language = language_of(request)
    return kept(pages.village(request, await boards.board(session, code, language), language))


@router.get("/villages/{code}/answered", responses=_OF_ONE)
async def list_answered(
    request: Request, code: Village, session: ReadSession, cursor: str | None = None, lang: Lang = None
) -> Response:
    """办结公开页 · All that was answered in a village and released, page by page."""
    language = language_of(request)
    board = await boards.board(session, code, language)
    found = await boards.answered(session, code, language, AnsweredQuery(limit=20, cursor=cursor))
    return kept(pages.answered(request, board, found, language))
