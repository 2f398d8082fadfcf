"""boundaries.geojson: the polygons of areas, in a declared datum, within what lies above and beside each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from app.db.session import Session
from app.geo import boundaries
from app.models.area import GridKind
from app.queries import importing as queries
from app.services.importing.files import Files
from app.services.importing.problems import Problems

FILE, TREE = "boundaries.geojson", "areas.csv"
Areas = dict[str, dict[str, Any]]
Place = tuple[str, int, str]  # where a problem is: file, line or feature, column


@dataclass(frozen=True, slots=True)
class Feature:
    """One boundary as it was drawn."""

    number: int
    code: str
    datum: Any
    geometry: Any


class Shapes:
    """The file, read, and then drawn onto the areas there will be."""

    def __init__(self, files: Files, problems: Problems) -> None:
        """Reads it; `draw` holds it against what is known."""
        self._problems = problems
        self._features = self._read(files[FILE]) if FILE in files else []
        self.drawn: dict[str, int] = {}

    def _read(self, content: bytes) -> list[Feature]:
        try:
            told = orjson.loads(content)
        except ValueError:
            told = None
        if not isinstance(told, dict) or not isinstance(told.get("features"), list):
            self._problems.add(FILE, 1, "不是 GeoJSON FeatureCollection", "is not a GeoJSON FeatureCollection")
            return []
        return [_feature(number, each, told.get("datum")) for number, each in enumerate(told["features"], start=1)]

    @property
    def codes(self) -> set[str]:
        """The areas it speaks of."""
        return {feature.code for feature in self._features}

    def draw(self, areas: Areas) -> None:
        """Gives every area its boundary in WGS-84."""
        for feature in self._features:
            wrong = self._draw(feature, areas)
            if wrong is not None:
                self._problems.add(FILE, feature.number, *wrong, "geometry")

    def _draw(self, feature: Feature, areas: Areas) -> boundaries.Texts | None:
        code = feature.code
        if code not in areas:
            return f"没有区划 {code}", f"there is no area {code}"
        if feature.datum not in ("wgs84", "gcj02", "bd09"):
            return f"{code} 未声明坐标系 datum", f"{code} declares no datum (wgs84, gcj02, bd09)"
        if code in self.drawn:
            return f"{code} 的边界重复", f"{code} is drawn twice"
        boundary, wrong = boundaries.read(feature.geometry, feature.datum)
        if wrong is not None:
            return f"{code} {wrong[0]}", f"{code} {wrong[1]}"
        areas[code]["boundary"] = orjson.loads(orjson.dumps(boundary))
        self.drawn[code] = feature.number
        return None

    async def check(self, session: Session, areas: Areas, turned: Mapping[str, int]) -> None:
        """Holds what was drawn against what lies around it, and what `turned` general or active by its line."""
        blamed = {code: (TREE, line, "") for code, line in turned.items()}
        blamed |= {code: (FILE, number, "geometry") for code, number in self.drawn.items()}
        self._check_parents(areas, blamed)
        await self._check_neighbours(session, areas, blamed)

    def _check_parents(self, areas: Areas, blamed: Mapping[str, Place]) -> None:
        """An active area lies within the nearest drawn area above it, whichever of the two was drawn now."""
        for code, area in areas.items():
            above = _drawn_above(areas, area)
            place = blamed.get(code) or (blamed.get(above) if above in self.drawn else None)
            boundary, outer = area["boundary"], areas[above]["boundary"] if above in areas else None
            if place is None or boundary is None or outer is None or not area["is_active"]:
                continue
            if boundaries.outside(boundary, outer) > boundaries.TOLERANCE:
                shifted = boundaries.looks_like_gcj02(boundary, outer)
                hint = ("，坐标系可能是 gcj02", "; its datum may be gcj02") if shifted else ("", "")
                self._refuse(place, f"{code} 超出上级边界{hint[0]}", f"{code} lies outside {above}{hint[1]}")

    async def _check_neighbours(self, session: Session, areas: Areas, blamed: Mapping[str, Place]) -> None:
        """Areas of one level do not overlap, wherever they lie; special grids may, in general ones."""
        levels = sorted({str(areas[code]["level"]) for code in blamed if _takes_place(areas[code])})
        if not levels:
            return
        stored = [row for row in await session.all(queries.DRAWN, levels=levels) if row["code"] not in areas]
        there: list[Any] = [*stored, *(area for area in areas.values() if _takes_place(area))]
        for level in levels:
            others = {area["code"]: area["boundary"] for area in there if area["level"] == level}
            changed = {code: boundary for code, boundary in others.items() if code in blamed}
            for one, other in boundaries.overlaps(changed, others):
                self._refuse(blamed[one], f"{one} 与 {other} 重叠", f"{one} and {other} overlap")

    def _refuse(self, place: Place, zh: str, en: str) -> None:
        file, number, column = place
        self._problems.add(file, number, zh, en, column)


def _takes_place(area: Mapping[str, Any]) -> bool:
    return area["grid_kind"] != GridKind.SPECIAL and area["boundary"] is not None and area["is_active"]


def _drawn_above(areas: Areas, area: Mapping[str, Any]) -> str:
    """The code of the nearest area above that has a boundary, empty when none has."""
    above = area["parent_code"] or ""
    while above in areas and areas[above]["boundary"] is None:
        above = areas[above]["parent_code"] or ""
    return above


def _feature(number: int, told: Any, datum: Any) -> Feature:
    feature = told if isinstance(told, dict) else {}
    properties = feature.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    return Feature(number, str(properties.get("code")), properties.get("datum", datum), feature.get("geometry"))
