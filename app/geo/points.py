"""Points on earth: whether two numbers are one, and how far two are apart."""

from math import asin, cos, radians, sin, sqrt

_EARTH_M = 6_371_008.8
_NULL_ISLAND = 1e-4  # degrees, some ten metres


def is_null_island(lat: float, lon: float) -> bool:
    """Whether it is 0,0: what a receiver says that has no fix. One axis may be 0."""
    return abs(lat) < _NULL_ISLAND and abs(lon) < _NULL_ISLAND


def is_place(lat: float, lon: float) -> bool:
    """Degrees within their bounds, and not 0,0."""
    within = -90 <= lat <= 90 and -180 <= lon <= 180  # no NaN is
    return within and not is_null_island(lat, lon)


def distance_m(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance in metres (haversine)."""
    d_lat, d_lon = radians(other_lat - lat), radians(other_lon - lon)
    a = sin(d_lat / 2) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(d_lon / 2) ** 2
    return 2 * _EARTH_M * asin(sqrt(a))
