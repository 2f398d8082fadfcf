"""Schemes 考评方案 as data: what is sent, what is told, and a trial 试算 of one."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.schemas.base import Code, Day, Input, NearDay, Output, Title, example
from app.schemas.cases.lists import PageQuery
from app.workflow.evaluation.scheme import Assessed
from app.workflow.irregularities.kinds import IrregularityKind

_Points = Annotated[float, Field(ge=0, le=100)]
_FigureCode = Annotated[
    str, Field(max_length=64, description="Code of a figure, as GET /evaluation/figures lists them")
]


class SchemeItem(Input):
    """One thing that is scored: a figure, or points by hand."""

    code: Code
    label_zh: Title
    label: Title | None = None
    weight: float = Field(gt=0, le=100, description="Points at most; all weights sum to 100")
    figure: _FigureCode | None = Field(default=None, description="Code of a figure; left out: points given by hand")
    zero_at: float = Field(default=0, ge=-1e9, le=1e9, description="The value that earns nothing")
    full_at: float = Field(
        default=1, ge=-1e9, le=1e9, description="The value that earns all; less than `zero_at` where less is better"
    )


class SchemeDeduction(Input):
    """Points taken for each hit of a figure."""

    code: Code
    label_zh: Title
    label: Title | None = None
    figure: _FigureCode
    points: _Points = Field(description="For each hit")
    cap: _Points = Field(description="In all, at most")


class SchemeTrigger(Input):
    """A colour that is forced, whatever the score."""

    code: Code
    label_zh: Title
    label: Title | None = None
    figure: _FigureCode
    at_least: int = Field(default=1, ge=1, le=1_000_000, description="From so many hits on")
    colour: Code = Field(description="Code of the colour it forces; a worse one of the score stays")


class SchemeColour(Input):
    """A band of the score with its name."""

    code: Code
    label_zh: Title
    label: Title | None = None
    from_score: _Points = Field(description="From this score on")


class SchemePayBand(Input):
    """报酬档次 · What is paid from so many tasks and such a grid on."""

    code: Code
    label_zh: Title
    label: Title | None = None
    tasks_from: int = Field(default=0, ge=0, le=1_000_000, description="From so many cases that count on")
    size_from: int = Field(default=0, ge=0, le=1_000_000, description="From so many households in the grid on")
    amount: float = Field(ge=0, le=1_000_000, description="In yuan")


class SchemeDocument(Input):
    items: list[SchemeItem] = Field(min_length=1, max_length=40, description="What is scored; the weights sum to 100")
    colours: list[SchemeColour] = Field(
        min_length=2, max_length=10, description="From the best down; the last begins at 0"
    )
    deductions: list[SchemeDeduction] = Field(default=[], max_length=40, description="What takes points")
    triggers: list[SchemeTrigger] = Field(default=[], max_length=20, description="What forces a colour")
    pay_bands: list[SchemePayBand] = Field(
        default=[], max_length=10, description="From the lowest up; the last that fits holds"
    )
    fewest: int = Field(default=0, ge=0, le=1_000_000, description="With fewer cases one is scored and not ranked")
    listed_only: list[IrregularityKind] = Field(
        default=[], max_length=len(IrregularityKind),
        description="Confirmed irregularities that count all the same and are shown beside the score; "
        "all others count for nobody",
    )  # fmt: skip


_ITEMS = [
    {"code": "triage", "label_zh": "按期核查", "label": "Verified in time", "weight": 40.0,
     "figure": "verification_in_time", "zero_at": 0.6, "full_at": 1.0},
    {"code": "closing", "label_zh": "按期结案", "label": "Closed in time", "weight": 40.0,
     "figure": "closing_in_time", "zero_at": 0.5, "full_at": 0.95},
    {"code": "conduct", "label_zh": "日常表现", "label": "Conduct", "weight": 20.0},
]  # fmt: skip
_COLOURS = [
    {"code": "red", "label_zh": "红", "label": "Red", "from_score": 85.0},
    {"code": "yellow", "label_zh": "黄", "label": "Yellow", "from_score": 60.0},
    {"code": "grey", "label_zh": "灰", "label": "Grey", "from_score": 0.0},
]  # fmt: skip


class SchemeIn(Input):
    """A scheme, or the next version of the one that bears this code."""

    code: Code
    name: Title
    name_en: Title | None = None
    assessed: Assessed
    area_code: Code = Field(description="The area whose scheme it is: it may be applied there and below")
    valid_from: Day = Field(description="Periods that begin on this day or later may use it")
    valid_to: Day | None = Field(default=None, description="And none that begins after this one; null: no end")
    document: SchemeDocument = Field(description="The scheme itself")
    model_config = example(
        code="grid-month", name="网格月度考评", name_en="Grids by month", assessed="grid", area_code="440310",
        valid_from="2026-01-01", document={"items": _ITEMS, "colours": _COLOURS, "fewest": 5},
    )  # fmt: skip


class SchemeView(Output):
    """One version of a scheme; it never changes."""

    id: UUID
    code: str
    version: int = Field(description="Counts from 1 for each code")
    name: str
    name_en: str | None
    assessed: Assessed
    area_code: str
    valid_from: date
    valid_to: date | None
    document: dict[str, object] = Field(description="As it was sent, with what was left out")
    created_at: datetime
    model_config = example(
        id="0193a0c0-0000-7000-8000-0000000000e1", code="grid-month", version=1, name="网格月度考评",
        name_en="Grids by month", assessed="grid", area_code="440310", valid_from="2026-01-01", valid_to=None,
        document={"items": _ITEMS, "colours": _COLOURS, "deductions": [], "triggers": [], "pay_bands": [], "fewest": 5,
                  "listed_only": []},
        created_at="2026-01-01T01:00:00Z",
    )  # fmt: skip


class SchemeQuery(PageQuery):
    code: Code | None = Field(default=None, description="Only versions of this code")


class SchemePage(Output):
    items: list[SchemeView]
    next_cursor: str | None
    model_config = example(items=[], next_cursor=None)


class TrialIn(Input):
    """试算 · Which area and days to try a scheme on; nothing is kept."""

    area_code: Code = Field(description="The area whose grids, units or people are scored")
    first: NearDay = Field(description="From this day on")
    last: NearDay = Field(description="Until this day, itself included")
    model_config = example(area_code="440310", first="2026-10-01", last="2026-10-31")
