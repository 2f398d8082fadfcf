"""What every input has in common, and the small shapes that several carry."""

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar, TypeVar
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from app.text import phones, writing

_MOST_FIELDS = 64
_Moment = TypeVar("_Moment", bound=date)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _written(form: Callable[[str], str]) -> BeforeValidator:
    """A text in the form in which it is kept, before anybody asks how long it is."""

    def read(told: Any) -> Any:
        try:
            return form(told) if isinstance(told, str) else told
        except writing.Unwritable as error:
            raise PydanticCustomError("unwritable", "{en}", {"zh": error.zh, "en": error.en}) from None

    return BeforeValidator(read)


def _near_our_time(moment: _Moment) -> _Moment:
    """Refuses moments that only a broken device sends: PostgreSQL and Python must both be able to compute with them."""
    if not 2000 <= moment.year <= 2100:
        raise ValueError("the year must be between 2000 and 2100")
    return moment


def _as_a_day(told: Any) -> Any:
    """Refuses a date that is not written as 2026-11-24: a number of seconds would be one too."""
    if not (_DAY.fullmatch(told) if isinstance(told, str) else isinstance(told, date)):
        raise ValueError("a date is written as 2026-11-24")
    return told


def _not_nil(told: UUID) -> UUID:
    """Refuses what a device sends that has no ids to give; the nil UUID is where lists of ids begin."""
    if told.int == 0:
        raise ValueError("the nil UUID is nobody's id")
    return told


def _version_7(told: UUID) -> UUID:
    """Refuses ids of another kind: those of cases sort by the time they were made (RFC 9562 §5.7)."""
    if told.version != 7:
        raise ValueError("must be a UUIDv7")
    return told


#: What every text that people write passes through: of several lines, or of one.
Plain = _written(writing.paragraphs)
OneLine = _written(writing.line)
CaseId = Annotated[UUID, AfterValidator(_version_7)]
OwnId = Annotated[UUID, AfterValidator(_not_nil)]
Day = Annotated[date, BeforeValidator(_as_a_day)]
#: A day with which is reckoned: from it a month on, or a year back.
NearDay = Annotated[Day, AfterValidator(_near_our_time)]
Moment = Annotated[AwareDatetime, AfterValidator(_near_our_time)]
#: How a code is written.
CODE = r"^[0-9A-Za-z][0-9A-Za-z._\-]*$"
Code = Annotated[str, StringConstraints(min_length=1, max_length=32, pattern=CODE)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000), Plain]
Description = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000), Plain]
#: By which somebody is looked for.
PartOfName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64), Plain]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), OneLine]
ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300), OneLine]


class Input(BaseModel):
    """What a client sends; an unknown field is an error."""

    model_config = ConfigDict(extra="forbid", str_max_length=10_000, allow_inf_nan=False)
    leaves_alone: ClassVar[bool] = False  # whether what is left out stays as it is, so that null means something else

    @model_validator(mode="before")
    @classmethod
    def _holds_few_fields(cls, told: Any) -> Any:
        """Refuses a flood of unknown fields as one error, not one each: those would fill the memory."""
        if isinstance(told, dict) and len(told) > _MOST_FIELDS:
            raise ValueError(f"at most {_MOST_FIELDS} fields")
        return told


class Output(BaseModel):
    """What a client gets; every field is always there."""

    model_config = ConfigDict(extra="forbid")


class Datum(StrEnum):
    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


class Location(Input):
    """A point as a device gives it: degrees in the declared datum, accuracy in metres."""

    lat: float = Field(ge=-90, le=90, examples=[22.6929])
    lon: float = Field(ge=-180, le=180, examples=[114.3468])
    datum: Datum = Field(default=Datum.WGS84, description="`gcj02` for Chinese map apps, `bd09` for Baidu")
    accuracy_m: float | None = Field(default=None, ge=0, le=100_000, examples=[12.5])


Phone = Annotated[
    str,
    StringConstraints(max_length=phones.LONGEST),
    _written(phones.folded),
    Field(
        examples=["13800000000"],
        description="A mobile, a landline with its area code and perhaps an extension, a service number, or + and the "
        "code of another country; two numbers are both kept. However it is written, one form is stored",
    ),
]


class Contact(Input):
    """Whom to answer: personal data, masked in every read."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64), OneLine] = Field(
        examples=["王女士"]
    )
    phone: Phone


def example(**fields: Any) -> ConfigDict:
    """The configuration that adds one example of a whole body to an input's schema."""
    return ConfigDict(json_schema_extra={"examples": [fields]})


__all__ = [
    "CaseId",
    "Code",
    "Contact",
    "Datum",
    "Day",
    "Input",
    "Location",
    "Moment",
    "Note",
    "OneLine",
    "Output",
    "OwnId",
    "PartOfName",
    "Phone",
    "Plain",
    "ShortText",
    "example",
]
