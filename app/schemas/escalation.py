"""What an area says of late cases on the wire: the ladder 超期升级 and the reply times of orders 督办."""

from datetime import datetime

from pydantic import Field

from app.schemas.base import Input, Output, example
from app.schemas.examples.organisation import ESCALATION, ESCALATION_CHANGE, SAID
from app.workflow.limits import Limit, LimitUnit
from app.workflow.supervision.notices import Audience
from app.workflow.timing.ladder import Rung


class RungIn(Input):
    """A rung: so long after the deadline these people hear of it."""

    limit_amount: int = Field(description="Rising from rung to rung, at most a year")
    limit_unit: LimitUnit = Field(description="The same for all rungs")
    audience: Audience = Field(description="Not `issuer`, `reporter` or `followers`")

    def rung(self) -> Rung:
        """As the ladder knows it."""
        return Rung(Limit(self.limit_amount, self.limit_unit), self.audience)


class ReplyIn(Input):
    """By when an order of a level must be answered."""

    level: int
    limit_amount: int = Field(description="1 up, at most a year")
    limit_unit: LimitUnit


class EscalationIn(Input):
    """All of it: the rungs from the lowest up, and a reply time 督办回复期 for each level."""

    model_config = example(**SAID)
    rungs: list[RungIn] = Field(max_length=24, description="From 1 to 6 of them, the lowest first")
    replies: list[ReplyIn] = Field(max_length=24, description="One for each level")

    def ladder(self) -> tuple[Rung, ...]:
        """The rungs as the ladder knows them."""
        return tuple(each.rung() for each in self.rungs)

    def reply_times(self) -> list[tuple[int, Limit]]:
        """The reply times in the order given."""
        return [(each.level, Limit(each.limit_amount, each.limit_unit)) for each in self.replies]


class RungOut(Output):
    limit_amount: int
    limit_unit: LimitUnit
    audience: Audience


class ReplyOut(Output):
    level: int
    limit_amount: int
    limit_unit: LimitUnit


class EscalationOut(Output):
    """What holds at a place. Of an urgent case hours are those of the clock, and days calendar days."""

    place: str
    said_by: str | None = Field(
        description="The nearest area that says it, or `national`; null: nobody does, it is as installed"
    )
    calendar_version: int
    rungs: list[RungOut]
    replies: list[ReplyOut]
    model_config = example(**ESCALATION)


class MovedRung(Output):
    number: str
    rung: int = Field(description="The next one of this case; those below are taken and stay so")
    at_before: datetime | None = Field(description="null: the ladder ended below it")
    at: datetime | None = Field(description="null: the ladder will end below it")


class EscalationChangeOut(Output):
    """What a change does, or would do, to the cases that are overdue now; the worker moves their timers soon after."""

    applied: bool = Field(description="false: a preview, or it is so already")
    calendar_version: int
    examined: int = Field(description="Overdue cases of the area, up to about 5,000")
    moving: int = Field(description="How many of them have their next rung at another moment")
    is_complete: bool = Field(description="false: there are more cases than were examined")
    examples: list[MovedRung] = Field(description="The first 20")
    model_config = example(**ESCALATION_CHANGE)
