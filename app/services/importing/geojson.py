"""The reader of boundaries.geojson: features become boundaries, counted from 1."""

from codecs import BOM_UTF8

import orjson

from app.services.importing.collection import Boundary
from app.services.importing.problems import Problems
from app.services.importing.rows import wrong_encoding
from app.services.importing.shapes import BOUNDARIES


def read_geojson(content: bytes, problems: Problems) -> list[Boundary]:
    """The boundaries of a file, none when it cannot be read."""
    try:
        told = orjson.loads(content.removeprefix(BOM_UTF8))
    except ValueError:
        told = None
    if not isinstance(told, dict) or not isinstance(told.get("features"), list):
        wrong = wrong_encoding(content.decode(errors="surrogateescape"))
        what = wrong or ("不是 GeoJSON FeatureCollection", "is not a GeoJSON FeatureCollection")
        problems.unreadable(BOUNDARIES, 1, *what)
        return []
    return [_boundary(number, each, told.get("datum")) for number, each in enumerate(told["features"], start=1)]


def _boundary(number: int, told: object, datum: object) -> Boundary:
    feature = told if isinstance(told, dict) else {}
    properties = feature.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    return Boundary(number, str(properties.get("code")), properties.get("datum", datum), feature.get("geometry"))
