"""`/areas`: where a point lies, and the administration of areas 区划 and their boundaries."""

from typing import Annotated

from fastapi import Path, Query
from fastapi.responses import Response

from app.authz import Actor, Permission
from app.deps import ReadSession, SettingsDep, reader
from app.schemas.base import Code, Location
from app.schemas.organisation.filters import AreaQuery, BoundaryQuery
from app.schemas.organisation.units import AreaIn, AreaPage, AreaView, BoundaryIn, OutlinePage, Whereabouts
from app.services.administration import areas, lists
from app.services.organisation import locating, outlines
from app.web import codes, responses, routing
from app.web.administering import LISTS, READS, SURVEYS, Lookup, SurveyedWrite, created
from app.web.admission import permitted
from app.web.bodies import Size
from app.web.problems import SIGNED_IN, problems

router = routing.router("/areas", tags=["organisation"])
AreaCode = Annotated[Code, Path(description="Code of the area")]


@router.get("/locate", response_model=Whereabouts, responses=problems(*SIGNED_IN))
async def locate(
    point: Annotated[Location, Query()], session: ReadSession, actor: Annotated[Actor, reader(Permission.REPORT)]
) -> Response:
    """定位 · The grid at a point, with its village, town and county; nulls where there is none."""
    return responses.json(await locating.whereabouts(session, actor, point))


@router.get("", response_model=AreaPage, responses=LISTS)
async def list_areas(query: Annotated[AreaQuery, Query()], read: Lookup) -> Response:
    """The areas I may look up, in the order of their codes: where I see cases or administer."""
    return await read.page(lists.areas, query)


@router.get("/boundaries", response_model=OutlinePage, responses=LISTS)
async def list_boundaries(query: Annotated[BoundaryQuery, Query()], read: Lookup) -> Response:
    """The boundaries 边界 of the areas right below one, or of a level, simplified for a map."""
    return await read.page(outlines.page, query)


@router.get("/{code}", response_model=AreaView, responses=READS)
async def read_area(code: AreaCode, read: Lookup) -> Response:
    """One area with its boundary."""
    return await read.of(areas.read, code)


@router.get("/{code}/qr-code", response_class=Response, responses=READS | codes.DRAWN)
async def qr_code(
    code: AreaCode, read: Lookup, settings: SettingsDep, drawing: codes.Format = codes.Drawing.SVG
) -> Response:
    """上报二维码 · The QR code to hang up in an area: it opens the form to report with, at this place."""
    await areas.read(read.session, read.actor, code)
    return await codes.drawn(codes.address(settings, code), drawing)


@router.put("/{code}", max_body_size=Size.JSON, response_model=AreaView, responses=created(AreaView) | SURVEYS)
async def put_area(code: AreaCode, body: AreaIn, write: SurveyedWrite) -> Response:
    """Creates an area or replaces what is said of it; `is_active: false` retires it 停用."""
    return await write.read_by(areas.read).by(areas.put, code, body)


@router.put(
    "/{code}/boundary",
    max_body_size=Size.BOUNDARY,
    dependencies=[permitted(Permission.ADMINISTER)],
    response_model=AreaView,
    responses=SURVEYS,
)
async def put_boundary(code: AreaCode, body: BoundaryIn, write: SurveyedWrite) -> Response:
    """Draws an area 边界; reports are located by it from now on."""
    return await write.read_by(areas.read).by(areas.draw, code, body)
