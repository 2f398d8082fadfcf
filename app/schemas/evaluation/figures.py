"""Figures 指标: what each is, what one subject's come to in a period, day by day or month by month, and their lists."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from app.schemas.base import CODE, Code, Input, NearDay, Output, example
from app.schemas.cases.lists import PageQuery
from app.workflow.evaluation.figure import Measure
from app.workflow.evaluation.subjects import SubjectKind
from app.workflow.irregularities.kinds import IrregularityKind
from app.workflow.states import Status

_FIGURE = {
    "code": "closing_in_time", "label_zh": "按期结案率", "label": "Closed in time", "measure": "share",
    "hit_zh": "按期结案", "hit": "closed in time", "counted_zh": "应结案", "counted": "to be closed",
    "source": "GB/T 30428.4-2016", "more_is_better": True,
}  # fmt: skip


class FigureView(Output):
    """What a figure is."""

    code: str
    label_zh: str
    label: str
    measure: Measure = Field(description="How it is made of its hits: a share of 0 to 1, a count, or working minutes")
    hit_zh: str = Field(description="分子 · The numerator in words")
    hit: str
    counted_zh: str = Field(description="分母 · The denominator in words")
    counted: str
    source: str = Field(description="The standard or practice it follows")
    more_is_better: bool
    model_config = example(**_FIGURE)


class FigureList(Output):
    items: list[FigureView]
    model_config = example(items=[_FIGURE])


#: The code of an area, a unit or a category, a channel, or the id of a person.
SubjectKey = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=CODE)]


class SubjectQuery(Input):
    """Of whom, and of which days. Left out: the present month until today."""

    kind: SubjectKind = SubjectKind.AREA
    subject: SubjectKey | None = Field(
        default=None, description="A code, or of a worker their id; left out: your own area or yourself"
    )
    first: NearDay | None = Field(default=None, description="From this day on")
    last: NearDay | None = Field(default=None, description="Until this day, itself included; within 800 days")


class FigureValue(Output):
    """One number, and what it is made of."""

    code: str
    label_zh: str
    label: str
    measure: Measure
    value: float | None = Field(description="null: nothing counted, which is not 0")
    hits: int
    counted: int
    exempt: int = Field(description="Would count, but an appeal was granted or it was found irregular")
    hit_href: str = Field(description="The list of the hits; with `part=missed` that of the others that count")
    counted_href: str


class SubjectFigures(Output):
    """Every figure of one subject in a period."""

    kind: SubjectKind
    subject: str
    name: str | None
    first: date
    last: date
    as_of: datetime = Field(description="When this was asked; what changed in the last seconds may not be counted yet")
    waiting: int = Field(description="Days and months that are being summed up anew; 0: all is counted")
    items: list[FigureValue]
    model_config = example(
        kind="area", subject="440310001001", name="六联社区", first="2026-11-01", last="2026-11-30",
        as_of="2026-11-30T08:00:00Z", waiting=0,
        items=[{
            "code": "closing_in_time", "label_zh": "按期结案率", "label": "Closed in time", "measure": "share",
            "value": 0.95, "hits": 19, "counted": 20, "exempt": 1,
            "hit_href": "/api/v1/evaluation/figures/closing_in_time/cases?kind=area&subject=440310001001"
                        "&first=2026-11-01&last=2026-11-30&part=hit",
            "counted_href": "/api/v1/evaluation/figures/closing_in_time/cases?kind=area&subject=440310001001"
                            "&first=2026-11-01&last=2026-11-30&part=counted",
        }],
    )  # fmt: skip


class Step(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class SeriesQuery(SubjectQuery):
    by: Step = Step.DAY


class SeriesPoint(Output):
    starts_on: date
    value: float | None
    hits: int
    counted: int
    exempt: int
    year_before: float | None = Field(description="The same stretch one year earlier; null: nothing counted then")


class Series(Output):
    """One figure of one subject over time: a share or a count; what takes time has no series."""

    kind: SubjectKind
    subject: str
    name: str | None
    code: str
    label_zh: str
    label: str
    by: Step
    items: list[SeriesPoint] = Field(description="Every stretch, the first first; a week begins on Monday")
    model_config = example(
        kind="area", subject="440310001001", name="六联社区", code="closing_in_time", label_zh="按期结案率",
        label="Closed in time", by="month",
        items=[{"starts_on": "2026-11-01", "value": 0.95, "hits": 19, "counted": 20, "exempt": 1,
                "year_before": None}],
    )  # fmt: skip


class FigurePart(StrEnum):
    COUNTED = "counted"  # 分母
    HIT = "hit"  # 分子
    MISSED = "missed"  # 分母减分子
    EXEMPT = "exempt"  # 免责、不计


class FigureCasesQuery(SubjectQuery, PageQuery):
    part: FigurePart = Field(default=FigurePart.COUNTED, description="Which of its lists")
    listed_only: list[IrregularityKind] = Field(
        default=[],
        max_length=len(IrregularityKind),
        description="Irregularities that count all the same, as in a scheme",
    )


class FigureCase(Output):
    """One thing that counts, and the case it is of."""

    id: UUID = Field(description="Of the case")
    number: str
    status: Status
    nth: int = Field(description="Which of its kind of this case, from 0: a case may have been signed twice")
    at: datetime = Field(description="The moment by which it belongs to the period")
    facts: list[str] = Field(description="What is true of it, in words of the reader's language")
    minutes: int | None = Field(description="Working minutes it took, where that is measured")
    area_code: str | None
    area_name: str | None
    category_code: str | None
    category_name: str | None
    department_code: Code | None = Field(description="The unit that had the case")
    department_name: str | None


class FigureCases(Output):
    """The cases behind a number, as far as the reader sees them, the latest first."""

    items: list[FigureCase]
    next_cursor: str | None
    model_config = example(
        items=[{
            "id": "0193a0c0-0000-7000-8000-000000000001", "number": "100001-7", "status": "closed", "nth": 0,
            "at": "2026-11-25T09:30:00Z", "facts": ["已办", "按期", "已结案", "一次办结"], "minutes": None,
            "area_code": "440310001001001", "area_name": "第一网格", "category_code": "DCM-01",
            "category_name": "街面秩序",
            "department_code": "CGJ", "department_name": "城市管理局",
        }],
        next_cursor=None,
    )  # fmt: skip
