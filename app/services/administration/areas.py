"""Areas 区划 one by one: put, retired, and drawn."""

from typing import Any

import orjson

from app.authz import Actor, Permission
from app.db.session import Row, Session
from app.errors import NotFound, NotPermitted, invalid_field
from app.geo import boundaries
from app.models.area import AreaLevel, GridKind
from app.queries import administration as queries
from app.queries import organisation
from app.schemas.organisation import AreaIn, BoundaryIn
from app.services.administration import views
from app.services.administration.reach import (
    Done,
    area_in_reach,
    area_in_sight,
    record,
    require_area,
    sight_of,
)
from app.services.importing import shapes
from app.services.importing.areas import AREAS
from app.services.importing.files import write_csv
from app.services.importing.lines import import_lines
from app.services.importing.problems import Problem


async def read(session: Session, actor: Actor, code: str) -> dict[str, object]:
    """One area with its boundary.

    Raises:
        NotFound: there is none that the actor may look up.
    """
    return views.whole_area(await area_in_sight(session, await sight_of(session, actor), code))


async def put(session: Session, actor: Actor, code: str, body: AreaIn) -> Done:
    """Creates an area or replaces what is said of it; its boundary stays.

    Raises:
        NotFound: the code is that of an area outside. NotPermitted: the parent is one outside, or it would have none.
        Invalid: as for a line of `areas.csv`, or it would overlap one outside.
    """
    before = await area_in_reach(session, actor, code)
    if before is None and body.parent_code is None:
        raise NotPermitted()
    if before is None:
        await require_area(session, actor, body.parent_code)
    kind = body.grid_kind or (GridKind.GENERAL if body.level is AreaLevel.GRID else None)
    if before is not None and body.is_active and (before["grid_kind"], before["is_active"]) != (kind, True):
        await _require_clear(session, actor, before, before["boundary"], "")
    line = {"code": code, **body.model_dump()}
    await import_lines(session, {AREAS.name: write_csv(AREAS, [line])})
    area = await session.one(organisation.AREA, code=code)
    record(actor, "area", code)
    return Done(views.whole_area(area), created=before is None)


async def draw(session: Session, actor: Actor, code: str, body: BoundaryIn) -> Done:
    """Gives an area another boundary; points are located by it from now on.

    Raises:
        NotFound: there is no such area in reach. Invalid: as for a feature of
        `boundaries.geojson`, or it overlaps one outside.
    """
    area = await _found(session, actor, code)
    if area["is_active"]:
        drawn, _ = boundaries.read(body.geometry, body.datum)  # what is wrong with it, the import says
        await _require_clear(session, actor, area, drawn, "/geometry")
    feature = {"type": "Feature", "properties": {"code": code, "datum": body.datum}, "geometry": body.geometry}
    try:
        content = orjson.dumps({"type": "FeatureCollection", "features": [feature]})
    except TypeError:  # too deep, or text that is none
        raise invalid_field("/geometry", "不是合法的 GeoJSON 几何", "is not a GeoJSON geometry") from None
    await import_lines(session, {shapes.FILE: content}, _geometry)
    record(actor, "boundary", code)
    return Done(views.whole_area(await session.one(organisation.AREA, code=code)))


async def _found(session: Session, actor: Actor, code: str) -> Row:
    area = await area_in_reach(session, actor, code)
    if area is None:
        raise NotFound()
    return area


async def _require_clear(session: Session, actor: Actor, area: Row, boundary: Any, pointer: str) -> None:
    """Nobody takes place from the areas of other administrators; who reaches everywhere is told which by the import.

    Raises:
        Invalid: this boundary of the area overlaps one of its level outside, which is not named.
    """
    if boundary is None or actor.may_everywhere(Permission.ADMINISTER):
        return
    paths = list(actor.areas_of(Permission.ADMINISTER))
    outside = await session.all(queries.DRAWN_OUTSIDE, level=area["level"], paths=paths)
    others = {row["code"]: row["boundary"] for row in outside}
    if any(boundaries.overlaps({area["code"]: boundary}, others)):
        zh, en = "与管理范围以外的区划重叠", "overlaps an area outside what you administer"
        raise invalid_field(pointer, zh, en)


def _geometry(problem: Problem) -> str:
    return "/geometry"
