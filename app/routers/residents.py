"""What a resident without an account may do, as JSON: `/public/…`. The same as pages is in `resident_pages`."""

from functools import partial

from fastapi import Request
from fastapi.responses import Response

from app import errors
from app.deps import CallersDep, DatabaseDep, PhotosDep, Public, ReadSession, SettingsDep, SourceDep, WriteSession
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
from app.web import responses, routing
from app.web.admission import CountedByAddress
from app.web.bodies import Size
from app.web.by_link import OF_A_PHOTO, OF_A_RATING, PHOTO_COMES, SAYING, Photo, Token
from app.web.problems import Responses, form_example, problems
from app.web.streaming import uploaded

router = routing.router("/public", tags=["residents"], dependencies=[Public])
_REFUSALS = problems(errors.NotFound, errors.Gone)
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


_saying = partial(
    router.post,
    max_body_size=Size.PUBLIC,
    dependencies=[CountedByAddress],
    response_model=FollowedReport,
    responses=problems(*SAYING),
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


_THERE_ALREADY: Responses = {200: {"model": FollowedReport, "description": "This very photo was there"}}


@router.post(
    "/cases/{token}/photos",
    max_body_size=Size.PHOTO,
    dependencies=PHOTO_COMES,
    status_code=201,
    response_model=FollowedReport,
    responses=_THERE_ALREADY | problems(*OF_A_PHOTO),
    openapi_extra=form_example("multipart/form-data", photo="(the bytes)"),
)
async def add_photo(token: Token, database: DatabaseDep, store: PhotosDep, photo: Photo) -> Response:
    """补充照片 · A photo of one's own matter, for the staff who see the case; no public address ever shows it."""
    view, new = await saying.add_photo(database, store, token, uploaded(photo))
    return responses.json(view, status=201 if new else 200, headers=_NO_STORE)


@router.post(
    "/cases/{token}/rating",
    max_body_size=Size.PUBLIC,
    dependencies=[CountedByAddress],
    response_model=RatingThanks,
    responses=problems(*OF_A_RATING),
)
async def rate(token: Token, body: RatingAnswer, session: WriteSession, source: SourceDep) -> Response:
    """评单 · The answer to one's own report once it is closed, by the link that follows it; once a round."""
    return responses.json(await rating.answer_to_own(session, token, body, source), headers=_NO_STORE)


@router.get("/ratings/{token}", response_model=RatingInvitation, responses=_REFUSALS)
async def invitation(token: Token, session: ReadSession) -> Response:
    """What the link is about; looking never consumes it."""
    return responses.json(await rating.invitation(session, token), headers=_NO_STORE)


@router.post(
    "/ratings/{token}",
    max_body_size=Size.PUBLIC,
    dependencies=[CountedByAddress],
    response_model=RatingThanks,
    responses=problems(*OF_A_RATING),
)
async def answer(token: Token, body: RatingAnswer, session: WriteSession, source: SourceDep) -> Response:
    """The resident's answer 评单, once; `reopen` asks for the matter to be done again."""
    return responses.json(await rating.answer(session, token, body, source), headers=_NO_STORE)
