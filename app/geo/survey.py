"""All that geometry says of an import, asked at once: a question and its answer as bytes, for a process of its own.

`python -m app.geo.survey` reads a question and writes the survey 测绘. It answers whatever it is given in bounded time
and memory, or is ended.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import orjson
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from app.concurrency.confined import confine
from app.geo import boundaries

MAX_MEMORY = 768 * 1024 * 1024  # bytes of data: two boundaries as large as can be that cross everywhere need more
MOST_SPOTS = 50  # nobody looks at more
MAX_SECONDS = 20  # of processor time; the most detailed county takes less than one


@dataclass(frozen=True, slots=True)
class Drawn:
    """A boundary as somebody drew it: a GeoJSON geometry in a datum."""

    code: str
    datum: str
    geometry: Any


@dataclass(frozen=True, slots=True)
class Question:
    """`known` are boundaries as they are stored, GeoJSON in WGS-84; what is `drawn` of the same code takes their place.

    Of each pair in `within` the first should lie in the second; of each in `apart` those of the first list should
    overlap none of the second.
    """

    drawn: Sequence[Drawn]
    known: Mapping[str, str]
    within: Sequence[tuple[str, str]] = ()
    apart: Sequence[tuple[Sequence[str], Sequence[str]]] = ()

    def told(self) -> bytes:
        """As the process reads it."""
        known = {code: orjson.Fragment(boundary) for code, boundary in self.known.items()}
        drawn = [{"code": each.code, "datum": each.datum, "geometry": each.geometry} for each in self.drawn]
        return orjson.dumps({"drawn": drawn, "known": known, "within": self.within, "apart": self.apart})


@dataclass(slots=True)
class Survey:
    """`boundaries` of what was drawn, GeoJSON in WGS-84, or what is `wrong` with it.

    `outside` names who sticks out of whom, and whether it would fit if it were GCJ-02; `overlapping` who overlaps whom.
    `spots` are where that is, by both codes, the second empty where a boundary crosses itself; `sketches` are what was
    drawn and cannot be used. Both are to be looked at: GeoJSON in WGS-84, of the first that are wrong.
    """

    wrong: dict[str, boundaries.Texts] = field(default_factory=dict)
    outside: list[tuple[str, str, bool]] = field(default_factory=list)
    overlapping: list[tuple[str, str]] = field(default_factory=list)
    boundaries: dict[str, str] = field(default_factory=dict)
    spots: dict[tuple[str, str], object] = field(default_factory=dict)
    sketches: dict[str, object] = field(default_factory=dict)

    def told(self) -> bytes:
        """As the process writes it: the findings in a line, then a line for each boundary, which nobody need parse."""
        spots = [(*codes, spot) for codes, spot in self.spots.items()]
        head: dict[str, object] = {"wrong": self.wrong, "outside": self.outside, "overlapping": self.overlapping}
        head |= {"spots": spots, "sketches": self.sketches}
        lines = [orjson.dumps(head | {"drawn": list(self.boundaries)})]
        return b"\n".join([*lines, *(boundary.encode() for boundary in self.boundaries.values())])


def survey_in(told: bytes) -> Survey:
    """The survey that a process wrote."""
    first, *drawn = told.split(b"\n")
    head = orjson.loads(first)
    return Survey(
        {code: (zh, en) for code, (zh, en) in head["wrong"].items()},
        [(code, above, hint) for code, above, hint in head["outside"]],
        [(one, other) for one, other in head["overlapping"]],
        dict(zip(head["drawn"], (boundary.decode() for boundary in drawn), strict=True)),
        {(one, other): spot for one, other, spot in head["spots"]},
        head["sketches"],
    )


def answer(told: bytes) -> Survey:
    """The survey of a question."""
    question = orjson.loads(told)
    found = Survey()
    there = {code: shape(boundary) for code, boundary in question["known"].items()}
    for each in question["drawn"]:
        code = each["code"]
        there.pop(code, None)
        boundary, wrong = boundaries.read(each["geometry"], each["datum"])
        if wrong is not None:
            found.wrong[code] = wrong
            _sketch(code, each["geometry"], each["datum"], found)
        elif boundary is not None:
            there[code] = shape(boundary)
            found.boundaries[code] = orjson.dumps(boundary).decode()
    _hold_within(question["within"], there, found)
    for changed, others in question["apart"]:
        ones = {code: there[code] for code in changed if code in there}
        for one, other in boundaries.overlaps(ones, {code: there[code] for code in others if code in there}):
            found.overlapping.append((one, other))
            _spot(found, one, other, partial(shapely.intersection, there[one], there[other]))
    return found


def _hold_within(pairs: Sequence[tuple[str, str]], there: Mapping[str, BaseGeometry], found: Survey) -> None:
    for code, above in pairs:
        if code not in there or above not in there:
            continue
        inner, outer = there[code], there[above]
        if boundaries.outside(inner, outer) > boundaries.TOLERANCE:
            found.outside.append((code, above, boundaries.looks_like_gcj02(inner, outer)))
            _spot(found, code, above, partial(shapely.difference, inner, outer))


def _spot(found: Survey, one: str, other: str, where: Callable[[], BaseGeometry]) -> None:
    if len(found.spots) < MOST_SPOTS:
        found.spots[one, other] = _plain(boundaries.shown(where()))


def _plain(geometry: object) -> object:
    """As it is written."""
    return orjson.loads(orjson.dumps(geometry))


def _sketch(code: str, drawn: object, datum: str, found: Survey) -> None:
    if len(found.sketches) < MOST_SPOTS:
        sketch, crossing = boundaries.sketch(drawn, datum)
        if sketch is not None:
            found.sketches[code] = _plain(sketch)
        if crossing is not None:
            found.spots[code, ""] = _plain(crossing)


def main() -> int:
    """Limits itself, reads, answers. Ends with 2 where memory is short: 1 is any other fault."""
    confine(memory=MAX_MEMORY, seconds=MAX_SECONDS)
    try:
        sys.stdout.buffer.write(answer(sys.stdin.buffer.read()).told())
    except (MemoryError, shapely.GEOSException) as error:
        if isinstance(error, MemoryError) or "bad_alloc" in str(error):
            return TOO_MUCH_MEMORY
        raise
    return 0


TOO_MUCH_MEMORY = 2

if __name__ == "__main__":
    sys.exit(main())
