"""Texts for replies and results 常用语, with places that the service fills in for a case."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from app.models.reply_template import TemplateKind
from app.schemas.base import Code, Input, OneLine, Output, Plain, example
from app.schemas.cases.lists import PageQuery

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1500), Plain]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), OneLine]
_ID = "0193a0c0-0000-7000-8000-0000000000d1"
_TEXT = "您反映的{category}问题（案卷{number}）已由{unit}处置完毕。"
_FILLED = "您反映的井盖缺失问题（案卷1000028）已由城市管理局处置完毕。"


class TemplateIn(Input):
    kind: TemplateKind
    name: Title = Field(description="By which people find it")
    text: Text = Field(description="The words; `{number}` and the other placeholders stand for what is so of a case")
    category_code: Code | None = Field(default=None, description="For this category and all below; left out: for all")
    department_code: Code | None = Field(default=None, description="Of this unit and all below it; or of an area")
    area_code: Code | None = Field(default=None, description="Of the centre of this area; or of a unit")
    is_active: bool = Field(default=True, description="false: retired 停用, and offered no more")
    model_config = example(kind="reply", name="井盖类答复", text=_TEXT, department_code="CGJ")


class TemplateChange(TemplateIn):
    """The whole text anew; its unit or area stays."""

    version: int = Field(ge=1, description="The version that was read; another one is refused")
    model_config = example(kind="reply", name="井盖类答复", text=_TEXT, department_code="CGJ", version=1)


class TemplateQuery(PageQuery):
    kind: TemplateKind | None = None
    department: Code | None = Field(default=None, description="Of exactly this unit")
    area: Code | None = Field(default=None, description="Of exactly this area")
    category: Code | None = Field(default=None, description="For exactly this category")
    active: bool | None = Field(default=None, description="false: retired")


_VIEW = {
    "id": _ID, "version": 1, "kind": "reply", "name": "井盖类答复", "text": _TEXT, "category_code": None,
    "category_name": None, "department_code": "CGJ", "department_name": "城市管理局", "area_code": None,
    "area_name": None, "is_active": True, "written_by": "0193a0c0-0000-7000-8000-0000000000a4",
    "written_at": "2026-11-28T02:00:00Z",
}  # fmt: skip


class TemplateView(Output):
    """A text as it is written in one version."""

    id: UUID
    version: int = Field(description="Counted from 1; a change makes the next")
    kind: TemplateKind
    name: str
    text: str
    category_code: str | None
    category_name: str | None
    department_code: str | None
    department_name: str | None
    area_code: str | None
    area_name: str | None
    is_active: bool
    written_by: UUID
    written_at: datetime
    model_config = example(**_VIEW)


class TemplatePage(Output):
    items: list[TemplateView]
    next_cursor: str | None
    model_config = example(items=[_VIEW], next_cursor=None)


class TemplateHistory(Output):
    items: list[TemplateView] = Field(description="The versions, the present one first, 200 at most")
    model_config = example(items=[_VIEW])


class FittingQuery(Input):
    kind: TemplateKind | None = None


class FilledTemplate(Output):
    """A text with what is so of the case, as its reader may know it."""

    id: UUID
    version: int
    kind: TemplateKind
    name: str
    text: str = Field(description="With its places filled in; a place of which nothing is known stands as it was")
    missing: list[str] = Field(description="Placeholders of which nothing is known, or not for you to know")


class FilledTemplates(Output):
    items: list[FilledTemplate] = Field(description="Those of the category first, 200 at most")
    model_config = example(
        items=[{"id": _ID, "version": 1, "kind": "reply", "name": "井盖类答复", "text": _FILLED, "missing": []}]
    )
