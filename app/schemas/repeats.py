"""What an area says of repeat demands 重复诉求, on the wire."""

from pydantic import Field

from app.schemas.base import Day, Input, Output, example
from app.schemas.examples.organisation import REPEAT_RULES, SAID_OF_REPEATS
from app.workflow.repeats import RepeatKind


class RepeatRuleIn(Input):
    """Of one kind: the how many-th report within how many days is one too many."""

    kind: RepeatKind
    times: int = Field(ge=2, le=1_000, description="This report counted")
    window_days: int = Field(ge=1, le=3_650)
    raises: bool = Field(default=False, description="Whether the upper centre gets it 提级; else it is only shown")
    valid_from: Day | None = None
    valid_to: Day | None = None


class RepeatRulesIn(Input):
    """All that the area says, in the place of what it said; nothing: what the area above says holds again."""

    rules: list[RepeatRuleIn] = Field(max_length=16, description="One of a kind")
    model_config = example(**SAID_OF_REPEATS)


class RepeatRuleView(Output):
    """A rule, and which area says so."""

    kind: RepeatKind
    times: int
    window_days: int
    raises: bool
    valid_from: Day | None
    valid_to: Day | None
    said_by: str = Field(description="The nearest area that says something of the kind, or `national`")


class RepeatRules(Output):
    """What holds at a place today; of a kind that is not here, the reports of 90 days are shown and none is raised."""

    place: str
    rules: list[RepeatRuleView]
    model_config = example(**REPEAT_RULES)
