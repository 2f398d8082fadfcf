"""`/irregularities`: what in the record is odd 异常, judged by people; `/irregularity-thresholds`: from when on."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Request
from fastapi.responses import Response

from app import errors
from app.authz import Actor, Permission
from app.deps import ReadSession, WriteSession, reader, writer
from app.schemas.irregularities.irregularity import (
    IrregularityFile,
    IrregularityPage,
    IrregularityQuery,
    Judgement,
    Statement,
)
from app.schemas.irregularities.thresholds import ThresholdsIn, ThresholdsView
from app.services.evaluation.counting import count_again
from app.services.irregularities import excluding, judging, limits, listing
from app.web import responses, routing
from app.web.bodies import Size
from app.web.idempotency import Key, once
from app.web.problems import SIGNED_IN, problems

router = routing.router(tags=["irregularities"])
_REFUSALS = problems(*SIGNED_IN, errors.NotFound)
_STATING = (
    *SIGNED_IN, errors.NotFound, errors.KeyInFlight, errors.KeyReused, errors.GuardRefused, judging.HoldsNoLonger,
)  # fmt: skip
Anybody = Annotated[Actor, reader(None)]
Place = Annotated[str, Path(max_length=32, pattern=r"^[0-9A-Za-z._\-]+$", description="Code of an area, or `national`")]


@router.get(
    "/irregularities",
    response_model=IrregularityPage,
    responses=problems(*SIGNED_IN, errors.NotFound, errors.BadCursor),
)
async def list_irregularities(
    request: Request, query: Annotated[IrregularityQuery, Query()], session: ReadSession, actor: Anybody
) -> Response:
    """异常 · What is odd in the areas I supervise, the newest first; with `mine` what concerns me or my unit.

    What is found accuses nobody: it waits for a person who looks at the evidence and judges.
    """
    return responses.page(request, await listing.page(session, actor, query))


@router.get("/irregularities/{irregularity_id}", response_model=IrregularityFile, responses=_REFUSALS)
async def read_irregularity(irregularity_id: UUID, session: ReadSession, actor: Anybody) -> Response:
    """异常详情 · One with its evidence, its cases and its file."""
    return responses.json(await listing.one(session, actor, irregularity_id))


@router.post(
    "/irregularities/{irregularity_id}/judge",
    max_body_size=Size.JSON,
    response_model=IrregularityFile,
    responses=problems(*_STATING, judging.AlreadyJudged),
)
async def judge(
    request: Request,
    irregularity_id: UUID,
    body: Judgement,
    session: WriteSession,
    actor: Annotated[Actor, writer(Permission.SUPERVISE)],
    key: Key = None,
) -> Response:
    """核定 · Confirms it 属实 or dismisses it 不属实, with the reason; nobody judges where they are concerned.

    It is not confirmed before the concerned have stated their side, or three working days have passed.
    """

    async def judged() -> Response:
        await judging.judge(session, actor, irregularity_id, body)
        await count_again(session, await excluding.cases_of(session, irregularity_id))
        return responses.json(await listing.one(session, actor, irregularity_id))

    async def again(view: dict[str, object]) -> dict[str, object]:
        await listing.one(session, actor, irregularity_id)  # theirs to see still
        return view

    return await once(request, session, actor, key, judged, told=body, again=again)


@router.post(
    "/irregularities/{irregularity_id}/statements",
    max_body_size=Size.JSON,
    status_code=201,
    response_model=IrregularityFile,
    responses=problems(*_STATING),
)
async def state(
    request: Request,
    irregularity_id: UUID,
    body: Statement,
    session: WriteSession,
    actor: Annotated[Actor, writer(None)],
    key: Key = None,
) -> Response:
    """陈述申辩 · What whoever is concerned has to say; also afterwards, so that somebody else may judge again."""

    async def stated() -> Response:
        await judging.state(session, actor, irregularity_id, body)
        return responses.json(await listing.one(session, actor, irregularity_id), status=201)

    async def again(view: dict[str, object]) -> dict[str, object]:
        await listing.one(session, actor, irregularity_id)  # theirs to see still
        return view

    return await once(request, session, actor, key, stated, told=body, again=again)


@router.get("/irregularity-thresholds/{place}", response_model=ThresholdsView, responses=_REFUSALS)
async def read_thresholds(place: Place, session: ReadSession, actor: Anybody) -> Response:
    """异常阈值 · From when on something is odd at a place, who says so, and what would hold without."""
    return responses.json(await limits.holding(session, actor, place))


@router.put(
    "/irregularity-thresholds/{place}", max_body_size=Size.JSON, response_model=ThresholdsView, responses=_REFUSALS
)
async def put_thresholds(
    place: Place, body: ThresholdsIn, session: WriteSession, actor: Annotated[Actor, writer(Permission.ADMINISTER)]
) -> Response:
    """Replaces what a place says of thresholds; what is found afterwards goes by them."""
    return responses.json(await limits.put(session, actor, place, body))
