"""What a board shows beside days: where and at what hour, top lists, places, a year before; on the wire."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from app.models.area import AreaLevel
from app.schemas.base import Code, Output, example
from app.schemas.supervision.returns import Within

_SINCE, _UNTIL = "2026-11-01T00:00:00+08:00", "2026-12-01T00:00:00+08:00"
_PERIOD = "since=2026-11-01T00%3A00%3A00%2B08%3A00&until=2026-12-01T00%3A00%3A00%2B08%3A00"
_REPORTED = f"/api/v1/supervision/reported?{_PERIOD}"
_HOURS = [0] * 8 + [3, 5, 4, 2, 1, 0, 4, 3, 2, 1] + [0] * 6


class HeatQuery(Within):
    """The cases are those reported within the period."""

    level: AreaLevel = Field(default=AreaLevel.GRID, description="The areas that are counted")
    unit: Code | None = Field(default=None, description="Exactly this lead unit")
    limit: int = Field(default=100, ge=1, le=1_000, description="How many areas, those with the most cases first")


class HeatRow(Output):
    key: str | None = Field(description="Code of the area; null: the cases that lie in none of this level")
    name: str | None
    count: int
    hours: list[int] = Field(description="Reported in each hour of the day, from 0 to 23")
    href: str = Field(description="The list of exactly these cases; with `&hour=` those of an hour")


class Heat(Output):
    """Where it is reported from, and at what hour, in the time of the place."""

    since: datetime
    until: datetime
    count: int
    hours: list[int] = Field(description="Of all areas together")
    items: list[HeatRow]
    model_config = example(
        since=_SINCE, until=_UNTIL, count=25, hours=_HOURS,
        items=[{"key": "44031000100101", "name": "第一网格", "count": 25, "hours": _HOURS,
                "href": f"{_REPORTED}&area=44031000100101"}],
    )  # fmt: skip


class TopQuery(Within):
    """The cases are those reported within the period."""

    unit: Code | None = Field(default=None, description="Exactly this lead unit")
    limit: int = Field(default=10, ge=1, le=100, description="How many of each")


class TopRow(Output):
    key: str | None
    name: str | None
    count: int
    share: float = Field(description="Of all cases of the period, to four places")
    before: int = Field(description="The same a year before")
    change: float | None = Field(description="From then to now, to four places; null: there was none")
    href: str = Field(description="The list of exactly these cases")


class PlaceCase(Output):
    id: UUID
    number: str


class TopPlace(Output):
    """A place of some 50 m that was reported several times."""

    count: int
    lat: float = Field(description="Degrees in WGS-84, the middle of its cases")
    lon: float
    first_at: datetime
    last_at: datetime
    cases: list[PlaceCase] = Field(description="The latest 20")


class Tops(Output):
    """The categories, grids and places with the most cases, beside a year before."""

    since: datetime
    until: datetime
    count: int
    before: int = Field(description="Cases of the same period a year before")
    change: float | None = Field(description="From then to now, to four places; null: there was none")
    categories: list[TopRow]
    grids: list[TopRow]
    places: list[TopPlace] = Field(description="Those with two cases at least")
    model_config = example(
        since=_SINCE, until=_UNTIL, count=25, before=20, change=0.25,
        categories=[{"key": "DCM-01-02", "name": "暴露垃圾", "count": 10, "share": 0.4, "before": 8, "change": 0.25,
                     "href": f"{_REPORTED}&category_exactly=DCM-01-02"}],
        grids=[{"key": "44031000100101", "name": "第一网格", "count": 9, "share": 0.36, "before": 0, "change": None,
                "href": f"{_REPORTED}&area=44031000100101"}],
        places=[{"count": 3, "lat": 22.695, "lon": 114.305, "first_at": "2026-11-02T02:00:00Z",
                 "last_at": "2026-11-20T02:00:00Z",
                 "cases": [{"id": "0193a0c0-0000-7000-8000-000000000001", "number": "10000017"}]}],
    )  # fmt: skip


class ComparisonBy(StrEnum):
    DEPARTMENT = "department"
    AREA = "area"
    CATEGORY = "category"


class ComparisonQuery(Within):
    """The cases are those reported, and those closed, within the period; beside the same a year before."""

    by: ComparisonBy = ComparisonBy.DEPARTMENT
    level: AreaLevel | None = Field(default=None, description="Of `by=area`: the areas counted; those right below")
    limit: int = Field(default=100, ge=1, le=1_000, description="How many groups")


class Compared(Output):
    count: int
    before: int = Field(description="The same a year before")
    change: float | None = Field(description="From then to now, to four places; null: there was none")
    href: str = Field(description="The list of the cases of now")
    before_href: str = Field(description="The list of those of a year before")


class ComparedGroup(Output):
    key: str | None
    name: str | None
    reported: Compared
    closed: Compared


class Comparison(Output):
    """Year on year 同比."""

    since: datetime
    until: datetime
    before_since: datetime
    before_until: datetime
    reported: Compared
    closed: Compared
    items: list[ComparedGroup]
    model_config = example(
        since=_SINCE, until=_UNTIL, before_since="2025-11-01T00:00:00+08:00",
        before_until="2025-12-01T00:00:00+08:00",
        reported={"count": 25, "before": 20, "change": 0.25, "href": _REPORTED, "before_href": _REPORTED},
        closed={"count": 22, "before": 20, "change": 0.1, "href": _REPORTED, "before_href": _REPORTED}, items=[],
    )  # fmt: skip
