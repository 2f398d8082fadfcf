"""`/areas`: where a point lies, and the administration of areas 区划 and their boundaries."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from app import errors
from app.authz import Actor, Permission
from app.deps import ReadSession, reader
from app.schemas.administration import AreaQuery
from app.schemas.base import Code, Location
from app.schemas.organisation import AreaIn, AreaPage, AreaView, BoundaryIn, Whereabouts
from app.services.administration import areas, lists
from app.services.intake import locating
from app.web import responses
from app.web.idempotency import AdministratorWrite
from app.web.problems import SIGNED_IN, Responses, problems

router = APIRouter(prefix="/areas", tags=["organisation"])
_READS = problems(*SIGNED_IN, errors.NotFound)
_WRITES = problems(*SIGNED_IN, errors.NotFound, errors.KeyInFlight, errors.KeyReused)
_CREATES: Responses = {201: {"model": AreaView, "description": "It is new"}}
Administrator = Annotated[Actor, reader(Permission.ADMINISTER)]
AreaCode = Annotated[Code, Path(description="Code of the area")]


@router.get("/locate", response_model=Whereabouts, responses=problems(*SIGNED_IN))
async def locate(
    point: Annotated[Location, Query()], session: ReadSession, actor: Annotated[Actor, reader(Permission.REPORT)]
) -> Response:
    """定位 · The grid at a point, with its village, town and county; nulls where there is none."""
    return responses.json(await locating.whereabouts(session, point))


@router.get("", response_model=AreaPage, responses=_READS | problems(errors.BadCursor))
async def list_areas(
    request: Request, query: Annotated[AreaQuery, Query()], session: ReadSession, actor: Administrator
) -> Response:
    """The areas I administer, in the order of their codes."""
    return responses.page(request, await lists.areas(session, actor, query))


@router.get("/{code}", response_model=AreaView, responses=_READS)
async def read_area(code: AreaCode, session: ReadSession, actor: Administrator) -> Response:
    """One area with its boundary."""
    return responses.json(await areas.read(session, actor, code))


@router.put("/{code}", response_model=AreaView, responses=_CREATES | _WRITES)
async def put_area(code: AreaCode, body: AreaIn, write: AdministratorWrite) -> Response:
    """Creates an area or replaces what is said of it; `is_active: false` retires it 停用."""
    return await write.by(areas.put, code, body)


@router.put("/{code}/boundary", response_model=AreaView, responses=_WRITES)
async def put_boundary(code: AreaCode, body: BoundaryIn, write: AdministratorWrite) -> Response:
    """Draws an area 边界; reports are located by it from now on."""
    return await write.by(areas.draw, code, body)
