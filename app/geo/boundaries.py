"""Is a drawn boundary usable? Validity, place on earth, fit into its parent, overlap with its neighbours."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import shapely
from shapely import STRtree
from shapely.geometry import MultiPolygon, Polygon, mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from app.geo.datum import to_wgs84

TOLERANCE = 0.01  # of the smaller area: what drawing by hand may overlap or stick out

Texts = tuple[str, str]  # Chinese, English


def read(geometry: Any, datum: str) -> tuple[dict[str, Any] | None, Texts | None]:
    """A GeoJSON geometry of a declared datum as WGS-84, or why it cannot be used."""
    try:
        drawn = shape(geometry)
    except Exception:  # shapely raises whatever the malformed input runs into
        return None, ("不是合法的 GeoJSON 几何", "is not a GeoJSON geometry")
    if not isinstance(drawn, Polygon | MultiPolygon) or drawn.is_empty:
        return None, ("边界必须是多边形", "a boundary must be a polygon or multipolygon")
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


def _converter(datum: str) -> Callable[[Any], Any]:
    def convert(points: Any) -> Any:
        return [to_wgs84(lat, lon, datum)[::-1] for lon, lat in points]

    return convert


def outside(child: Any, parent: Any) -> float:
    """Which part of `child` lies outside `parent`, 0 to 1."""
    inner: BaseGeometry = shape(child)
    return float(inner.difference(shape(parent)).area / inner.area)


def looks_like_gcj02(child: Any, parent: Any) -> bool:
    """Whether a boundary that sticks out would fit if its coordinates were GCJ-02 after all."""
    converted, _ = read(child, "gcj02")
    return converted is not None and outside(converted, parent) <= TOLERANCE


def overlaps(changed: Mapping[str, Any], others: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Pairs of a changed code and another whose boundaries overlap by more than the tolerance, each pair once."""
    left, right = list(changed), list(others)
    drawn = [shape(changed[code]) for code in left]
    polygons = [shape(others[code]) for code in right]
    for i, j in zip(*STRtree(polygons).query(drawn, predicate="intersects").tolist(), strict=True):
        one, other = left[i], right[j]
        if one == other or (other in changed and other < one) or drawn[i].touches(polygons[j]):
            continue
        if drawn[i].intersection(polygons[j]).area > TOLERANCE * min(drawn[i].area, polygons[j].area):
            yield one, other
