"""Whether two numbers are a point on earth."""

_NULL_ISLAND = 1e-4  # degrees, some ten metres


def is_null_island(lat: float, lon: float) -> bool:
    """Whether it is 0,0: what a receiver says that has no fix. One axis may be 0."""
    return abs(lat) < _NULL_ISLAND and abs(lon) < _NULL_ISLAND


def is_place(lat: float, lon: float) -> bool:
    """Degrees within their bounds, and not 0,0."""
    within = -90 <= lat <= 90 and -180 <= lon <= 180  # no NaN is
    return within and not is_null_island(lat, lon)
