"""By what a case is found to be one of several: the household its address names, and the cell its point lies in."""

import math
import re

from app.crypto.marks import Mark
from app.models.case_row import CaseRow
from app.queries.cases.scope import lineage
from app.text.folding import folded
from app.workflow.repeats import RepeatKind

CELLS_PER_DEGREE = 2_000  # of 55 m; what is near lies in nine of them
_VILLAGE = 3  # codes deep: an address means something within one
_FEWEST = 4  # characters of an address with a number
_NO_WORD = re.compile(r"[\W_]+")


def marks_of(case: CaseRow, households: Mark) -> list[dict[str, object]]:
    """The rows of a case: none of an address without a number, which names a street and no household."""
    told = {RepeatKind.HOUSEHOLD: _household(case, households), RepeatKind.PLACE: _cell(case)}
    return [{"case_id": case["id"], "kind": kind, "mark": mark} for kind, mark in told.items() if mark is not None]


def _household(case: CaseRow, households: Mark) -> str | None:
    words = _NO_WORD.sub("", folded(case["address"] or ""))
    if len(words) < _FEWEST or not any(character.isdigit() for character in words):
        return None
    around = lineage(case["area_path"])[:_VILLAGE]
    return households.of(around[-1] if around else "", words)


def _cell(case: CaseRow) -> str | None:
    lat, lon = case["lat"], case["lon"]
    return None if lat is None or lon is None else _named(*_cell_of(lat, lon))


def cells_around(lat: float | None, lon: float | None) -> list[str]:
    """The cell of a point and those beside it."""
    if lat is None or lon is None:
        return []
    row, column = _cell_of(lat, lon)
    return [_named(row + north, column + east) for north in (-1, 0, 1) for east in (-1, 0, 1)]


def _cell_of(lat: float, lon: float) -> tuple[int, int]:
    return math.floor(lat * CELLS_PER_DEGREE), math.floor(lon * CELLS_PER_DEGREE)


def _named(row: int, column: int) -> str:
    return f"{row}:{column}"
