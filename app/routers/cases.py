"""`/cases`: report one, see first whether it is known, read one, its history."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from fastapi.responses import Response

from app import clock, errors
from app.authz import Actor, Permission
from app.deps import CallersDep, EncryptionDep, IfMatch, ReadSession, SettingsDep, WriteSession, reader, writer
from app.schemas.cases.before import Before, BeforeQuery
from app.schemas.cases.case import Candidates, CaseRead, FindCandidates, ReportCase, ReportedCase
from app.schemas.cases.deadline import Deadline, DeadlineQuery
from app.schemas.cases.events import Events
from app.schemas.cases.parts import Parts
from app.schemas.cases.suggestions import CaseSuggestions
from app.schemas.organisation.routing import RoutingAnswer
from app.schemas.residents.rating import RatingLink
from app.services.cases import contacts
from app.services.cases.expected_photos import expected
from app.services.cases.facts import needs, sight_on
from app.services.intake import duplicates, reports
from app.services.organisation import names
from app.services.reading import case_view, cases, deadline, parts, replays, responsible
from app.services.reading.more_time import MoreTime
from app.services.repeating import showing as repeating
from app.services.residents import rating
from app.services.suggesting import showing
from app.web import responses, routing
from app.web.bodies import Size
from app.web.idempotency import Key, once
from app.web.problems import SIGNED_IN, Responses, problems

router = routing.router("/cases", tags=["cases"])

_SENT_BEFORE: Responses = {200: {"model": ReportedCase, "description": "This very report was sent before"}}
_LINK_REFUSALS = problems(
    *SIGNED_IN,
    errors.NotFound,
    errors.WrongState,
    errors.GuardRefused,
    errors.Busy,
    errors.StaleVersion,
    errors.KeyInFlight,
    errors.KeyReused,
    errors.Gone,
)


@router.post(
    "",
    max_body_size=Size.JSON,
    status_code=201,
    response_model=ReportedCase,
    responses=_SENT_BEFORE | problems(*SIGNED_IN, errors.ReportConflict, errors.KeyInFlight, errors.KeyReused),
)
async def report(
    request: Request,
    body: ReportCase,
    session: WriteSession,
    actor: Annotated[Actor, writer(Permission.REPORT)],
    marks: CallersDep,
    key: Key = None,
) -> Response:
    """上报 · Report a case. The same id with the same body is the same case, however often it is sent."""

    async def reported() -> Response:
        case, new = await reports.report(session, actor, body)
        await contacts.remember(session, marks, case["id"], body.contact)
        now = clock.now()
        view = await case_view.detail(session, case, actor, now)
        matter = duplicates.matter_of(case)
        view["duplicate_candidates"] = await duplicates.candidates(session, actor, matter, now, besides=case["id"])
        return responses.case(view, status=201 if new else 200)

    return await once(request, session, actor, key, reported, told=body, again=partial(replays.of_case, session, actor))


@router.post("/candidates", max_body_size=Size.JSON, response_model=Candidates, responses=problems(*SIGNED_IN))
async def candidates(
    body: FindCandidates, session: ReadSession, actor: Annotated[Actor, reader(Permission.REPORT)]
) -> Response:
    """疑似重复 · Open cases that a report not yet sent may repeat, with the reasons; nothing is written."""
    return responses.json(await duplicates.asked(session, actor, body))


@router.get("/{case_id}", response_model=CaseRead, responses=problems(*SIGNED_IN, errors.NotFound))
async def read(case_id: UUID, session: ReadSession, actor: Annotated[Actor, reader(Permission.READ_CASES)]) -> Response:
    """One case with what the caller may do now; `ETag` carries its version."""
    now = clock.now()
    case = await cases.read(session, actor, case_id, now)
    view = await case_view.detail(session, case, actor, now)
    pending = await expected(session, case, sight=sight_on(actor, case)) if case["has_photos_on_their_way"] else []
    await names.give(session, actor, pending)
    ratings = await rating.of_case(session, case) if case["is_rated"] else []
    repeats = await repeating.repeats(session, actor, case)
    more = {"photos_pending": pending, "ratings": ratings, "needs": needs(case, now), "repeats": repeats}
    return responses.case(view | more)


@router.get("/{case_id}/events", response_model=Events, responses=problems(*SIGNED_IN, errors.NotFound))
async def events(
    case_id: UUID,
    session: ReadSession,
    actor: Annotated[Actor, reader(Permission.READ_CASES)],
    after: Annotated[int, Query(ge=0, le=2_000_000_000, description="Only events numbered above this")] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
) -> Response:
    """The history of a case, oldest first, numbered without gaps."""
    return responses.json(await cases.history(session, actor, case_id, after=after, count=limit))


@router.get(
    "/{case_id}/before", response_model=Before, responses=problems(*SIGNED_IN, errors.NotFound, errors.BadCursor)
)
async def read_before(
    request: Request,
    case_id: UUID,
    query: Annotated[BeforeQuery, Query()],
    session: ReadSession,
    actor: Annotated[Actor, reader(Permission.READ_CASES)],
) -> Response:
    """What came before of the same caller, household, place or matter, with its answers; newest first."""
    found = await repeating.before(session, actor, case_id, query.kind, query.limit, query.cursor)
    return responses.page(request, found)


@router.get("/{case_id}/parts", response_model=Parts, responses=problems(*SIGNED_IN, errors.NotFound))
async def read_parts(
    case_id: UUID, session: ReadSession, actor: Annotated[Actor, reader(Permission.READ_CASES)]
) -> Response:
    """The parts of a report that was split 拆分; of one the caller does not see, number and status alone."""
    return responses.json({"items": await parts.of_case(session, actor, case_id)})


@router.get("/{case_id}/suggestions", response_model=CaseSuggestions, responses=problems(*SIGNED_IN, errors.NotFound))
async def suggestions(
    case_id: UUID, session: ReadSession, actor: Annotated[Actor, reader(Permission.READ_CASES)]
) -> Response:
    """Three units and three categories for a case, with probability and reason, learned from closed cases."""
    return responses.json(await showing.of_case(session, actor, case_id))


@router.get("/{case_id}/deadline", response_model=Deadline, responses=problems(*SIGNED_IN, errors.NotFound))
async def explained(
    case_id: UUID,
    query: Annotated[DeadlineQuery, Query()],
    session: ReadSession,
    actor: Annotated[Actor, reader(Permission.READ_CASES)],
) -> Response:
    """The deadline of a case with its arithmetic: rule, calendar, pauses, extensions, each interval, what is left."""
    more = MoreTime(query.extension, query.resume_at)
    return responses.json(await deadline.explain(session, actor, case_id, clock.now(), more))


@router.get("/{case_id}/routing", response_model=RoutingAnswer, responses=problems(*SIGNED_IN, errors.NotFound))
async def routed(
    case_id: UUID, session: ReadSession, actor: Annotated[Actor, reader(Permission.READ_CASES)]
) -> Response:
    """权责 · Who is responsible for a case and why, with all that was looked at in order."""
    return responses.json(await responsible.explain(session, actor, case_id))


@router.post(
    "/{case_id}/rating-link",
    status_code=201,
    response_model=RatingLink,
    responses=_LINK_REFUSALS,
)
async def rating_link(
    request: Request,
    case_id: UUID,
    session: WriteSession,
    settings: SettingsDep,
    encryption: EncryptionDep,
    actor: Annotated[Actor, writer(Permission.READ_CASES)],
    versions: IfMatch,
    key: Key = None,
) -> Response:
    """发评价链接 · A fresh single-use link for the resident of a closed case; never for the units' own staff."""

    async def issued() -> Response:
        token, expires_at = await rating.issue_link(session, actor, case_id, if_versions=versions)
        view = {"url": f"{settings.base_url}/r/{token}", "token": token, "expires_at": expires_at}
        return responses.json(view, status=201, headers=responses.NO_STORE)

    again = partial(rating.link_again, session, actor, case_id)
    return await once(request, session, actor, key, issued, told=None, again=again, encryption=encryption)
