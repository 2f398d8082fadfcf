"""What a resident without an account may do: `/public/…` as JSON, and as pages `/f/{token}` and `/r/{token}`."""

from typing import Annotated

from fastapi import APIRouter, Form, Path, Request
from fastapi.responses import HTMLResponse, Response

from app import errors
from app.deps import CallersDep, Public, ReadSession, SettingsDep, WriteSession
from app.schemas.base import Plain
from app.schemas.rating import RatingAnswer, RatingInvitation, RatingThanks
from app.schemas.residents import FollowedReport, ResidentReceipt, ResidentReport
from app.services import rating, residents
from app.web import pages, responses
from app.web.admission import CountedByAddress, Route
from app.web.bodies import Size
from app.web.problems import FORM, Responses, form_example, language_of, problems, refusal_pages

router = APIRouter(prefix="/api/v1/public", tags=["residents"], dependencies=[Public], route_class=Route)
page_router = APIRouter(
    tags=["residents"], dependencies=[Public], default_response_class=HTMLResponse, route_class=Route
)

Token = Annotated[str, Path(min_length=10, max_length=64, pattern=r"^[\w\-]+$")]
_REFUSALS = problems(errors.NotFound, errors.Gone)
_OF_A_RATING = (errors.NotFound, errors.Gone, errors.WrongState, errors.GuardRefused, errors.TooManyRequests)
_PAGE: Responses = {200: {"content": {"text/html": {"example": "<!doctype html>…"}}}}
_NO_STORE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


_SENT_BEFORE: Responses = {200: {"model": ResidentReceipt, "description": "This very report was sent before"}}


@router.post(
    "/cases",
    max_body_size=Size.PUBLIC,
    dependencies=[CountedByAddress],
    status_code=201,
    response_model=ResidentReceipt,
    responses=_SENT_BEFORE | problems(errors.ReportConflict, errors.TooManyRequests),
)
async def report(
    request: Request, body: ResidentReport, session: WriteSession, settings: SettingsDep, marks: CallersDep
) -> Response:
    """居民上报 · Report without an account; the answer has a link to follow it by."""
    view, new = await residents.report(session, body, request.client.host if request.client else None, marks)
    view["url"] = f"{settings.base_url}/f/{view['token']}"
    return responses.json(view, status=201 if new else 200, headers=_NO_STORE)


@router.get("/cases/{token}", response_model=FollowedReport, responses=_REFUSALS)
async def followed(token: Token, session: ReadSession) -> Response:
    """居民查询 · What has become of the report behind a link; nothing of staff, of others or of the contact."""
    return responses.json(await residents.followed(session, token), headers=_NO_STORE)


@router.get("/ratings/{token}", response_model=RatingInvitation, responses=_REFUSALS)
async def invitation(token: Token, session: ReadSession) -> Response:
    """What the link is about; looking never consumes it."""
    return responses.json(await rating.invitation(session, token), headers=_NO_STORE)


@router.post(
    "/ratings/{token}",
    max_body_size=Size.PUBLIC,
    dependencies=[CountedByAddress],
    response_model=RatingThanks,
    responses=problems(*_OF_A_RATING),
)
async def answer(token: Token, body: RatingAnswer, session: WriteSession) -> Response:
    """The resident's answer 评单, once; `reopen` asks for the matter to be done again."""
    return responses.json(await rating.answer(session, token, body), headers=_NO_STORE)


@page_router.get("/f/{token}", responses=_PAGE | refusal_pages(errors.NotFound, errors.Gone))
async def report_page(request: Request, token: str, session: ReadSession) -> Response:
    """The page behind the link of a report, for a phone."""
    return pages.report(request, await residents.followed(session, token), language_of(request))


@page_router.get("/r/{token}", responses=_PAGE | refusal_pages(errors.NotFound, errors.Gone))
async def page(request: Request, token: str, session: ReadSession) -> Response:
    """The page behind the link, for a phone."""
    return pages.rating(request, await rating.invitation(session, token), language_of(request))


@page_router.post(
    "/r/{token}",
    max_body_size=Size.FORM,
    dependencies=[CountedByAddress],
    responses=_PAGE | refusal_pages(*_OF_A_RATING),
    openapi_extra=form_example(FORM, score=5, solved=True, words="处理很及时"),
)
async def submit(
    request: Request,
    token: str,
    session: WriteSession,
    score: Annotated[int, Form(ge=1, le=5)],
    solved: Annotated[bool, Form()],
    words: Annotated[str, Form(max_length=1000), Plain] = "",
    reopen: Annotated[bool, Form()] = False,
) -> Response:
    """The answer from the page, which needs no script."""
    told = RatingAnswer(score=score, solved=solved, words=words or None, reopen=reopen and not solved)
    return pages.thanks(request, await rating.answer(session, token, told), language_of(request))
