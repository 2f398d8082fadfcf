"""What an area says of the thresholds of irregularities 异常阈值, on the wire."""

from pydantic import Field

from app.schemas.base import Input, Output, example
from app.workflow.irregularities.kinds import IrregularityKind
from app.workflow.irregularities.thresholds import BOUNDS

_SAID = {"kind": "duplicate", "is_on": True, "minutes": 1440, "metres": 20, "percent": 90}


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


class ThresholdView(Output):
    kind: IrregularityKind
    kind_label_zh: str
    kind_label: str
    is_on: bool
    times: int | None
    minutes: int | None
    metres: int | None
    percent: int | None
    kmh: int | None
    said_by: str | None = Field(description="The nearest area that says so, or `national`; null: the default holds")


class ThresholdsView(Output):
    """What holds at a place for each kind."""

    place: str
    items: list[ThresholdView]
    model_config = example(
        place="440310001",
        items=[{
            "kind": "duplicate", "kind_label_zh": "同人重复上报", "kind_label": "Duplicate by the same hand",
            "is_on": True, "times": None, "minutes": 1440, "metres": 20, "percent": 90, "kmh": None,
            "said_by": "440310001",
        }],
    )  # fmt: skip
