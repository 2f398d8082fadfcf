"""The form of `/report`: what was typed as it was typed, read as a report, and shown again with what is wrong in it."""

import math
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, File, Form, Request, UploadFile
from fastapi.responses import Response
from pydantic import ValidationError

from app import clock, errors, refusals
from app.errors import AppError
from app.identifiers import new_id
from app.schemas.base import Datum
from app.schemas.residents.reports import ResidentReport
from app.services.residents import places
from app.web import pages
from app.web.problems import language_of

MOST_PHOTOS = 6
Photos = Annotated[tuple[UploadFile, ...], File(description="JPEG, PNG or HEIC; 20 MB together at most")]
#: What the form itself tells, with everything that was typed.
MENDABLE = (errors.Invalid, errors.TooManyRequests, errors.ReportConflict)
_NAMELESS = "居民"
_Line = Annotated[str, Form(max_length=1_000)]


@dataclass(frozen=True, slots=True)
class Filled:
    """The fields as they were typed; nothing is refused before the form can say so."""

    report_id: Annotated[str, Form(alias="id", max_length=100)] = ""
    description: Annotated[str, Form(max_length=16_000)] = ""
    category: _Line = ""
    at: _Line = ""
    address: _Line = ""
    lat: _Line = ""
    lon: _Line = ""
    accuracy: _Line = ""
    name: _Line = ""
    phone: _Line = ""


FilledDep = Annotated[Filled, Depends(Filled)]
EXAMPLE = {
    "id": "0193a0c0-0000-7000-8000-000000000003",
    "description": "路灯不亮，夜间出行不便",
    "at": "440310001001001",
    "address": "幸福路 12 号门前",
}


def empty(at: str) -> Filled:
    """A form that nobody has filled, with the id that its report will have."""
    return Filled(report_id=str(new_id(clock.now())), at=at)


def read(filled: Filled) -> ResidentReport:
    """The report that a form tells.

    Raises:
        Invalid: a field is missing or wrong.
    """
    contact = {"name": filled.name.strip() or _NAMELESS, "phone": filled.phone}
    told = {
        "id": filled.report_id,
        "description": filled.description,
        "location": _location(filled),
        "address": filled.address.strip() or None,
        "area_code": filled.at.strip() or None,
        "category_code": filled.category.strip() or None,
        "contact": contact if filled.phone.strip() or filled.name.strip() else None,
    }
    try:
        return ResidentReport.model_validate({name: value for name, value in told.items() if value is not None})
    except ValidationError as error:
        raise refusals.invalid([dict(each) for each in error.errors()]) from None


def _location(filled: Filled) -> dict[str, object] | None:
    """The point that a script has put into the form; one that is none counts as none."""
    try:
        lat, lon, accuracy = (float(told) if told else math.nan for told in (filled.lat, filled.lon, filled.accuracy))
    except ValueError:
        return None
    if not (abs(lat) <= 90 and abs(lon) <= 180):
        return None
    return {"lat": lat, "lon": lon, "datum": Datum.WGS84, "accuracy_m": accuracy if 0 <= accuracy <= 100_000 else None}


async def again(request: Request, filled: Filled, error: AppError) -> Response:
    """The form as it was filled, with what is wrong at its fields."""
    language = language_of(request)
    async with request.app.state.database.reading() as session:
        asked = await places.asked(session, filled.at, language)
    return pages.report(request, asked, filled, language, error)
