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


class Need(Output):
    """One thing that ending the work will need, told before it begins."""

    action: str = Field(description="The action that will ask for it: self_handle, resolve, close or pass_check")
    code: str = Field(
        description="`before-photo`, `after-photo`, `close-condition`, or the `condition` of the refusal, such as "
        "`assists-open`"
    )
    is_met: bool | None = Field(description="Whether it is so now; null: people judge it, as they do 结案条件")
    missing: list[str] = Field(description="Purposes of photos, or codes of units, that lack")
    label_zh: str
    label: str


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
