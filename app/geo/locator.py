"""Which grid 网格 a point lies in: an immutable tree of polygons, asked in microseconds.

shapely is imported with the first tree: it brings numpy and threads of that along, and most processes locate nothing.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional

import orjson

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True)
class Grid:
    """An area that a point can lie in."""

    code: str
    path: str
    special: bool  # 专属网格


class Locator:
    """A snapshot of the boundaries of all active grids.

    Made in a thread, one boundary after the other: none holds the interpreter for long, and those that an earlier
    snapshot knows cost nothing.
    """

    def __init__(self, grids: Iterable[tuple[Grid, str]], before: Optional["Locator"] = None) -> None:
        """Takes each grid with its boundary, the text of a GeoJSON geometry in WGS-84."""
        from shapely import STRtree

        known: dict[bytes, BaseGeometry] = before._known if before is not None else {}
        pairs = [(place, _digest(boundary), boundary) for place, boundary in grids]
        self._places = [place for place, _, _ in pairs]
        self._known: dict[bytes, BaseGeometry] = {
            digest: known[digest] if digest in known else _prepared(told) for _, digest, told in pairs
        }
        self._polygons = [self._known[digest] for _, digest, _ in pairs]
        self._tree = STRtree(self._polygons)

    def __len__(self) -> int:
        """How many grids it knows."""
        return len(self._places)

    def locate(self, lat: float, lon: float) -> Grid | None:
        """The grid that covers the point, borders included.

        Where several do, a special grid goes before a general one and then the smaller code: always the same one.
        """
        import shapely

        point = shapely.Point(lon, lat)
        near = self._tree.query(point)  # then each as it is prepared: the tree itself would look at every vertex
        found = [self._places[i] for i in near.tolist() if shapely.covers(self._polygons[i], point)]
        return min(found, key=lambda place: (not place.special, place.code), default=None)


def _digest(boundary: str) -> bytes:
    return hashlib.blake2b(boundary.encode(), digest_size=16).digest()


def _prepared(boundary: str) -> "BaseGeometry":
    import shapely
    from shapely.geometry import shape

    polygon = shape(orjson.loads(boundary))
    shapely.prepare(polygon)
    shapely.covers(polygon, shapely.centroid(polygon))  # which makes what it is asked by: not the first report
    return polygon
