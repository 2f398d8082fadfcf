"""`/g/{token}`: the page on which a resident says what they think of the effect of co-building 效果共评; no script."""

from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import HTMLResponse, Response

from app import errors
from app.deps import Public, ReadSession, WriteSession
from app.schemas.base import OneLine
from app.schemas.cobuilding.periods import BallotAnswer
from app.services.cobuilding import ballots
from app.web import pages, routing
from app.web.admission import CountedByAddress
from app.web.bodies import Size
from app.web.by_link import Token
from app.web.problems import FORM, Responses, form_example, language_of, refusal_pages

router = routing.router(under="", tags=["residents"], dependencies=[Public], response_class=HTMLResponse)
_PAGE: Responses = {200: {"content": {"text/html": {"example": "<!doctype html>…"}}}}


@router.get("/g/{token}", responses=_PAGE | refusal_pages(errors.NotFound, errors.Gone))
async def ballot_page(request: Request, token: Token, session: ReadSession) -> Response:
    """效果共评页 · The page behind the link of a resident who is asked about co-building; looking consumes nothing."""
    return pages.ballot(request, await ballots.invitation(session, token), language_of(request))


@router.post(
    "/g/{token}",
    max_body_size=Size.PUBLIC,
    dependencies=[CountedByAddress],
    responses=_PAGE | refusal_pages(errors.NotFound, errors.Gone, errors.TooManyRequests),
    openapi_extra=form_example(FORM, score=5, words="小区干净多了"),
)
async def answer_on_the_page(
    request: Request,
    token: Token,
    session: WriteSession,
    score: Annotated[int, Form(ge=1, le=5)],
    words: Annotated[str, Form(max_length=500), OneLine] = "",
) -> Response:
    """提交效果共评 · A resident's answer from the page, once; it needs no script."""
    told = await ballots.invitation(session, token)
    await ballots.answer(session, token, BallotAnswer(score=score, words=words.strip() or None))
    return pages.ballot(request, told, language_of(request), done=True)
