"""Is a drawn boundary usable? Its size, validity, place on earth, fit into its parent, overlap with its neighbours.

Whatever it is here may take long: what a stranger drew is looked at in a process of its own (`app.geo.survey`).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import shapely
from shapely import STRtree
from shapely.geometry import MultiPolygon, Point, Polygon, mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from app.geo.datum import to_wgs84

TOLERANCE = 0.01  # of the smaller area: what drawing by hand may overlap or stick out
#: The most detailed counties there are have a few tens of thousands of vertices, and some hundreds of islands.
MOST_VERTICES, MOST_PARTS, MOST_RINGS = 50_000, 1_000, 2_000

_MOST_SHOWN = 2_000  # vertices
_AT = re.compile(r"\[(-?[\d.e+-]+) (-?[\d.e+-]+)\]")

Texts = tuple[str, str]  # Chinese, English
_NOT_GEOJSON = ("不是合法的 GeoJSON 几何", "is not a GeoJSON geometry")
_NO_POLYGON = ("边界必须是多边形", "a boundary must be a polygon or multipolygon")


def read(geometry: Any, datum: str) -> tuple[dict[str, Any] | None, Texts | None]:
    """A GeoJSON geometry of a declared datum as WGS-84, or why it cannot be used."""
    wrong = too_large(geometry)
    if wrong is not None:
        return None, wrong
    try:
        drawn = shape(_on_the_ground(geometry))
    except Exception:  # shapely raises whatever the malformed input runs into
        return None, _NOT_GEOJSON
    if not isinstance(drawn, Polygon | MultiPolygon) or drawn.is_empty:
        return None, _NO_POLYGON
    west, south, east, north = drawn.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        hint = -180 <= south <= 180 and -90 <= west <= 90 and north <= 180 and east <= 90
        return None, (
            ("坐标超出范围，经纬度可能写反", "coordinates out of range; latitude and longitude may be swapped")
            if hint
            else ("坐标超出范围", "coordinates out of range")
        )
    if not drawn.is_valid:
        return None, (f"边界自相交：{explain_validity(drawn)}", f"is not valid: {explain_validity(drawn)}")
    return dict(mapping(shapely.transform(drawn, _converter(datum)))), None


def too_large(geometry: Any) -> Texts | None:
    """Why a geometry is not even made: it is nothing like a polygon, or larger than any boundary there is."""
    kind, parts = _parts(geometry)
    if kind not in ("Polygon", "MultiPolygon"):
        return _NO_POLYGON if isinstance(kind, str) else _NOT_GEOJSON
    if not isinstance(parts, list):
        return _NOT_GEOJSON
    if len(parts) > MOST_PARTS:
        return f"边界最多 {MOST_PARTS} 个部分", f"a boundary has at most {MOST_PARTS:,} parts"
    if not all(isinstance(part, list) for part in parts):
        return _NOT_GEOJSON
    rings = [ring for part in parts for ring in part[: MOST_RINGS + 1]]
    if len(rings) > MOST_RINGS:
        return f"边界最多 {MOST_RINGS} 个环", f"a boundary has at most {MOST_RINGS:,} rings"
    if not all(isinstance(ring, list) for ring in rings):
        return _NOT_GEOJSON
    if sum(len(ring) for ring in rings) > MOST_VERTICES:
        return f"边界最多 {MOST_VERTICES} 个顶点", f"a boundary has at most {MOST_VERTICES:,} vertices"
    return None


def sketch(geometry: object, datum: str) -> tuple[object, object]:
    """What was drawn and is not valid, and the point where it is not; both in WGS-84, None where there is no such."""
    if too_large(geometry) is not None:
        return None, None
    try:
        drawn = shape(_on_the_ground(geometry))
        point = _AT.search(explain_validity(drawn))
        converter = _converter(datum)
        crossing = shapely.transform(Point(float(point[1]), float(point[2])), converter) if point else None
        whole = dict(mapping(shapely.transform(drawn, converter)))
    except Exception:  # as for `read`
        return None, None
    return whole, dict(mapping(crossing)) if crossing is not None else None


def shown(spot: BaseGeometry) -> object:
    """A part of the map to be pointed at: what is too intricate for that, as the box around it."""
    return dict(mapping(spot if shapely.get_num_coordinates(spot) <= _MOST_SHOWN else spot.envelope))


def _parts(geometry: Any) -> tuple[Any, Any]:
    """The type a geometry says it is, and its polygons."""
    told = geometry if isinstance(geometry, dict) else {}
    kind, coordinates = told.get("type"), told.get("coordinates")
    return kind, [coordinates] if kind == "Polygon" else coordinates


def _on_the_ground(geometry: Any) -> dict[str, Any]:
    """The same without altitudes (RFC 7946, 3.1.1), which some points may have and others not."""
    kind, parts = _parts(geometry)
    flat = [[[_flat(point) for point in ring] for ring in part] for part in parts]
    return {"type": kind, "coordinates": flat[0] if kind == "Polygon" else flat}


def _flat(point: Any) -> Any:
    return point[:2] if isinstance(point, list) else point


def _converter(datum: str) -> Callable[[Any], Any]:
    def convert(points: Any) -> Any:
        return [to_wgs84(lat, lon, datum)[::-1] for lon, lat in points]

    return convert


def outside(child: BaseGeometry, parent: BaseGeometry) -> float:
    """Which part of `child` lies outside `parent`, 0 to 1."""
    return float(child.difference(parent).area / child.area)


def looks_like_gcj02(child: BaseGeometry, parent: BaseGeometry) -> bool:
    """Whether a boundary that sticks out would fit if its coordinates were GCJ-02 after all."""
    return outside(shapely.transform(child, _converter("gcj02")), parent) <= TOLERANCE


def overlaps(changed: Mapping[str, BaseGeometry], others: Mapping[str, BaseGeometry]) -> Iterator[tuple[str, str]]:
    """Pairs of a changed code and another whose boundaries overlap by more than the tolerance, each pair once."""
    if not changed or not others:
        return
    left, right = list(changed), list(others)
    drawn, polygons = list(changed.values()), list(others.values())
    for i, j in zip(*STRtree(polygons).query(drawn, predicate="intersects").tolist(), strict=True):
        one, other = left[i], right[j]
        if one == other or (other in changed and other < one) or drawn[i].touches(polygons[j]):
            continue
        if drawn[i].intersection(polygons[j]).area > TOLERANCE * min(drawn[i].area, polygons[j].area):
            yield one, other
