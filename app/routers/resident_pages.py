"""The pages of residents, which need no script: `/report`, `/f/{token}` to follow a report, `/r/{token}` to rate."""

from typing import Annotated, Literal

from fastapi import Depends, Form, Path, Query, Request
from fastapi.responses import HTMLResponse, Response

from app import browser, errors
from app.authz import Actor
from app.config import Settings
from app.deps import (
    CallersDep,
    DatabaseDep,
    PhotosDep,
    Public,
    ReadSession,
    SettingsDep,
    SourceDep,
    WriteSession,
    reader,
)
from app.schemas.base import Code, OwnId, Plain
from app.schemas.residents.rating import RatingAnswer
from app.schemas.residents.reports import Offered
from app.services.residents import places, rating, reports, saying, sending
from app.web import codes, pages, report_form, routing
from app.web.admission import CountedByAddress
from app.web.bodies import Size
from app.web.by_link import OF_A_PHOTO, OF_A_RATING, PHOTO_COMES, SAYING, Photo, Token
from app.web.problems import FORM, SIGNED_IN, Responses, form_example, language_of, refusal_pages
from app.web.report_form import MOST_PHOTOS, FilledDep, Photos
from app.web.streaming import uploaded

router = routing.router(under="", tags=["residents"], dependencies=[Public], response_class=HTMLResponse)
poster_router = routing.router(under="", tags=["residents"], response_class=HTMLResponse)

_PAGE: Responses = {200: {"content": {"text/html": {"example": "<!doctype html>…"}}}}
_SEE_AGAIN: Responses = {303: {"description": "It is done: the page, as it is now"}}
_SEE_THE_REPORT: Responses = {303: {"description": "It is taken: the page to follow it by"}}
At = Annotated[str, Query(max_length=32, description="Code of the area whose QR code was scanned")]
Words = Annotated[str, Form(max_length=1000), Plain]


async def _answer(
    score: Annotated[int, Form(ge=1, le=5)],
    solved: Annotated[bool, Form()],
    words: Words = "",
    reopen: Annotated[bool, Form()] = False,
) -> RatingAnswer:
    """The answer as a form tells it; what is solved is not done again."""
    return RatingAnswer(score=score, solved=solved, words=words or None, reopen=reopen and not solved)


def _known_again(request: Request, settings: Settings, page: Response) -> Response:
    """The page, with what tells its browser from others when it answers."""
    if browser.device_of(request) is None:
        page.headers.append("Set-Cookie", browser.device_cookie(request, settings))
    return page


AnswerDep = Annotated[RatingAnswer, Depends(_answer)]


@router.get("/report", responses=_PAGE | refusal_pages())
async def report(request: Request, session: ReadSession, at: At = "") -> Response:
    """居民上报页 · The form to report with, of the place whose QR code was scanned, or of any."""
    asked = await places.asked(session, at, language_of(request))
    return pages.report(request, asked, report_form.empty(at), language_of(request))


@router.post(
    "/report",
    max_body_size=Size.PHOTO,
    form_limits={"max_files": MOST_PHOTOS},
    dependencies=[CountedByAddress],
    status_code=303,
    responses=_SEE_THE_REPORT | refusal_pages(errors.ReportConflict, errors.TooManyRequests),
    openapi_extra=form_example("multipart/form-data", **report_form.EXAMPLE),
)
async def send_report(
    request: Request, filled: FilledDep, database: DatabaseDep, store: PhotosDep, marks: CallersDep, photo: Photos = ()
) -> Response:
    """A report from the page, with its photos; what is wrong is told on the form, and nothing typed is lost."""
    try:
        report, sender = report_form.read(filled), request.client.host if request.client else None
        taken = [uploaded(each) for each in photo if each.size]
        sent = await sending.send(database, store, report, taken, sender, marks)
    except report_form.MENDABLE as error:
        return await report_form.again(request, filled, error)
    return pages.again(request, f"f/{sent.token}", sent.done)


@poster_router.get("/poster/{code}", responses=_PAGE | refusal_pages(*SIGNED_IN, errors.NotFound))
async def poster(
    request: Request,
    code: Annotated[Code, Path(description="Code of the area")],
    session: ReadSession,
    actor: Annotated[Actor, reader(None)],
    settings: SettingsDep,
    size: Annotated[Literal["a4", "a6"], Query()] = "a4",
) -> Response:
    """上报二维码张贴页 · The sign to print and hang up in an area, for whoever may look the area up."""
    sign = await places.to_print(session, actor, code)
    drawing = await codes.within_a_page(codes.address(settings, code))
    return pages.poster(request, sign, drawing, size, language_of(request))


@router.get("/f/{token}", responses=_PAGE | refusal_pages(errors.NotFound, errors.Gone))
async def follow(request: Request, token: str, session: ReadSession, settings: SettingsDep) -> Response:
    """The page behind the link of a report, for a phone."""
    shown = pages.followed(request, await reports.followed(session, token), language_of(request))
    return _known_again(request, settings, shown)


@router.post(
    "/f/{token}",
    max_body_size=Size.PUBLIC,
    dependencies=[CountedByAddress],
    status_code=303,
    responses=_SEE_AGAIN | refusal_pages(*SAYING),
    openapi_extra=form_example(FORM, offer="words", id="0193a0c0-0000-7000-8000-000000000004", note="昨晚又有人摔倒"),
)
async def say(
    request: Request,
    token: Token,
    session: WriteSession,
    offer: Annotated[Literal["words", "urge", "object"], Form()],
    said_id: Annotated[OwnId, Form(alias="id")],
    note: Words = "",
) -> Response:
    """Words, an urge or an objection from the page, which needs no script."""
    await saying.say(session, token, Offered(offer), said_id, note.strip() or None)
    return pages.again(request, token, offer)


@router.post(
    "/f/{token}/photos",
    max_body_size=Size.PHOTO,
    dependencies=PHOTO_COMES,
    status_code=303,
    responses=_SEE_AGAIN | refusal_pages(*OF_A_PHOTO),
    openapi_extra=form_example("multipart/form-data", photo="(the bytes)"),
)
async def send_photo(request: Request, token: Token, database: DatabaseDep, store: PhotosDep, photo: Photo) -> Response:
    """A photo from the page."""
    await saying.add_photo(database, store, token, uploaded(photo))
    return pages.again(request, f"../{token}", "photos")


@router.post(
    "/f/{token}/rating",
    max_body_size=Size.PUBLIC,
    dependencies=[CountedByAddress],
    status_code=303,
    responses=_SEE_AGAIN | refusal_pages(*OF_A_RATING),
    openapi_extra=form_example(FORM, score=5, solved=True, words="处理很及时"),
)
async def rate(
    request: Request,
    token: Token,
    session: WriteSession,
    told: AnswerDep,
    source: SourceDep,
) -> Response:
    """The answer to one's own report, from the page that follows it."""
    done = await rating.answer_to_own(session, token, told, source)
    return pages.again(request, f"../{token}", "reopened" if done["reopened"] else "rated")


@router.get("/r/{token}", responses=_PAGE | refusal_pages(errors.NotFound, errors.Gone))
async def invitation(request: Request, token: str, session: ReadSession, settings: SettingsDep) -> Response:
    """The page behind the link of a rating, for a phone."""
    shown = pages.rating(request, await rating.invitation(session, token), language_of(request))
    return _known_again(request, settings, shown)


@router.post(
    "/r/{token}",
    max_body_size=Size.PUBLIC,
    dependencies=[CountedByAddress],
    responses=_PAGE | refusal_pages(*OF_A_RATING),
    openapi_extra=form_example(FORM, score=5, solved=True, words="处理很及时"),
)
async def answer(
    request: Request,
    token: str,
    session: WriteSession,
    told: AnswerDep,
    source: SourceDep,
) -> Response:
    """The answer from the page, which needs no script."""
    return pages.thanks(request, await rating.answer(session, token, told, source), language_of(request))
