"""areas.csv and boundaries.geojson: the tree of areas 区划, and the polygons of its grids 网格."""

from pathlib import Path
from typing import Any

import orjson

from app.db.session import Row, Session
from app.geo import boundaries
from app.models.area import Area, AreaLevel, GridKind
from app.queries import importing as queries
from app.queries import reference
from app.services.importing.files import Column, Line, one_of, read_csv, text
from app.services.importing.loading import Count, load
from app.services.importing.problems import Problems

FILE, SHAPES = "areas.csv", "boundaries.geojson"
_COLUMNS = {
    "code": Column(text(32)),
    "level": Column(one_of(AreaLevel)),
    "parent_code": Column(text(32), required=False),
    "name": Column(text(120)),
    "name_en": Column(text(120), required=False),
    "grid_kind": Column(one_of(GridKind), required=False),
}
_PARENT_LEVEL = {
    AreaLevel.COUNTY: None,
    AreaLevel.TOWN: AreaLevel.COUNTY,
    AreaLevel.VILLAGE: AreaLevel.TOWN,
    AreaLevel.GRID: AreaLevel.VILLAGE,
}

Areas = dict[str, dict[str, Any]]


async def read_areas(session: Session, directory: Path, problems: Problems) -> tuple[Areas, list[str]]:
    """All areas there will be, by code, and the codes this import speaks of."""
    known: Areas = {row["code"]: _stored(row) for row in await session.all(queries.AREAS)}
    lines = read_csv(directory, FILE, _COLUMNS, ("code",), problems)
    by_code = {line.values["code"]: line for line in lines}
    told: list[str] = []
    for level in AreaLevel:
        for line in lines:
            if line.values["level"] is level:
                _place(line, known, by_code, problems)
                told.append(line.values["code"])
    told += [code for code in _read_boundaries(directory, known, problems) if code not in by_code]
    return known, told


def _stored(row: Row) -> dict[str, Any]:
    return dict(row)


def _place(line: Line, known: Areas, lines: dict[str, Line], problems: Problems) -> None:
    values = line.values
    code, parent_code, level = values["code"], values["parent_code"], values["level"]
    wanted = _PARENT_LEVEL[level]
    if wanted is None and parent_code is None:
        path = f"{code}/"
    else:
        parent = known.get(parent_code or "")
        if parent is None:
            if parent_code not in lines:
                problems.add(FILE, line.number, f"上级 {parent_code} 不存在", f"unknown parent {parent_code}")
            return
        if parent["level"] != wanted:
            problems.add(FILE, line.number, f"{level} 的上级级别不对", f"a {level} cannot lie in a {parent['level']}")
            return
        path = f"{parent['path']}{code}/"
    if "/" in code or len(path) > 160:
        problems.add(FILE, line.number, "编码不合法", "the code has a slash or is too long")
        return
    before = known.get(code)
    if before is not None and before["path"] != path:
        problems.add(FILE, line.number, "不能变更上级，案卷按原路径归属", "an area cannot move to another parent")
        return
    kind = values["grid_kind"] or (GridKind.GENERAL if level is AreaLevel.GRID else None)
    boundary = before["boundary"] if before else None
    known[code] = {**values, "grid_kind": kind, "path": path, "boundary": boundary, "is_active": True}


def _read_boundaries(directory: Path, areas: Areas, problems: Problems) -> list[str]:
    path = directory / SHAPES
    if not path.exists():
        return []
    try:
        content = orjson.loads(path.read_bytes())
        features = content["features"]
    except (ValueError, KeyError, TypeError):
        problems.add(SHAPES, 1, "不是 GeoJSON FeatureCollection", "is not a GeoJSON FeatureCollection")
        return []
    drawn: dict[str, int] = {}
    for number, feature in enumerate(features, start=1):
        code = _draw(feature, content.get("datum"), number, areas, problems)
        if code is not None and code in drawn:
            problems.add(SHAPES, number, f"{code} 的边界重复", f"{code} is drawn twice")
        elif code is not None:
            drawn[code] = number
    _check_fit(areas, drawn, problems)
    return list(drawn)


def _draw(feature: Any, datum: Any, number: int, areas: Areas, problems: Problems) -> str | None:
    properties = (feature.get("properties") if isinstance(feature, dict) else None) or {}
    code, declared = str(properties.get("code")), properties.get("datum", datum)
    if code not in areas:
        problems.add(SHAPES, number, f"没有区划 {code}", f"there is no area {code}")
        return None
    if declared not in ("wgs84", "gcj02", "bd09"):
        problems.add(SHAPES, number, f"{code} 未声明坐标系 datum", f"{code} declares no datum (wgs84, gcj02, bd09)")
        return None
    boundary, wrong = boundaries.read(feature.get("geometry"), declared)
    if wrong is not None:
        problems.add(SHAPES, number, f"{code} {wrong[0]}", f"{code} {wrong[1]}")
        return None
    areas[code]["boundary"] = orjson.loads(orjson.dumps(boundary))
    return code


def _check_fit(areas: Areas, drawn: dict[str, int], problems: Problems) -> None:
    for code, number in drawn.items():
        area = areas[code]
        parent = areas.get(area["parent_code"] or "")
        if parent is None or parent["boundary"] is None:
            continue
        if boundaries.outside(area["boundary"], parent["boundary"]) > boundaries.TOLERANCE:
            shifted = boundaries.looks_like_gcj02(area["boundary"], parent["boundary"])
            hint = ("，坐标系可能是 gcj02", "; its datum may be gcj02") if shifted else ("", "")
            problems.add(
                SHAPES, number, f"{code} 超出上级边界{hint[0]}", f"{code} lies outside {parent['code']}{hint[1]}"
            )
    general = {
        code: area["boundary"]
        for code, area in areas.items()
        if area["grid_kind"] == GridKind.GENERAL and area["boundary"] is not None and area["is_active"]
    }
    for one, other in boundaries.overlaps(general):
        if one in drawn or other in drawn:
            number = drawn.get(other) or drawn[one]
            problems.add(SHAPES, number, f"{one} 与 {other} 重叠", f"{one} and {other} overlap")


async def write_areas(session: Session, areas: Areas, told: list[str]) -> Count:
    """Writes those this import speaks of; whoever caches boundaries hears of it."""
    done = await load(session, Area, [areas[code] for code in told])
    if done.created or done.updated:
        await session.run(reference.RAISE_VERSION, name="areas")
    return done
