"""`/villages/{village_code}/…`: the ranking of a year, lists as they are published 公示, and the title 最美家庭."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Request
from fastapi.responses import Response

from app import errors
from app.authz import Actor, Permission
from app.deps import ReadSession, WriteSession, reader, writer
from app.schemas.base import Code
from app.schemas.households.lists import (
    PointsListIn,
    PointsListPage,
    PointsListQuery,
    PointsListView,
    Standings,
    StandingsQuery,
    TitlesView,
)
from app.services.households import publishing, rulebook, standings, titles
from app.web import responses, routing
from app.web.bodies import Size
from app.web.idempotency import Key, as_it_was, once
from app.web.problems import SIGNED_IN, problems

router = routing.router("/villages/{village_code}", tags=["households"])
_READS = problems(*SIGNED_IN, errors.NotFound)
_BY_RULES = problems(*SIGNED_IN, errors.NotFound, rulebook.NoRules)
_PAGES = problems(*SIGNED_IN, errors.NotFound, errors.BadCursor)
_KEYED = (errors.NotFound, errors.KeyInFlight, errors.KeyReused, errors.AlreadyExists, rulebook.NoRules)
Anybody = Annotated[Actor, reader(None)]
Leader = Annotated[Actor, writer(Permission.LEAD_CENTRE)]
Year = Annotated[int, Path(ge=2000, le=2100)]


@router.get("/standings", response_model=Standings, responses=_BY_RULES)
async def read_standings(
    village_code: Code, query: Annotated[StandingsQuery, Query()], session: ReadSession, actor: Anybody
) -> Response:
    """积分排名 · The ranking of a year as it is now, or its bottom: who may need help 帮."""
    return responses.json(await standings.of_year(session, actor, village_code, query))


@router.get("/points-lists", response_model=PointsListPage, responses=_PAGES)
async def list_lists(
    request: Request,
    village_code: Code,
    query: Annotated[PointsListQuery, Query()],
    session: ReadSession,
    actor: Anybody,
) -> Response:
    """公示列表 · The lists a village has published, the newest first."""
    return responses.page(request, await publishing.page(session, actor, village_code, query))


@router.post("/points-lists", max_body_size=Size.JSON, status_code=201, response_model=PointsListView,
             responses=problems(*SIGNED_IN, *_KEYED))  # fmt: skip
async def publish_list(
    request: Request, village_code: Code, body: PointsListIn, session: WriteSession, actor: Leader, key: Key = None
) -> Response:
    """公示 · Publishes the ranking or the entries of a period, named as the village decides, and frozen."""

    async def published() -> Response:
        return responses.json(await publishing.publish(session, actor, village_code, body), status=201)

    return await once(request, session, actor, key, published, told=body, again=as_it_was)


@router.get("/points-lists/{list_id}", response_model=PointsListView, responses=_READS)
async def read_list(village_code: Code, list_id: UUID, session: ReadSession, actor: Anybody) -> Response:
    """公示内容 · A list with its rows, as it was published."""
    return responses.json(await publishing.read(session, actor, village_code, list_id))


@router.get("/family-titles/{year}", response_model=TitlesView, responses=_BY_RULES)
async def read_titles(village_code: Code, year: Year, session: ReadSession, actor: Anybody) -> Response:
    """最美家庭 · Who was chosen of a year, and by which rule; before the choice, who would be chosen now."""
    return responses.json(await titles.read(session, actor, village_code, year))


@router.post("/family-titles/{year}", status_code=201, response_model=TitlesView,
             responses=problems(*SIGNED_IN, *_KEYED, titles.YearRuns, titles.YearUndecided))  # fmt: skip
async def publish_titles(
    request: Request, village_code: Code, year: Year, session: WriteSession, actor: Leader, key: Key = None
) -> Response:
    """评定最美家庭 · Gives the titles of a year that is over, from its ledger, for good."""

    async def given() -> Response:
        return responses.json(await titles.publish(session, actor, village_code, year), status=201)

    return await once(request, session, actor, key, given, told=None, again=as_it_was)
