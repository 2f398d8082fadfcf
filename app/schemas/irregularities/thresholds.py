"""What an area says of the thresholds of irregularities 异常阈值, on the wire."""

from pydantic import Field

from app.schemas.base import Input, Output, example
from app.workflow.irregularities.kinds import IrregularityKind
from app.workflow.irregularities.thresholds import BOUNDS

_SAID = {"kind": "duplicate", "is_on": True, "minutes": 1440, "metres": 20, "percent": 90}
_USUAL = {"is_on": True, "times": None, "minutes": 4320, "metres": 30, "percent": 80, "kmh": None}
_HELD = {
    **_USUAL, "minutes": 1440, "metres": 20, "percent": 90, "said_by": "440310001", "said_by_name": "坪山街道",
    "kind": "duplicate", "kind_label_zh": "同人重复上报", "kind_label": "Duplicate by the same hand",
    "inherited": {**_USUAL, "said_by": None, "said_by_name": None}, "usual": _USUAL,
}  # fmt: skip


def _number(name: str, said: str) -> int | None:
    least, most = BOUNDS[name]
    field: int | None = Field(default=None, ge=least, le=most, description=f"{said}; left out: as usual")
    return field


class ThresholdIn(Input):
    """Of one kind; what is left out is as usual, what has no meaning for the kind is refused."""

    kind: IrregularityKind
    is_on: bool = Field(default=True, description="false: nobody looks for it here")
    times: int | None = _number("times", "How many at least")
    minutes: int | None = _number("minutes", "Within so many minutes; of a photo, beyond")
    metres: int | None = _number("metres", "Within so many metres; of a leap and of photos, beyond")
    percent: int | None = _number("percent", "Of the words or scores that are alike, at least")
    kmh: int | None = _number("kmh", "Faster than so many km/h nobody travels")


class ThresholdsIn(Input):
    """All that the area says, in the place of what it said; nothing: what the area above says holds again."""

    thresholds: list[ThresholdIn] = Field(max_length=16, description="One of a kind")
    model_config = example(thresholds=[_SAID])


class LimitsView(Output):
    """From when on something of a kind is odd; what has no meaning for the kind is null."""

    is_on: bool = Field(description="Whether anybody looks for it")
    times: int | None = Field(description="How many at least")
    minutes: int | None = Field(description="Within so many minutes; of a photo, beyond")
    metres: int | None = Field(description="Within so many metres; of a leap and of photos, beyond")
    percent: int | None = Field(description="Of the words or scores that are alike, at least")
    kmh: int | None = Field(description="Faster than so many km/h nobody travels")


class HeldView(LimitsView):
    """What holds, and who says so."""

    said_by: str | None = Field(description="The nearest area that says so, or `national`; null: the default holds")
    said_by_name: str | None = Field(description="What that area is called; null: it is no area")


class ThresholdView(HeldView):
    """Of one kind at a place."""

    kind: IrregularityKind
    kind_label_zh: str
    kind_label: str
    inherited: HeldView = Field(description="What would hold if the place said nothing of the kind itself")
    usual: LimitsView = Field(description="The default, which holds where nobody says anything")


class ThresholdsView(Output):
    """What holds at a place for each kind."""

    place: str
    place_name: str | None = Field(description="What that area is called; null: it is no area")
    may_change: bool = Field(description="Whether the reader may change what the place says")
    items: list[ThresholdView]
    model_config = example(
        place="440310001", place_name="坪山街道", may_change=True, items=[_HELD]
    )  # fmt: skip
