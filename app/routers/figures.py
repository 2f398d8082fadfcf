"""`/evaluation/figures`: the figures 指标 of the trade, what they come to, and the cases behind each."""

from typing import Annotated

from fastapi import Path, Query, Request
from fastapi.responses import Response

from app import errors
from app.authz import Actor, Permission
from app.deps import ReadSession, reader
from app.schemas.evaluation.figures import (
    FigureCases,
    FigureCasesQuery,
    FigureList,
    Series,
    SeriesQuery,
    SubjectFigures,
    SubjectQuery,
)
from app.services.evaluation import figures
from app.web import responses, routing
from app.web.problems import SIGNED_IN, problems

router = routing.router("/evaluation/figures", tags=["evaluation"])
_REFUSALS = problems(*SIGNED_IN, errors.NotFound)
FigureCode = Annotated[str, Path(max_length=64, description="The code of a figure")]
Reader = Annotated[Actor, reader(Permission.READ_CASES)]


@router.get("", response_model=FigureList, responses=problems(*SIGNED_IN))
async def list_figures(actor: Reader) -> Response:
    """指标定义 · Every figure: what is divided by what, and the standard it follows."""
    return responses.json({"items": figures.described()})


@router.get("/values", response_model=SubjectFigures, responses=_REFUSALS)
async def read_figures(query: Annotated[SubjectQuery, Query()], session: ReadSession, actor: Reader) -> Response:
    """指标值 · What every figure of an area, unit, worker, category or channel comes to; each opens into its lists."""
    return responses.json(await figures.of_subject(session, actor, query))


@router.get("/{figure}/series", response_model=Series, responses=_REFUSALS)
async def read_series(
    figure: FigureCode, query: Annotated[SeriesQuery, Query()], session: ReadSession, actor: Reader
) -> Response:
    """走势 · One figure by day, week or month, beside the same of a year before."""
    return responses.json(await figures.series(session, actor, figure, query))


@router.get(
    "/{figure}/cases", response_model=FigureCases, responses=problems(*SIGNED_IN, errors.NotFound, errors.BadCursor)
)
async def list_cases_behind(
    request: Request,
    figure: FigureCode,
    query: Annotated[FigureCasesQuery, Query()],
    session: ReadSession,
    actor: Reader,
) -> Response:
    """指标明细 · The cases that count, the hits among them, the others, or the exempt ones, with why each does."""
    return responses.page(request, await figures.cases_behind(session, actor, figure, query))
