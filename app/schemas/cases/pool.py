"""What the list of the pool 亮单 takes and gives."""

from typing import ClassVar

from pydantic import Field, model_validator

from app.schemas.base import Datum, Output, example
from app.schemas.cases.case import CaseSummary
from app.schemas.cases.lists import SparseQuery
from app.schemas.examples import case


class PooledCase(CaseSummary):
    """A case that one of my units may claim 点单; `stage_due_at` is when it expires."""

    distance_m: int | None = Field(description="From the point that was asked for; null without one or the other")
    seconds_left: int | None = Field(description="Until it expires, by the clock")
    model_config = example(**case.POOLED)


class PoolQuery(SparseQuery):
    """A page of the pool; with a point each case says how far it is from there."""

    shape: ClassVar[type[Output]] = PooledCase
    lat: float | None = Field(default=None, ge=-90, le=90)
    lon: float | None = Field(default=None, ge=-180, le=180)
    datum: Datum = Field(default=Datum.WGS84, description="`gcj02` for Chinese map apps, `bd09` for Baidu")

    @model_validator(mode="after")
    def _is_a_point(self) -> "PoolQuery":
        """Refuses half a point."""
        if (self.lat is None) is not (self.lon is None):
            raise ValueError("lat and lon come together")
        return self


class PoolPage(Output):
    items: list[PooledCase]
    next_cursor: str | None
    model_config = example(items=[case.POOLED], next_cursor=None)
