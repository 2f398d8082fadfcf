"""`/evaluation`: schemes, periods and results: what is scored of whom, when, and what came of it."""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from app import errors
from app.authz import Actor, Permission
from app.deps import ReadSession, WriteSession, reader, writer
from app.schemas.cases.lists import PageQuery
from app.schemas.evaluation.figures import SubjectKey
from app.schemas.evaluation.pay import PayPage
from app.schemas.evaluation.periods import (
    ExplainedResult,
    ManualPoints,
    OwnResults,
    PeriodIn,
    PeriodPage,
    PeriodQuery,
    PeriodView,
    ResultPage,
    Trial,
)
from app.schemas.evaluation.schemes import SchemeIn, SchemePage, SchemeQuery, SchemeView, TrialIn
from app.services.evaluation import pay, periods, results, schemes
from app.web import responses, routing
from app.web.admission import permitted
from app.web.bodies import Size
from app.web.idempotency import Key, as_it_was, once
from app.web.problems import SIGNED_IN, problems
from app.workflow.evaluation.period import PeriodStep

router = routing.router("/evaluation", tags=["evaluation"])
_LISTS = problems(*SIGNED_IN, errors.BadCursor)
_READS = problems(*SIGNED_IN, errors.NotFound)
_LISTS_OF_ONE = problems(*SIGNED_IN, errors.NotFound, errors.BadCursor)
_WRITES = problems(*SIGNED_IN, errors.NotFound, errors.AlreadyExists, errors.WrongState, errors.Busy,
                   errors.KeyInFlight, errors.KeyReused)  # fmt: skip
Judge = Annotated[Actor, reader(Permission.SUPERVISE)]
Writer = Annotated[Actor, writer(Permission.SUPERVISE)]
Leader = Annotated[Actor, writer(Permission.LEAD_CENTRE)]
Reader = Annotated[Actor, reader(Permission.READ_CASES)]
Subject = Annotated[SubjectKey, Path(description="A code, or the id of a worker")]
Made = Callable[[], Awaitable[dict[str, object]]]


async def _once(
    request: Request, session: WriteSession, actor: Actor, key: str | None, told: BaseModel | None, made: Made,
    status: int = 200,
) -> Response:  # fmt: skip
    async def answered() -> Response:
        return responses.json(await made(), status=status)

    return await once(request, session, actor, key, answered, told=told, again=as_it_was)


@router.get("/schemes", response_model=SchemePage, responses=_LISTS)
async def list_schemes(
    request: Request, query: Annotated[SchemeQuery, Query()], session: ReadSession, actor: Judge
) -> Response:
    """考评方案 · The schemes that hold where you supervise, every version of each."""
    return responses.page(request, await schemes.page(session, actor, query))


@router.post("/schemes", max_body_size=Size.JSON, status_code=201, response_model=SchemeView, responses=_WRITES)
async def write_scheme(
    request: Request, body: SchemeIn, session: WriteSession, actor: Leader, key: Key = None
) -> Response:
    """制定方案 · A scheme, or the next version of its code; periods that began keep the version they have."""
    return await _once(request, session, actor, key, body, lambda: schemes.write(session, actor, body), 201)


@router.get("/schemes/{scheme_id}", response_model=SchemeView, responses=_READS)
async def read_scheme(scheme_id: UUID, session: ReadSession, actor: Judge) -> Response:
    """One version of a scheme."""
    return responses.json(schemes.view(await schemes.read(session, actor, scheme_id)))


@router.post("/schemes/{scheme_id}/trial", max_body_size=Size.JSON, response_model=Trial, responses=_READS)
async def try_scheme(
    scheme_id: UUID, body: TrialIn, session: ReadSession, actor: Annotated[Actor, reader(Permission.LEAD_CENTRE)]
) -> Response:
    """试算 · What a scheme would make of days that are over, such as last month; nothing is kept."""
    return responses.json(await schemes.trial(session, actor, scheme_id, body))


@router.get("/periods", response_model=PeriodPage, responses=_LISTS)
async def list_periods(
    request: Request, query: Annotated[PeriodQuery, Query()], session: ReadSession, actor: Judge
) -> Response:
    """考评周期 · The periods of your areas, the latest first."""
    return responses.page(request, await periods.page(session, actor, query))


@router.post("/periods", max_body_size=Size.JSON, status_code=201, response_model=PeriodView, responses=_WRITES)
async def open_period(
    request: Request, body: PeriodIn, session: WriteSession, actor: Writer, key: Key = None
) -> Response:
    """设立周期 · Applies one version of a scheme to an area and days; it keeps that version."""
    return await _once(request, session, actor, key, body, lambda: periods.open_one(session, actor, body), 201)


@router.get("/periods/{period_id}", response_model=PeriodView, responses=_READS)
async def read_period(period_id: UUID, session: ReadSession, actor: Reader) -> Response:
    """One period, and how far it is: where you supervise, or a published one with a result of yours."""
    return responses.json(await results.period(session, actor, period_id))


@router.put(
    "/periods/{period_id}/points", max_body_size=Size.LONG, response_model=PeriodView, responses=_WRITES,
    dependencies=[permitted(Permission.SUPERVISE)],
)  # fmt: skip
async def give_points(
    request: Request, period_id: UUID, body: ManualPoints, session: WriteSession, actor: Writer, key: Key = None
) -> Response:
    """手工评分 · Points by hand, and sizes of grids, until the period is reviewed; the next computation takes them."""
    return await _once(request, session, actor, key, body, lambda: periods.give_points(session, actor, period_id, body))


@router.post("/periods/{period_id}/compute", response_model=PeriodView, responses=_WRITES)
async def compute_period(
    request: Request, period_id: UUID, session: WriteSession, actor: Writer, key: Key = None
) -> Response:
    """测算 · Begins to compute the scores in the background; again, as long as nothing is published."""
    step = PeriodStep.COMPUTE
    return await _once(request, session, actor, key, None, lambda: periods.step(session, actor, period_id, step))


@router.post("/periods/{period_id}/review", response_model=PeriodView, responses=_WRITES)
async def review_period(
    request: Request, period_id: UUID, session: WriteSession, actor: Writer, key: Key = None
) -> Response:
    """复核 · Says that what was computed is right; whoever says it does not publish it."""
    step = PeriodStep.REVIEW
    return await _once(request, session, actor, key, None, lambda: periods.step(session, actor, period_id, step))


@router.post("/periods/{period_id}/publish", response_model=PeriodView, responses=_WRITES)
async def publish_period(
    request: Request, period_id: UUID, session: WriteSession, actor: Leader, key: Key = None
) -> Response:
    """公布 · Publishes and freezes: from now on appeals alone correct it, and what was published stays readable."""
    step = PeriodStep.PUBLISH
    return await _once(request, session, actor, key, None, lambda: periods.step(session, actor, period_id, step))


@router.get("/periods/{period_id}/results", response_model=ResultPage, responses=_LISTS_OF_ONE)
async def list_results(
    request: Request, period_id: UUID, query: Annotated[PageQuery, Query()], session: ReadSession, actor: Judge
) -> Response:
    """考评结果 · Everybody's score, rank and colour, the best first."""
    return responses.page(request, await results.page(session, actor, period_id, query))


@router.get("/periods/{period_id}/pay", response_model=PayPage, responses=_LISTS_OF_ONE)
async def list_pay(
    request: Request, period_id: UUID, query: Annotated[PageQuery, Query()], session: ReadSession, actor: Judge
) -> Response:
    """报酬清单 · Of a published period by which pay goes in bands: who is in which, corrections included.

    In the order of the results; as a file at `/ledgers/pay/{period_id}`.
    """
    return responses.page(request, await pay.page(session, actor, period_id, query))


@router.get("/periods/{period_id}/results/{subject}", response_model=ExplainedResult, responses=_READS)
async def explain_result(period_id: UUID, subject: Subject, session: ReadSession, actor: Reader) -> Response:
    """得分说明 · One score with its arithmetic, the cases behind each point, what was exempt, and the next colour."""
    return responses.json(await results.explain(session, actor, period_id, subject))


@router.get("/results", response_model=OwnResults, responses=_LISTS)
async def list_own_results(
    request: Request, query: Annotated[PageQuery, Query()], session: ReadSession, actor: Reader
) -> Response:
    """我的考评 · Your own published results, those of your grids and of your units, the latest first."""
    return responses.page(request, await results.own(session, actor, query))
