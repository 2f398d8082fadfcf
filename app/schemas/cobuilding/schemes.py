"""Schemes 考评方案 on the wire: form, weights, what a missing part means, thresholds; a new version for each change."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from app.schemas.base import Code, Day, Input, OneLine, Output, ShortText, Title, example
from app.schemas.cases.lists import PageQuery
from app.workflow.cobuilding.scheme import MissingMonth, MissingPart

SCHEME_ID = "0193a0c0-0000-7000-8000-0000000000e3"
Percent = Annotated[float, Field(ge=0, le=100)]
_ITEM = r"^[0-9A-Za-z][0-9A-Za-z_\-]*$"
ItemCode = Annotated[str, StringConstraints(min_length=1, max_length=16, pattern=_ITEM), OneLine]


class FormItem(Input):
    """One line of the form 考评表."""

    code: ItemCode = Field(description="Short and lasting, unlike any other of the form")
    name: Title
    name_en: Title | None = None
    most: int = Field(ge=1, le=100, description="Points at most")
    guide: ShortText | None = Field(default=None, description="What to look at")
    needs_photo: bool = Field(default=False, description="Whether an inspector has to add a photo of it")


class PartWeights(Input):
    """What each part weighs, per cent; together 100. A part that weighs nothing is not asked for."""

    own: int = Field(ge=0, le=100, description="The group's own monthly assessment 月自查自评")
    inspection: int = Field(ge=0, le=100, description="Inspections of the quarter 季度考评")
    residents: int = Field(ge=0, le=100, description="What residents say of the effect 效果共评")


class MissingParts(Input):
    """What is done where a part is missing 缺项处理."""

    own: MissingPart = Field(default=MissingPart.ZERO, description="No month was assessed")
    inspection: MissingPart = Field(default=MissingPart.UNRANKED, description="No inspection counts")
    residents: MissingPart = Field(default=MissingPart.REWEIGH, description="Too few residents answered")


class CobuildingSchemeIn(Input):
    area_code: Code = Field(description="For the communities of this area, unless one in it has a scheme of its own")
    name: Title = Field(description="What the scheme is called")
    valid_from: Day = Field(
        description="The first day of a quarter, of this one at the earliest; a quarter opened before keeps its version"
    )
    items: list[FormItem] = Field(min_length=1, max_length=40, description="The form")
    weights: PartWeights
    missing: MissingParts = MissingParts()
    missing_month: MissingMonth = Field(
        default=MissingMonth.ZERO, description="What a month without an assessment counts for"
    )
    least_answers: int = Field(default=10, ge=1, le=10_000, description="Residents who have to answer for it to count")
    commend_from: Percent = Field(description="Commended 表扬 from this score on")
    criticise_below: Percent = Field(description="Criticised 通报批评 below this score; not above `commend_from`")
    model_config = example(
        area_code="440310001", name="季度共建考评办法", valid_from="2026-10-01",
        items=[{"code": "A1", "name": "任务完成", "most": 40}, {"code": "A2", "name": "环境面貌", "most": 60}],
        weights={"own": 30, "inspection": 50, "residents": 20}, commend_from=90, criticise_below=60,
    )  # fmt: skip


class CobuildingSchemeQuery(PageQuery):
    area: Code | None = Field(default=None, description="Of exactly this area")


class FormItemView(Output):
    code: str
    name: str
    name_en: str | None
    most: int
    guide: str | None
    needs_photo: bool


class PartWeightsView(Output):
    """What each part weighs, per cent."""

    own: int = Field(description="The group's own monthly assessment 月自查自评")
    inspection: int = Field(description="Inspections of the quarter 季度考评")
    residents: int = Field(description="What residents say of the effect 效果共评")


class MissingPartsView(Output):
    """What is done where a part is missing."""

    own: MissingPart = Field(description="No month was assessed")
    inspection: MissingPart = Field(description="No inspection counts")
    residents: MissingPart = Field(description="Too few residents answered")


SCHEME = {
    "id": SCHEME_ID, "area_code": "440310001", "area_name": "坪山街道", "version": 1, "valid_from": "2026-10-01",
    "name": "季度共建考评办法",
    "items": [
        {"code": "A1", "name": "任务完成", "name_en": None, "most": 40, "guide": None, "needs_photo": False},
        {"code": "A2", "name": "环境面貌", "name_en": None, "most": 60, "guide": None, "needs_photo": True},
    ],
    "weights": {"own": 30, "inspection": 50, "residents": 20},
    "missing": {"own": "zero", "inspection": "unranked", "residents": "reweigh"}, "missing_month": "zero",
    "least_answers": 10, "commend_from": 90.0, "criticise_below": 60.0,
    "written_by": "0193a0c0-0000-7000-8000-0000000000a4", "created_at": "2026-09-28T02:00:00Z",
}  # fmt: skip


class CobuildingSchemeView(Output):
    """One version of a scheme."""

    id: UUID
    area_code: str
    area_name: str | None
    version: int = Field(description="Counted from 1 for its area; a change makes the next")
    valid_from: date
    name: str
    items: list[FormItemView] = Field(description="The form")
    weights: PartWeightsView
    missing: MissingPartsView
    missing_month: MissingMonth
    least_answers: int
    commend_from: float
    criticise_below: float
    written_by: UUID
    created_at: datetime
    model_config = example(**SCHEME)


class CobuildingSchemePage(Output):
    items: list[CobuildingSchemeView]
    next_cursor: str | None
    model_config = example(items=[SCHEME], next_cursor=None)
