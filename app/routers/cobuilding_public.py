"""`/public/cobuilding/{token}`: what residents say of the effect of co-building 效果共评, by a link, once."""

from fastapi.responses import Response

from app import errors
from app.deps import Public, ReadSession, WriteSession
from app.schemas.cobuilding.periods import BallotAnswer, BallotInvitation, BallotThanks
from app.services.cobuilding import ballots
from app.web import responses, routing
from app.web.admission import CountedByAddress
from app.web.bodies import Size
from app.web.by_link import Token
from app.web.problems import problems

router = routing.router("/public/cobuilding", tags=["residents"], dependencies=[Public])
_REFUSALS = problems(errors.NotFound, errors.Gone)
_NO_STORE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


@router.get("/{token}", response_model=BallotInvitation, responses=_REFUSALS)
async def ballot(token: Token, session: ReadSession) -> Response:
    """效果共评邀请 · What a link asks about; looking never consumes it."""
    return responses.json(await ballots.invitation(session, token), headers=_NO_STORE)


@router.post(
    "/{token}",
    max_body_size=Size.PUBLIC,
    dependencies=[CountedByAddress],
    response_model=BallotThanks,
    responses=_REFUSALS | problems(errors.TooManyRequests),
)
async def answer_ballot(token: Token, body: BallotAnswer, session: WriteSession) -> Response:
    """居民效果共评 · A resident's answer, once."""
    return responses.json(await ballots.answer(session, token, body), headers=_NO_STORE)
