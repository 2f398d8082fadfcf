"""What a phone says of its clock and its place: whatever it says, it refuses nothing.

A moment that no calendar of ours holds comes as the nearest that it holds; what is no moment, as nothing said. 0,0 of a
receiver without a fix is no place. Degrees that are none at all are a fault of the app, and refused.
"""

import re
from datetime import datetime
from math import isfinite
from typing import Annotated, Any

from pydantic import AwareDatetime, BeforeValidator, ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from app.geo.points import is_null_island
from app.schemas.base import Datum, Location
from app.workflow.timing.device import EARLIEST, LATEST

MOST_ACCURACY_M = 100_000.0
_YEAR = re.compile(r"\s*([+-]?\d+)-")


def _as_told(told: Any, read: ValidatorFunctionWrapHandler) -> datetime | None:
    try:
        moment: datetime | None = read(told)
    except ValidationError:
        if isinstance(told, bool) or not isinstance(told, str | int | float):
            raise
        return _beyond(told)
    return None if moment is None else min(max(moment, EARLIEST), LATEST)


def _beyond(told: str | float) -> datetime | None:
    """The end of time that lies nearest; None: it says no year at all."""
    if not isinstance(told, str):
        return None if told != told else EARLIEST if told < 0 else LATEST
    year = _YEAR.match(told[:100])
    if year is None or 1 <= int(year[1]) <= 9999:
        return None
    return EARLIEST if int(year[1]) < 1 else LATEST


DeviceTime = Annotated[AwareDatetime | None, WrapValidator(_as_told)]


def _number(told: Any) -> float | None:
    """A finite number, as JSON or as text; None: it is none."""
    if isinstance(told, bool) or not isinstance(told, str | int | float):
        return None
    try:
        number = float(told)
    except (ValueError, OverflowError):
        return None
    return number if isfinite(number) else None


def _or_nowhere(told: Any) -> Any:
    """A place as it is to be read; None where it is none: 0,0 or an axis that is null. Degrees out of bounds stay."""
    if not isinstance(told, dict) or not {"lat", "lon"} <= told.keys():
        return told
    if told["lat"] is None or told["lon"] is None:
        return None
    lat, lon = _number(told["lat"]), _number(told["lon"])
    if lat is not None and lon is not None and is_null_island(lat, lon):
        return None
    accuracy = _number(told.get("accuracy_m"))
    known = None if accuracy is None or accuracy < 0 else min(accuracy, MOST_ACCURACY_M)
    return {**told, "accuracy_m": known} if "accuracy_m" in told else told


#: Where a phone says something is: null where it does not know.
DevicePlace = Annotated[Location | None, BeforeValidator(_or_nowhere)]


def place_of(lat: float | None, lon: float | None, datum: Datum) -> Location | None:
    """The place that two numbers are, None where they are none."""
    if lat is None or lon is None or is_null_island(lat, lon):
        return None
    return Location(lat=lat, lon=lon, datum=datum)
