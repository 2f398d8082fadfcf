"""`/public/ratings/{token}` and the page `/r/{token}`: what a resident without an account may do."""

from typing import Annotated

from fastapi import APIRouter, Form, Path, Request
from fastapi.responses import HTMLResponse, Response

from app import errors, pages, responses
from app.deps import Public, ReadSession, WriteSession
from app.errors import AppError
from app.problems import language_of, problems
from app.schemas.rating import RatingAnswer, RatingInvitation, RatingThanks
from app.services import rating

router = APIRouter(prefix="/api/v1/public", tags=["residents"], dependencies=[Public])
page_router = APIRouter(tags=["residents"], dependencies=[Public], default_response_class=HTMLResponse)

Token = Annotated[str, Path(min_length=10, max_length=64, pattern=r"^[\w\-]+$")]
_REFUSALS = problems(errors.NotFound, errors.Gone)
_NO_STORE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


@router.get("/ratings/{token}", response_model=RatingInvitation, responses=_REFUSALS)
async def invitation(token: Token, session: ReadSession) -> Response:
    """What the link is about; looking never consumes it."""
    return responses.json(await rating.invitation(session, token), headers=_NO_STORE)


@router.post(
    "/ratings/{token}",
    response_model=RatingThanks,
    responses=problems(errors.NotFound, errors.Gone, errors.WrongState, errors.GuardRefused),
)
async def answer(token: Token, body: RatingAnswer, session: WriteSession) -> Response:
    """The resident's answer 评单, once; `reopen` asks for the matter to be done again."""
    return responses.json(await rating.answer(session, token, body), headers=_NO_STORE)


@page_router.get("/r/{token}", responses=_REFUSALS)
async def page(request: Request, token: Token, session: ReadSession) -> Response:
    """The page behind the link, for a phone."""
    language = language_of(request)
    try:
        told = await rating.invitation(session, token)
    except AppError as error:
        return pages.refusal(error, language)
    return pages.rating(told, token, language)


@page_router.post("/r/{token}", responses=_REFUSALS)
async def submit(
    request: Request,
    token: Token,
    session: WriteSession,
    score: Annotated[int, Form(ge=1, le=5)],
    solved: Annotated[bool, Form()],
    words: Annotated[str, Form(max_length=1000)] = "",
    reopen: Annotated[bool, Form()] = False,
) -> Response:
    """The answer from the page, which needs no script."""
    told = RatingAnswer(score=score, solved=solved, words=words or None, reopen=reopen and not solved)
    return pages.thanks(await rating.answer(session, token, told), language_of(request))
