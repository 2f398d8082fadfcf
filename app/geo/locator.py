"""Which grid 网格 a point lies in: an immutable tree of polygons, asked in microseconds."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import shapely
from shapely import STRtree
from shapely.geometry import shape


@dataclass(frozen=True, slots=True)
class Place:
    """An area that a point can lie in."""

    code: str
    path: str
    special: bool  # 专属网格


class Locator:
    """A snapshot of the boundaries of all active grids."""

    def __init__(self, grids: Iterable[tuple[Place, dict[str, Any]]]) -> None:
        """Takes each grid with its boundary as a GeoJSON geometry in WGS-84."""
        pairs = list(grids)
        self._places = [place for place, _ in pairs]
        polygons = [shape(boundary) for _, boundary in pairs]
        shapely.prepare(polygons)
        self._tree = STRtree(polygons)

    def __len__(self) -> int:
        """How many grids it knows."""
        return len(self._places)

    def locate(self, lat: float, lon: float) -> Place | None:
        """The grid that covers the point, borders included.

        Where several do, a special grid goes before a general one and then the smaller code: always the same one.
        """
        found = [self._places[int(i)] for i in self._tree.query(shapely.Point(lon, lat), predicate="covered_by")]
        return min(found, key=lambda place: (not place.special, place.code), default=None)
