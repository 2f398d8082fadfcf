"""WGS-84, GCJ-02 (Chinese map services) and BD-09 (Baidu): degrees in, degrees out.

GCJ-02 shifts a point by a published polynomial on the Krasovsky 1940 ellipsoid; outside China it is the identity.
The way back iterates until both agree to about a centimetre.
"""

from math import atan2, cos, pi, sin, sqrt

Degrees = tuple[float, float]  # latitude, longitude

_A = 6378245.0
_EE = 0.00669342162296594323
_BAIDU = pi * 3000.0 / 180.0


def _outside_china(lat: float, lon: float) -> bool:
    return not (72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271)


def _shift(lat: float, lon: float) -> Degrees:
    x, y = lon - 105.0, lat - 35.0
    waves = (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    d_lat = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + waves
    d_lat += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    d_lat += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    d_lon = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + waves
    d_lon += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    d_lon += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    radians = lat / 180.0 * pi
    magic = 1 - _EE * sin(radians) ** 2
    d_lat = d_lat * 180.0 / ((_A * (1 - _EE)) / (magic * sqrt(magic)) * pi)
    d_lon = d_lon * 180.0 / (_A / sqrt(magic) * cos(radians) * pi)
    return d_lat, d_lon


def wgs84_to_gcj02(lat: float, lon: float) -> Degrees:
    """The point as Chinese map services show it."""
    if _outside_china(lat, lon):
        return lat, lon
    d_lat, d_lon = _shift(lat, lon)
    return lat + d_lat, lon + d_lon


def gcj02_to_wgs84(lat: float, lon: float) -> Degrees:
    """The point as a satellite receiver shows it."""
    guess_lat, guess_lon = lat, lon
    for _ in range(6):
        seen_lat, seen_lon = wgs84_to_gcj02(guess_lat, guess_lon)
        guess_lat, guess_lon = guess_lat + lat - seen_lat, guess_lon + lon - seen_lon
    return guess_lat, guess_lon


def bd09_to_gcj02(lat: float, lon: float) -> Degrees:
    """From Baidu's datum to that of the other Chinese map services."""
    if _outside_china(lat, lon):
        return lat, lon
    x, y = lon - 0.0065, lat - 0.006
    radius = sqrt(x * x + y * y) - 0.00002 * sin(y * _BAIDU)
    angle = atan2(y, x) - 0.000003 * cos(x * _BAIDU)
    return radius * sin(angle), radius * cos(angle)


def gcj02_to_bd09(lat: float, lon: float) -> Degrees:
    """The other way round."""
    if _outside_china(lat, lon):
        return lat, lon
    radius = sqrt(lon * lon + lat * lat) + 0.00002 * sin(lat * _BAIDU)
    angle = atan2(lat, lon) + 0.000003 * cos(lon * _BAIDU)
    return radius * sin(angle) + 0.006, radius * cos(angle) + 0.0065


def to_wgs84(lat: float, lon: float, datum: str) -> Degrees:
    """A point of a declared datum (`wgs84`, `gcj02`, `bd09`) in WGS-84.

    Raises:
        ValueError: an unknown datum.
    """
    match datum:
        case "wgs84":
            return lat, lon
        case "gcj02":
            return gcj02_to_wgs84(lat, lon)
        case "bd09":
            return gcj02_to_wgs84(*bd09_to_gcj02(lat, lon))
        case _:
            raise ValueError(f"unknown datum {datum!r}")
