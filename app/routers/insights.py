"""`/supervision/…`: what a board shows beside days, each figure with its list; and what burdens those who type 减负."""

from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response

from app import errors
from app.authz import Actor, Permission
from app.deps import ReadSession, reader
from app.schemas.supervision.ahead import Backlog, Forecast, ForecastQuery, OpenQuery
from app.schemas.supervision.burden import Burden, BurdenQuery, EntriesQuery, EntryPage
from app.schemas.supervision.insights import Comparison, ComparisonQuery, Heat, HeatQuery, TopQuery, Tops
from app.services.supervision import ahead, burden, insights
from app.web import responses, routing
from app.web.problems import SIGNED_IN, problems

router = routing.router("/supervision", tags=["supervision"])
_REFUSALS = problems(*SIGNED_IN, errors.NotFound)
Supervisor = Annotated[Actor, reader(Permission.SUPERVISE)]


@router.get("/heat", response_model=Heat, responses=_REFUSALS)
async def read_heat(query: Annotated[HeatQuery, Query()], session: ReadSession, actor: Supervisor) -> Response:
    """热力 · How many cases of a period were reported from each grid, by hour of the day."""
    return responses.json(await insights.heat(session, actor, query))


@router.get("/tops", response_model=Tops, responses=_REFUSALS)
async def read_tops(query: Annotated[TopQuery, Query()], session: ReadSession, actor: Supervisor) -> Response:
    """排行 · The categories, grids and places with the most cases of a period, beside a year before."""
    return responses.json(await insights.tops(session, actor, query))


@router.get("/year-on-year", response_model=Comparison, responses=_REFUSALS)
async def read_comparison(
    query: Annotated[ComparisonQuery, Query()], session: ReadSession, actor: Supervisor
) -> Response:
    """同比 · What was reported and closed in a period, by unit, area or category, beside the same a year before."""
    return responses.json(await insights.comparison(session, actor, query))


@router.get("/backlog", response_model=Backlog, responses=_REFUSALS)
async def read_backlog(query: Annotated[OpenQuery, Query()], session: ReadSession, actor: Supervisor) -> Response:
    """积压 · What is open, by unit and by how many days it has been."""
    return responses.json(await ahead.backlog(session, actor, query))


@router.get("/forecast", response_model=Forecast, responses=_REFUSALS)
async def read_forecast(query: Annotated[ForecastQuery, Query()], session: ReadSession, actor: Supervisor) -> Response:
    """到期预测 · What falls due in each of the next working days, by unit, with how many people there are to do it."""
    return responses.json(await ahead.forecast(session, actor, query))


@router.get("/burden", response_model=Burden, responses=_REFUSALS)
async def read_burden(query: Annotated[BurdenQuery, Query()], session: ReadSession, actor: Supervisor) -> Response:
    """减负 · Entries by worker and hour, what was typed twice, and answers that were asked for and nobody has read."""
    return responses.json(await burden.report(session, actor, query))


@router.get("/burden/entries", response_model=EntryPage, responses=_REFUSALS | problems(errors.BadCursor))
async def list_entries(
    request: Request, query: Annotated[EntriesQuery, Query()], session: ReadSession, actor: Supervisor
) -> Response:
    """录入明细 · The entries of a worker in a period, the newest first."""
    return responses.page(request, await burden.entries(session, actor, query))
