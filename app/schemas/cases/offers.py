"""What may be done with a case now, with everything an app needs to draw its buttons."""

from pydantic import Field

from app.schemas.base import Output


class Choice(Output):
    code: str
    label_zh: str
    label: str


class FieldLimit(Output):
    """How much one field of an action may say now, and how often it may be asked for still."""

    field: str
    most: int = Field(description="In `unit`")
    unit: str
    unit_label_zh: str
    unit_label: str
    times_left: int = Field(description="This time counted")


class Offer(Output):
    """One action the caller may take now, with what it needs."""

    action: str
    path: str = Field(description="POST /api/v1/cases/{id}/{path}")
    label_zh: str
    label: str
    requires: list[str]
    accepts: list[str]
    reasons: list[Choice]
    photo_exemptions: list[Choice]
    limits: list[FieldLimit] = Field(description="How much a field may say")
    photos: list[str] = Field(description="Purposes of the photos the action needs")
    photos_present: bool
