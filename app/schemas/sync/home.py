"""The home screen of a phone."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from app.schemas.base import Input, Output, example
from app.schemas.cases.case import CaseSummary
from app.schemas.cases.lists import QueueView
from app.schemas.examples import case
from app.schemas.supervision.questions import NoticeView


class HomeQuery(Input):
    cursor: Annotated[str, Field(max_length=20_000)] | None = Field(
        default=None, description="Of the last pull: tells whether another would bring anything"
    )


class DueNext(Output):
    queue: str
    acts_by: datetime | None = Field(description="The earlier of its stage's end and its deadline")
    case: CaseSummary


class Unread(Output):
    count: int = Field(description="Counted up to 1,000")
    latest: list[NoticeView]


class Home(Output):
    """All of the home screen in one round trip."""

    name: str
    queues: list[QueueView]
    due_next: list[DueNext] = Field(description="What of my queues has to be done first")
    inbox: Unread
    pull: bool | None = Field(description="Whether a pull would bring anything; null without a cursor")
    model_config = example(**case.HOME)
