"""Boundaries as a map draws them: fewer points, and neighbours still meet where they met."""

import orjson

_METRES_OF_A_DEGREE = 111_320
_FEWEST = 4  # points of a ring: a triangle, closed

Ring = list[list[float]]


def outline(told: str, tolerance_m: float) -> dict[str, object]:
    """The polygon of a GeoJSON text with its points moved onto a lattice, and those that fall together left out.

    Each point moves the same way in whichever boundary it stands, so that what touched before touches still. A ring
    that would vanish stays as it was drawn.
    """
    geometry, step = orjson.loads(told), tolerance_m / _METRES_OF_A_DEGREE
    is_one = geometry["type"] == "Polygon"
    parts: list[list[Ring]] = [geometry["coordinates"]] if is_one else geometry["coordinates"]
    drawn = [[_thinned(ring, step) for ring in part] for part in parts]
    return {"type": geometry["type"], "coordinates": drawn[0] if is_one else drawn}


def _thinned(ring: Ring, step: float) -> Ring:
    found: Ring = []
    for lon, lat in ring:
        point = [round(round(lon / step) * step, 6), round(round(lat / step) * step, 6)]
        if not found or point != found[-1]:
            found.append(point)
    return found if len(found) >= _FEWEST else ring
