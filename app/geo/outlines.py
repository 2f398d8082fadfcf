"""Boundaries as a map draws them: fewer points, and neighbours still meet where they met."""

from typing import Any

_METRES_OF_A_DEGREE = 111_320
_FEWEST = 4  # points of a ring: a triangle, closed

Ring = list[list[float]]


def outline(geometry: dict[str, Any], tolerance_m: float) -> dict[str, Any]:
    """A GeoJSON polygon with its points moved onto a lattice, and those that fall together left out.

    Each point moves the same way in whichever boundary it stands, so that what touched before touches still. A ring
    that would vanish stays as it was drawn.
    """
    step = tolerance_m / _METRES_OF_A_DEGREE
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    drawn = [[_thinned(ring, step) for ring in part] for part in parts]
    return {"type": geometry["type"], "coordinates": drawn if geometry["type"] == "MultiPolygon" else drawn[0]}


def _thinned(ring: Ring, step: float) -> Ring:
    found: Ring = []
    for lon, lat in ring:
        point = [round(round(lon / step) * step, 6), round(round(lat / step) * step, 6)]
        if not found or point != found[-1]:
            found.append(point)
    return found if len(found) >= _FEWEST else ring
