"""The body of a correction 更正位置: a place there has to be, or there is nothing to correct."""

from pydantic import Field, model_validator

from app.geo.points import is_null_island
from app.schemas.base import Location, Note, ShortText, example
from app.schemas.flow.command import Command


class CorrectLocation(Command):
    location: Location
    address: ShortText | None = Field(default=None, description="Left out: it stays")
    note: Note | None = None
    model_config = example(location={"lat": 22.6931, "lon": 114.3471, "datum": "gcj02"}, note="定位漂移，井盖在路对面")

    @model_validator(mode="after")
    def _is_a_place(self) -> "CorrectLocation":
        """Refuses to correct a point to none."""
        if is_null_island(self.location.lat, self.location.lon):
            raise ValueError("0,0 is no place")
        return self
