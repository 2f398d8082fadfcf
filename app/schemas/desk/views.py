"""Saved views 常用筛选: filters of a list of cases under a name, one's own or shared with the centre of an area."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from app.schemas.base import Code, Input, OneLine, Output, example
from app.schemas.cases.lists import CaseFilters
from app.schemas.desk.rows import Missing
from app.schemas.examples import desk

MOST_VIEWS = 50  # of one person
ViewName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40), OneLine]


class ViewIn(Input):
    """A view as its owner wants it; what it said before is replaced."""

    name: ViewName
    query: CaseFilters = Field(description="The very filters and the order of `GET /cases`")
    area_code: Code | None = Field(
        default=None, description="Share it with the centre of this area, of which you are; left out: with nobody"
    )
    model_config = example(name="超期的井盖", query={"category": "DCM-01-02", "light": "red"}, area_code="440310")


class ViewRead(Output):
    """A view, its owner and where it is shared; only the owner changes it."""

    id: UUID
    name: str
    query: dict[str, object] = Field(description="As it was saved; filters that were left out are left out")
    area_code: str | None = Field(description="The centre of this area reads it too; null: its owner alone")
    area_name: str | None
    owner_id: UUID
    owner_name: str | None
    mine: bool
    version: int
    created_at: datetime
    updated_at: datetime
    missing: list[Missing] = Field(description="In a list of views: empty unless `counts` is asked for")
    count: int | None = Field(
        description="How many cases it holds for you, up to 1,000; in a list of views null unless `counts` is asked for"
    )
    model_config = example(**desk.VIEW)


class ViewQuery(Input):
    limit: int = Field(default=50, ge=1, le=200)
    cursor: Annotated[str, StringConstraints(max_length=300)] | None = None
    counts: bool = Field(default=False, description="true: how many cases each holds for you, up to 1,000")


class ViewPage(Output):
    items: list[ViewRead]
    next_cursor: str | None
    model_config = example(items=[desk.VIEW], next_cursor=None)
