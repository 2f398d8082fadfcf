"""Areas 区划 one by one: put, retired, and drawn."""

import asyncio

import orjson

from app.authz import Actor, Permission
from app.db.session import Session
from app.errors import NotFound, NotPermitted, invalid_field
from app.geo.survey import Drawn, Question
from app.models.area import AreaLevel, GridKind
from app.models.audit import Deed
from app.models.organisation_rows import AreaRow
from app.queries.organisation import administration as queries
from app.queries.organisation import lookup
from app.schemas.organisation.units import AreaIn, BoundaryIn
from app.services.administration import views
from app.services.importing.areas import AREAS, AreaValues
from app.services.importing.items import Items, import_boundary, import_items
from app.services.importing.surveys import Ask
from app.services.organisation.reach import Done, area_in_reach, area_in_sight, require_area, sight_of
from app.services.security.trail import record


async def read(session: Session, actor: Actor, code: str) -> dict[str, object]:
    """One area with its boundary.

    Raises:
        NotFound: there is none that the actor may look up.
    """
    return await _whole(session, await area_in_sight(session, await sight_of(session, actor), code))


async def _whole(session: Session, area: AreaRow) -> dict[str, object]:
    return views.whole_area(area, await session.value(lookup.BOUNDARY, code=area["code"]))


async def put(session: Session, actor: Actor, ask: Ask, code: str, body: AreaIn) -> Done:
    """Creates an area or replaces what is said of it; its boundary stays.

    Raises:
        NotFound: the code is that of an area outside. NotPermitted: the parent is one outside, or it would have none,
        or the code may be another's.
        Invalid: as for a line of `areas.csv`, or it would overlap one outside.
    """
    before = await area_in_reach(session, actor, code)
    if before is None and body.parent_code is None:
        raise NotPermitted()
    if before is None:
        await require_area(session, actor, body.parent_code)
        _require_own_code(actor, code, body.parent_code or "")
    kind = body.grid_kind or (GridKind.GENERAL if body.level is AreaLevel.GRID else None)
    if before is not None and body.is_active and (before["grid_kind"], before["is_active"]) != (kind, True):
        await _require_clear(session, actor, ask, before, None)
    await import_items(session, Items(AREAS, [_values(code, body)]), ask=ask)
    area = await session.one(lookup.AREA, code=code)
    await record(session, actor, Deed.AREA, code, name=area["name"], at=[area["path"]])
    return Done(await _whole(session, area), created=before is None)


def _values(code: str, body: AreaIn) -> AreaValues:
    return AreaValues(
        code=code,
        level=body.level,
        parent_code=body.parent_code,
        name=body.name,
        name_en=body.name_en,
        grid_kind=body.grid_kind,
        is_active=body.is_active,
        keep_originals=body.keep_originals,
    )


def _require_own_code(actor: Actor, code: str, parent_code: str) -> None:
    """Codes begin with those of the areas above (GB/T 10114): else one town could take the codes of the next."""
    if not code.startswith(parent_code) and not actor.may_everywhere(Permission.ADMINISTER):
        zh = f"代码须以上级区划的代码 {parent_code} 开头"
        raise NotPermitted(zh=zh, en=f"The code must begin with that of its parent, {parent_code}")


async def draw(session: Session, actor: Actor, ask: Ask, code: str, body: BoundaryIn) -> Done:
    """Gives an area another boundary; points are located by it from now on.

    Raises:
        NotFound: there is no such area in reach. Invalid: as for a feature of
        `boundaries.geojson`, or it overlaps one outside.
    """
    area = await area_in_reach(session, actor, code)
    if area is None:
        raise NotFound()
    try:
        geometry = orjson.Fragment(orjson.dumps(body.geometry))
    except TypeError:  # too deep, or text that is none
        raise invalid_field("/geometry", "不是合法的 GeoJSON 几何", "is not a GeoJSON geometry") from None
    if area["is_active"]:
        await _require_clear(session, actor, ask, area, Drawn(code, body.datum, geometry))
    await asyncio.sleep(0)  # a large one took a while
    await import_boundary(session, ask, code, body.datum, geometry)
    await record(session, actor, Deed.BOUNDARY, code, name=area["name"], at=[area["path"]])
    return Done(await _whole(session, await session.one(lookup.AREA, code=code)))


async def _require_clear(session: Session, actor: Actor, ask: Ask, area: AreaRow, drawn: Drawn | None) -> None:
    """Nobody takes place from the areas of other administrators; who reaches everywhere is told which by the import.

    Raises:
        Invalid: the boundary of the area, stored or `drawn` anew, overlaps one of its level outside, which is not
        named.
    """
    code = area["code"]
    if actor.may_everywhere(Permission.ADMINISTER) or not (drawn or area["has_boundary"]):
        return
    paths = list(actor.areas_of(Permission.ADMINISTER))
    outside = await session.all(queries.DRAWN_OUTSIDE, level=area["level"], paths=paths)
    if not outside:
        return
    known: dict[str, str] = {row["code"]: row["boundary"] for row in outside}
    apart = [([code], list(known))]
    if drawn is None:
        known[code] = await session.one_value(lookup.BOUNDARY, code=code)
    found = await ask(Question([drawn] if drawn else [], known, apart=apart))
    if found.overlapping:  # what else is wrong with it, the import says
        zh, en = "与管理范围以外的区划重叠", "overlaps an area outside what you administer"
        raise invalid_field("/geometry" if drawn else "", zh, en)
