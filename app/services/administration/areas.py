"""Areas 区划 one by one: put, retired, and drawn."""

import orjson

from app.authz import Actor
from app.db.session import Session
from app.errors import NotFound, NotPermitted, invalid_field
from app.queries import organisation
from app.schemas.organisation import AreaIn, BoundaryIn
from app.services.administration import views
from app.services.administration.reach import Done, area_in_reach, record, require_area
from app.services.importing import shapes
from app.services.importing.areas import AREAS
from app.services.importing.files import write_csv
from app.services.importing.lines import import_lines
from app.services.importing.problems import Problem


async def read(session: Session, actor: Actor, code: str) -> dict[str, object]:
    """One area with its boundary.

    Raises:
        NotFound: there is none in reach.
    """
    area = await area_in_reach(session, actor, code)
    if area is None:
        raise NotFound()
    return views.whole_area(area)


async def put(session: Session, actor: Actor, code: str, body: AreaIn) -> Done:
    """Creates an area or replaces what is said of it; its boundary stays.

    Raises:
        NotFound: the code is that of an area outside. NotPermitted: the parent is one outside, or it would have none.
        Invalid: as for a line of `areas.csv`.
    """
    before = await area_in_reach(session, actor, code)
    if before is None and body.parent_code is None:
        raise NotPermitted()
    if before is None:
        await require_area(session, actor, body.parent_code)
    line = {"code": code, **body.model_dump()}
    await import_lines(session, {AREAS.name: write_csv(AREAS, [line])})
    record(actor, "area", code)
    area = await session.one(organisation.AREA, code=code)
    return Done(views.whole_area(area), created=before is None)


async def draw(session: Session, actor: Actor, code: str, body: BoundaryIn) -> Done:
    """Gives an area another boundary; points are located by it from now on.

    Raises:
        NotFound: there is no such area in reach. Invalid: as for a feature of `boundaries.geojson`.
    """
    await read(session, actor, code)
    feature = {"type": "Feature", "properties": {"code": code, "datum": body.datum}, "geometry": body.geometry}
    try:
        content = orjson.dumps({"type": "FeatureCollection", "features": [feature]})
    except TypeError:  # too deep, or text that is none
        raise invalid_field("/geometry", "不是合法的 GeoJSON 几何", "is not a GeoJSON geometry") from None
    await import_lines(session, {shapes.FILE: content}, _geometry)
    record(actor, "boundary", code)
    return Done(await read(session, actor, code))


def _geometry(problem: Problem) -> str:
    return "/geometry"
