"""`/cobuilding/periods`, `/cobuilding/inspections`: quarters opened, inspected, computed, published, corrected."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from fastapi.responses import Response

from app.authz import Actor
from app.deps import BearerDep, EncryptionDep, IfMatch, ReadSession, SettingsDep, WriteSession, reader, writer
from app.schemas.cobuilding.marks import (
    InspectionMarks,
    InspectionPage,
    InspectionQuery,
    InspectionsAssigned,
    InspectionsIn,
    InspectionView,
    InspectorQuery,
    Inspectors,
)
from app.schemas.cobuilding.periods import (
    BallotLinks,
    BallotsIn,
    MarkCorrectionIn,
    QuarterIn,
    QuarterPage,
    QuarterQuery,
    QuarterResults,
    QuarterView,
    ResultExplained,
)
from app.services.cobuilding import ballots, inspections, inspectors, periods, publishing, results
from app.web import responses, routing
from app.web.bodies import Size
from app.web.cobuilding import LISTS, READS, SUBMITS, WRITES, as_it_was, while_seen
from app.web.idempotency import Key, once

router = routing.router("/cobuilding", tags=["cobuilding"])
Reader = Annotated[Actor, reader(None)]
Writer = Annotated[Actor, writer(None)]
_post = partial(router.post, max_body_size=Size.JSON, responses=WRITES)
_act = partial(router.post, responses=WRITES)


@router.get("/periods", response_model=QuarterPage, responses=LISTS)
async def list_periods(
    request: Request, query: Annotated[QuarterQuery, Query()], session: ReadSession, actor: Reader
) -> Response:
    """考评季度列表 · Quarters of my areas, of my units' groups, and of what I inspect."""
    return responses.page(request, await periods.page(session, actor, query))


@_post("/periods", status_code=201, response_model=QuarterView)
async def open_period(
    request: Request, body: QuarterIn, session: WriteSession, actor: Writer, key: Key = None
) -> Response:
    """开启考评季度 · Opens a quarter for the groups of an area; it keeps the version of the scheme that holds now."""

    async def opened() -> Response:
        return responses.json(await periods.open_(session, actor, body), status=201)

    return await once(request, session, actor, key, opened, told=body, again=as_it_was)


@router.get("/periods/{period_id}", response_model=QuarterView, responses=READS)
async def read_period(period_id: UUID, session: ReadSession, actor: Reader) -> Response:
    """考评季度详情 · A quarter with the scheme it is assessed by; its version is also the `ETag`."""
    return responses.case(await periods.read(session, actor, period_id))


@_act("/periods/{period_id}/compute", response_model=QuarterView)
async def compute(
    request: Request, period_id: UUID, session: WriteSession, actor: Writer, versions: IfMatch, key: Key = None
) -> Response:
    """计算季度结果 · Computes all scores, ranks and verdicts; again, as often as is wanted, until it is published."""

    async def computed() -> Response:
        return responses.case(await publishing.compute(session, actor, period_id, versions))

    again = while_seen(partial(periods.seen, session, actor, period_id))
    return await once(request, session, actor, key, computed, told=None, again=again)


@_act("/periods/{period_id}/publish", response_model=QuarterView)
async def publish(
    request: Request, period_id: UUID, session: WriteSession, actor: Writer, versions: IfMatch, key: Key = None
) -> Response:
    """公布并冻结 · Publishes what was computed, once the quarter is over and if nothing has changed since.

    From then on the quarter is frozen: no mark comes in any more, and what was wrong is corrected by entries beside it.
    """

    async def published() -> Response:
        return responses.case(await publishing.publish(session, actor, period_id, versions))

    again = while_seen(partial(periods.seen, session, actor, period_id))
    return await once(request, session, actor, key, published, told=None, again=again)


@router.get("/periods/{period_id}/results", response_model=QuarterResults, responses=READS)
async def list_results(period_id: UUID, session: ReadSession, actor: Reader) -> Response:
    """季度结果与排名 · The list of a quarter; before it is published for who runs the assessment alone."""
    return responses.json(await results.listed(session, actor, period_id))


@router.get("/periods/{period_id}/results/{group_id}", response_model=ResultExplained, responses=READS)
async def explain_result(period_id: UUID, group_id: UUID, session: ReadSession, actor: Reader) -> Response:
    """得分说明 · One result with all it came from: months, inspections, answers, what was left out and why."""
    return responses.json(await results.explained(session, actor, period_id, group_id))


@_post("/periods/{period_id}/corrections", status_code=201, response_model=ResultExplained)
async def correct(
    request: Request, period_id: UUID, body: MarkCorrectionIn, session: WriteSession, actor: Writer, key: Key = None
) -> Response:
    """更正已公布结果 · Says what a published part should have been, and why; what was published stays as it was."""

    async def corrected() -> Response:
        group_id = await publishing.correct(session, actor, period_id, body)
        return responses.json(await results.explained(session, actor, period_id, group_id), status=201)

    again = while_seen(partial(results.explained, session, actor, period_id, body.group_id))
    return await once(request, session, actor, key, corrected, told=body, again=again)


@_post("/periods/{period_id}/ballots", status_code=201, response_model=BallotLinks)
async def issue_ballots(
    request: Request,
    period_id: UUID,
    body: BallotsIn,
    session: WriteSession,
    settings: SettingsDep,
    encryption: EncryptionDep,
    actor: Writer,
    key: Key = None,
) -> Response:
    """效果共评链接 · Single-use links for residents who are asked about a group; not for the group to choose whom."""

    async def issued() -> Response:
        tokens, expires_at = await ballots.issue(session, actor, period_id, body)
        view = {"urls": [f"{settings.base_url}/g/{token}" for token in tokens], "expires_at": expires_at}
        return responses.json(view, status=201, headers=responses.NO_STORE)

    again = while_seen(partial(periods.managed, session, actor, period_id))
    return await once(request, session, actor, key, issued, told=body, again=again, encryption=encryption)


@router.get("/periods/{period_id}/inspectors", response_model=Inspectors, responses=READS)
async def list_inspectors(
    period_id: UUID, query: Annotated[InspectorQuery, Query()], session: ReadSession, actor: Reader
) -> Response:
    """考评员查找 · Staff by a part of their name, for whoever names inspectors; the ties are looked at then."""
    return responses.json(await inspectors.called(session, actor, period_id, query))


@_post("/periods/{period_id}/inspections", status_code=201, response_model=InspectionsAssigned)
async def assign_inspections(
    request: Request, period_id: UUID, body: InspectionsIn, session: WriteSession, actor: Writer, key: Key = None
) -> Response:
    """指派季度考评 · Names who inspects which group; nobody of a unit of the group, or of its community."""

    async def assigned() -> Response:
        return responses.json(await inspections.assign(session, actor, period_id, body), status=201)

    again = while_seen(partial(periods.seen, session, actor, period_id))
    return await once(request, session, actor, key, assigned, told=body, again=again)


@router.get("/inspections", response_model=InspectionPage, responses=LISTS)
async def list_inspections(
    request: Request, query: Annotated[InspectionQuery, Query()], session: ReadSession, actor: Reader
) -> Response:
    """季度考评列表 · Inspections that I am to do, and those of groups that I see."""
    return responses.page(request, await inspections.page(session, actor, query))


@router.get("/inspections/{inspection_id}", response_model=InspectionView, responses=READS)
async def read_inspection(inspection_id: UUID, session: ReadSession, actor: Reader) -> Response:
    """季度考评详情 · An inspection with its form; its marks are told to the group when the results are."""
    return responses.json(await inspections.read(session, actor, inspection_id))


@router.post(
    "/inspections/{inspection_id}/submit",
    max_body_size=Size.JSON,
    response_model=InspectionView,
    responses=SUBMITS,
)
async def submit_inspection(
    request: Request,
    inspection_id: UUID,
    body: InspectionMarks,
    session: WriteSession,
    actor: Writer,
    bearer: BearerDep,
    key: Key = None,
) -> Response:
    """提交季度考评 · Hands the marks in, once, by the inspector; lines that need a photo have one by then."""

    async def submitted() -> Response:
        return responses.json(await inspections.submit(session, actor, bearer, inspection_id, body))

    again = while_seen(partial(inspections.seen, session, actor, inspection_id))
    return await once(request, session, actor, key, submitted, told=body, again=again)


@_act("/inspections/{inspection_id}/withdraw", response_model=InspectionView)
async def withdraw_inspection(
    request: Request, inspection_id: UUID, session: WriteSession, actor: Writer, key: Key = None
) -> Response:
    """撤销指派 · Takes an inspector off who has not handed in."""

    async def withdrawn() -> Response:
        return responses.json(await inspections.withdraw(session, actor, inspection_id))

    again = while_seen(partial(inspections.seen, session, actor, inspection_id))
    return await once(request, session, actor, key, withdrawn, told=None, again=again)
