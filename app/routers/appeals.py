"""`/cases/{id}/appeals` and `/evaluation/appeals`: appeals 申诉 about closed cases, and against published results."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from fastapi.responses import Response

from app import errors
from app.authz import Actor, Permission
from app.deps import ReadSession, WriteSession, reader, writer
from app.schemas.evaluation.appeals import (
    AppealDecision,
    AppealQuery,
    CaseAppealIn,
    CaseAppealPage,
    CaseAppeals,
    CaseAppealView,
    ResultAppealPage,
    ResultAppealView,
)
from app.schemas.evaluation.periods import AppealIn
from app.services.evaluation import case_appeals, result_appeals
from app.web import responses, routing
from app.web.bodies import Size
from app.web.idempotency import Key, as_it_was, once
from app.web.problems import SIGNED_IN, problems

router = routing.router(tags=["evaluation"])
_LISTS = problems(*SIGNED_IN, errors.BadCursor)
_WRITES = problems(*SIGNED_IN, errors.NotFound, errors.AlreadyExists, errors.WrongState, errors.GuardRefused,
                   errors.KeyInFlight, errors.KeyReused)  # fmt: skip
Reader = Annotated[Actor, reader(Permission.READ_CASES)]
Writer = Annotated[Actor, writer(Permission.READ_CASES)]
Handler = Annotated[Actor, writer(Permission.HANDLE)]


@router.get("/cases/{case_id}/appeals", response_model=CaseAppeals, responses=problems(*SIGNED_IN, errors.NotFound))
async def list_appeals_of_case(case_id: UUID, session: ReadSession, actor: Reader) -> Response:
    """案卷申诉 · Every appeal about a case, with who decided what."""
    return responses.json({"items": await case_appeals.of_case(session, actor, case_id)})


@router.post(
    "/cases/{case_id}/appeals", max_body_size=Size.JSON, status_code=201, response_model=CaseAppealView,
    responses=_WRITES,
)  # fmt: skip
async def appeal_about_case(
    request: Request, case_id: UUID, body: CaseAppealIn, session: WriteSession, actor: Handler, key: Key = None
) -> Response:
    """单位申诉 · The unit that had a closed case appeals about its being late, reworked or returned; once for each."""

    async def asked() -> Response:
        return responses.json(await case_appeals.ask(session, actor, case_id, body), status=201)

    return await once(request, session, actor, key, asked, told=body, again=as_it_was)


@router.post(
    "/cases/{case_id}/appeals/{appeal_id}/decide", max_body_size=Size.JSON, response_model=CaseAppealView,
    responses=_WRITES,
)  # fmt: skip
async def decide_appeal_about_case(
    request: Request, case_id: UUID, appeal_id: UUID, body: AppealDecision, session: WriteSession, actor: Writer,
    key: Key = None,
) -> Response:  # fmt: skip
    """审核申诉 · Two different reviewers grant it; refused once, it is. What was granted counts no more."""

    async def decided() -> Response:
        return responses.json(await case_appeals.decide(session, actor, case_id, appeal_id, body))

    return await once(request, session, actor, key, decided, told=body, again=as_it_was)


@router.get("/evaluation/case-appeals", response_model=CaseAppealPage, responses=_LISTS)
async def list_case_appeals(
    request: Request, query: Annotated[AppealQuery, Query()], session: ReadSession, actor: Reader
) -> Response:
    """待审案卷申诉 · The appeals about cases you see; those that wait for a decision, or all."""
    return responses.page(request, await case_appeals.page(session, actor, query))


@router.post(
    "/evaluation/periods/{period_id}/appeals", max_body_size=Size.JSON, status_code=201,
    response_model=ResultAppealView, responses=_WRITES,
)  # fmt: skip
async def appeal_against_result(
    request: Request, period_id: UUID, body: AppealIn, session: WriteSession, actor: Writer, key: Key = None
) -> Response:
    """考评申诉 · An appeal against your own published result, that of your grid or of your unit; once, and in time."""

    async def asked() -> Response:
        return responses.json(await result_appeals.ask(session, actor, period_id, body), status=201)

    return await once(request, session, actor, key, asked, told=body, again=as_it_was)


@router.get("/evaluation/appeals", response_model=ResultAppealPage, responses=_LISTS)
async def list_result_appeals(
    request: Request, query: Annotated[AppealQuery, Query()], session: ReadSession, actor: Reader
) -> Response:
    """考评申诉 · Those you made, and those you are to decide."""
    return responses.page(request, await result_appeals.page(session, actor, query))


@router.post(
    "/evaluation/appeals/{appeal_id}/decide", max_body_size=Size.JSON, response_model=ResultAppealView,
    responses=_WRITES,
)  # fmt: skip
async def decide_result_appeal(
    request: Request, appeal_id: UUID, body: AppealDecision, session: WriteSession,
    actor: Annotated[Actor, writer(Permission.SUPERVISE)], key: Key = None,
) -> Response:  # fmt: skip
    """审核考评申诉 · Granted, the result is corrected by an entry of its own; what was published stays readable."""

    async def decided() -> Response:
        return responses.json(await result_appeals.decide(session, actor, appeal_id, body))

    return await once(request, session, actor, key, decided, told=body, again=as_it_was)


@router.post("/evaluation/appeals/{appeal_id}/raise", response_model=ResultAppealView, responses=_WRITES)
async def raise_result_appeal(
    request: Request, appeal_id: UUID, session: WriteSession, actor: Writer, key: Key = None
) -> Response:
    """提请上级 · A refused appeal goes to the area above, which decides for good."""

    async def raised() -> Response:
        return responses.json(await result_appeals.raise_(session, actor, appeal_id))

    return await once(request, session, actor, key, raised, told=None, again=as_it_was)
