"""What a resident without an account may do: `/public/…` as JSON, and as pages `/f/{token}` and `/r/{token}`."""

from functools import partial
from typing import Annotated, Literal

from fastapi import File, Form, Path, Request, UploadFile
from fastapi.responses import HTMLResponse, Response

from app import errors
from app.deps import CallersDep, DatabaseDep, PhotosDep, Public, ReadSession, SettingsDep, WriteSession
from app.schemas.base import OwnId, Plain
from app.schemas.residents.rating import RatingAnswer, RatingInvitation, RatingThanks
from app.schemas.residents.reports import (
    FollowedReport,
    Offered,
    ResidentReceipt,
    ResidentReport,
    ResidentUrge,
    ResidentWords,
)
from app.services.residents import rating, reports, saying
from app.web import pages, responses, routing
from app.web.admission import CountedByAddress, before_the_body
from app.web.bodies import Size
from app.web.problems import FORM, Responses, form_example, language_of, problems, refusal_pages
from app.web.streaming import uploaded

router = routing.router("/public", tags=["residents"], dependencies=[Public])
page_router = routing.router(under="", tags=["residents"], dependencies=[Public], response_class=HTMLResponse)

Token = Annotated[str, Path(min_length=10, max_length=64, pattern=r"^[\w\-]+$")]
_REFUSALS = problems(errors.NotFound, errors.Gone)
_OF_A_RATING = (errors.NotFound, errors.Gone, errors.WrongState, errors.GuardRefused, errors.TooManyRequests)
_PAGE: Responses = {200: {"content": {"text/html": {"example": "<!doctype html>…"}}}}
_SEE_AGAIN: Responses = {303: {"description": "It is done: the page, as it is now"}}
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
    view, new = await reports.report(session, body, request.client.host if request.client else None, marks)
    view["url"] = f"{settings.base_url}/f/{view['token']}"
    return responses.json(view, status=201 if new else 200, headers=_NO_STORE)


@router.get("/cases/{token}", response_model=FollowedReport, responses=_REFUSALS)
async def followed(token: Token, session: ReadSession) -> Response:
    """居民查询 · What has become of the report behind a link; nothing of staff, of others or of the contact."""
    return responses.json(await reports.followed(session, token), headers=_NO_STORE)


_SAYING = (errors.NotFound, errors.Gone, errors.WrongState, errors.GuardRefused, errors.TooManyRequests)
_saying = partial(
    router.post,
    max_body_size=Size.PUBLIC,
    dependencies=[CountedByAddress],
    response_model=FollowedReport,
    responses=problems(*_SAYING),
)


@_saying("/cases/{token}/words")
async def add_words(token: Token, body: ResidentWords, session: WriteSession) -> Response:
    """补充诉求 · Further words to one's own matter; whoever has it now is told."""
    view = await saying.say(session, token, Offered.WORDS, body.id, body.note)
    return responses.json(view, headers=_NO_STORE)


@_saying("/cases/{token}/urge")
async def urge(token: Token, body: ResidentUrge, session: WriteSession) -> Response:
    """催办 · A nudge to whoever has the matter now, once in 24 hours."""
    view = await saying.say(session, token, Offered.URGE, body.id, body.note)
    return responses.json(view, headers=_NO_STORE)


@_saying("/cases/{token}/object")
async def object_to(token: Token, body: ResidentWords, session: WriteSession) -> Response:
    """对不予受理提出异议 · An objection to a rejection, once: it goes before triage again."""
    view = await saying.say(session, token, Offered.OBJECT, body.id, body.note)
    return responses.json(view, headers=_NO_STORE)


async def _photo_is_welcome(request: Request) -> None:
    """Nothing of a photo is read, and nothing written to a disk, for a link that could not add it."""
    await saying.require_welcome(request.app.state.database, request.path_params["token"])


_PHOTO_COMES = [CountedByAddress, before_the_body(_photo_is_welcome)]
Photo = Annotated[UploadFile, File(description="JPEG, PNG or HEIC, 20 MB and 40 megapixels at most")]
_THERE_ALREADY: Responses = {200: {"model": FollowedReport, "description": "This very photo was there"}}
_OF_A_PHOTO = (*_SAYING, errors.Busy, errors.UnsupportedMedia, errors.Unavailable)


@router.post(
    "/cases/{token}/photos",
    max_body_size=Size.PHOTO,
    dependencies=_PHOTO_COMES,
    status_code=201,
    response_model=FollowedReport,
    responses=_THERE_ALREADY | problems(*_OF_A_PHOTO),
    openapi_extra=form_example("multipart/form-data", photo="(the bytes)"),
)
async def add_photo(token: Token, database: DatabaseDep, store: PhotosDep, photo: Photo) -> Response:
    """补充照片 · A photo of one's own matter, for the staff who see the case; no public address ever shows it."""
    view, new = await saying.add_photo(database, store, token, uploaded(photo))
    return responses.json(view, status=201 if new else 200, headers=_NO_STORE)


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
    return pages.report(request, await reports.followed(session, token), language_of(request))


@page_router.post(
    "/f/{token}",
    max_body_size=Size.PUBLIC,
    dependencies=[CountedByAddress],
    status_code=303,
    responses=_SEE_AGAIN | refusal_pages(*_SAYING),
    openapi_extra=form_example(FORM, offer="words", id="0193a0c0-0000-7000-8000-000000000004", note="昨晚又有人摔倒"),
)
async def say(
    token: Token,
    session: WriteSession,
    offer: Annotated[Literal["words", "urge", "object"], Form()],
    said_id: Annotated[OwnId, Form(alias="id")],
    note: Annotated[str, Form(max_length=1000), Plain] = "",
) -> Response:
    """Words, an urge or an objection from the page, which needs no script."""
    await saying.say(session, token, Offered(offer), said_id, note.strip() or None)
    return pages.again(token)


@page_router.post(
    "/f/{token}/photos",
    max_body_size=Size.PHOTO,
    dependencies=_PHOTO_COMES,
    status_code=303,
    responses=_SEE_AGAIN | refusal_pages(*_OF_A_PHOTO),
    openapi_extra=form_example("multipart/form-data", photo="(the bytes)"),
)
async def send_photo(token: Token, database: DatabaseDep, store: PhotosDep, photo: Photo) -> Response:
    """A photo from the page."""
    await saying.add_photo(database, store, token, uploaded(photo))
    return pages.again(f"../{token}")


@page_router.get("/r/{token}", responses=_PAGE | refusal_pages(errors.NotFound, errors.Gone))
async def page(request: Request, token: str, session: ReadSession) -> Response:
    """The page behind the link, for a phone."""
    return pages.rating(request, await rating.invitation(session, token), language_of(request))


@page_router.post(
    "/r/{token}",
    max_body_size=Size.PUBLIC,
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
