"""The boundaries of areas, in a declared datum, within what lies above and beside each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson

from app.db.session import Session
from app.geo.boundaries import Texts
from app.geo.survey import Drawn, Question, Survey
from app.models.area import GridKind
from app.queries.importing import loading as queries
from app.services.importing.collection import Boundary
from app.services.importing.problems import Problems
from app.services.importing.surveys import Ask

BOUNDARIES, TREE = "boundaries", "areas"
Where = tuple[str, int, str]  # where a problem is: collection, index, field


@dataclass(slots=True)
class KnownArea:
    """An area as it is, or will be; its level and kind are the texts they are stored as."""

    code: str
    level: str
    parent_code: str | None
    path: str
    name: str
    name_en: str | None
    grid_kind: str | None
    is_active: bool
    keep_originals: bool
    has_boundary: bool


Areas = dict[str, KnownArea]


class Shapes:
    """What is told, and then drawn onto the areas there will be."""

    def __init__(self, boundaries: Sequence[Boundary], problems: Problems, ask: Ask) -> None:
        """Takes what is told; `draw` holds it against what is known, `check` against what lies around."""
        self._problems, self._ask = problems, ask
        self._boundaries = boundaries
        self._taken: dict[str, Boundary] = {}

    @property
    def codes(self) -> set[str]:
        """The areas it speaks of."""
        return {boundary.code for boundary in self._boundaries}

    @property
    def drawn(self) -> list[str]:
        """The areas it draws."""
        return list(self._taken)

    def draw(self, areas: Areas) -> None:
        """Says which areas have a boundary now."""
        for boundary in self._boundaries:
            if boundary.code not in areas:
                if not self._problems.follows(TREE, boundary.code):
                    zh, en = f"没有区划 {boundary.code}", f"there is no area {boundary.code}"
                    self._problems.add(
                        BOUNDARIES, boundary.index, zh, en, "geometry", cause="no area", told=boundary.code
                    )
                continue
            wrong = self._wrong(boundary)
            if wrong is not None:
                self._problems.add(BOUNDARIES, boundary.index, *wrong, "geometry")
                continue
            areas[boundary.code].has_boundary = True
            self._taken[boundary.code] = boundary

    def _wrong(self, boundary: Boundary) -> Texts | None:
        code = boundary.code
        if boundary.datum not in ("wgs84", "gcj02", "bd09"):
            return f"{code} 未声明坐标系 datum", f"{code} declares no datum (wgs84, gcj02, bd09)"
        if code in self._taken:
            return f"{code} 的边界重复", f"{code} is drawn twice"
        return None

    async def check(self, session: Session, areas: Areas, turned: Mapping[str, int]) -> dict[str, str]:
        """Holds what was drawn against what lies around it, and what `turned` general or active by its index.

        Gives the boundaries of what was drawn, GeoJSON in WGS-84.
        """
        blamed = {code: (TREE, index, "") for code, index in turned.items()}
        blamed |= {code: (BOUNDARIES, boundary.index, "geometry") for code, boundary in self._taken.items()}
        question = await self._question(session, areas, blamed)
        if not (question.drawn or question.within or question.apart):
            return {}
        found = await self._ask(question)
        self._blame(found, blamed)
        self._sketch(found, question.known)
        return found.boundaries

    async def _question(self, session: Session, areas: Areas, blamed: Mapping[str, Where]) -> Question:
        drawn = [Drawn(code, str(boundary.datum), boundary.geometry) for code, boundary in self._taken.items()]
        within = self._parents(areas, blamed)
        levels = sorted({str(areas[code].level) for code in blamed if _takes_place(areas[code])})
        around = [*await session.all(queries.DRAWN, levels=levels)] if levels else []
        there = [(row["code"], row["level"]) for row in around if row["code"] not in areas]
        there += ((area.code, area.level) for area in areas.values() if _takes_place(area))
        apart = []
        for level in levels:
            others = sorted(code for code, its in there if its == level)
            apart.append(([code for code in others if code in blamed], others))
        asked = {code for pair in within for code in pair} | {code for _, others in apart for code in others}
        stored = sorted(asked - self._taken.keys())
        rows = await session.all(queries.BOUNDARIES_OF, codes=stored) if stored else []
        return Question(drawn, {row["code"]: row["boundary"] for row in rows}, within, apart)

    def _parents(self, areas: Areas, blamed: Mapping[str, Where]) -> list[tuple[str, str]]:
        """An active area lies within the nearest drawn area above it, whichever of the two was drawn now."""
        found = []
        for code, area in sorted(areas.items()):
            above = _drawn_above(areas, area)
            concerned = code in blamed or above in self._taken
            if concerned and above in areas and area.has_boundary and area.is_active:
                found.append((code, above))
        return found

    def _blame(self, found: Survey, blamed: Mapping[str, Where]) -> None:
        """Areas of one level do not overlap, wherever they lie; special grids may, in general ones."""
        for code, (zh, en) in found.wrong.items():
            self._refuse(blamed[code], f"{code} {zh}", f"{code} {en}", (code,), found.spots.get((code, "")))
        for code, above, shifted in found.outside:
            hint = ("，坐标系可能是 gcj02", "; its datum may be gcj02") if shifted else ("", "")
            place = blamed[code] if code in blamed else blamed[above]
            said = f"{code} 超出上级边界{hint[0]}", f"{code} lies outside {above}{hint[1]}"
            self._refuse(place, *said, (code, above), found.spots.get((code, above)))
        for one, other in found.overlapping:
            said = f"{one} 与 {other} 重叠", f"{one} and {other} overlap"
            self._refuse(blamed[one], *said, (one, other), found.spots.get((one, other)))

    def _refuse(self, place: Where, zh: str, en: str, drawn: tuple[str, ...], spot: object) -> None:
        collection, index, field = place
        self._problems.misdrawn(collection, index, zh, en, field, drawn, spot)

    def _sketch(self, found: Survey, known: Mapping[str, str]) -> None:
        """What the problems are about, to be looked at."""
        texts = {**known, **found.boundaries}
        for code in {code for problem in self._problems.found for code in problem.drawn}:
            if code in found.sketches:
                self._problems.sketches[code] = found.sketches[code]
            elif code in texts:
                self._problems.sketches[code] = orjson.Fragment(texts[code])


def _takes_place(area: KnownArea) -> bool:
    return area.grid_kind != GridKind.SPECIAL and area.has_boundary and area.is_active


def _drawn_above(areas: Areas, area: KnownArea) -> str:
    """The code of the nearest area above that has a boundary, empty when none has."""
    above = area.parent_code or ""
    while above in areas and not areas[above].has_boundary:
        above = areas[above].parent_code or ""
    return above
