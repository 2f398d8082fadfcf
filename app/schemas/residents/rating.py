"""What a resident answers, and what the link shows them."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from app.schemas.base import Output, Plain, example
from app.schemas.flow.command import Command
from app.schemas.flow.commands import Reopen


class RatingAnswer(Command):
    """A score of 1 to 5, whether it is solved, and words; `reopen` asks for it to be done again."""

    score: int = Field(ge=1, le=5)
    solved: bool
    words: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000), Plain] | None = None
    reopen: bool = Field(default=False, description="Only when it is not solved")
    model_config = example(score=5, solved=True, words="处理很及时")

    @model_validator(mode="after")
    def _reopen_only_unsolved(self) -> "RatingAnswer":
        if self.reopen and self.solved:
            raise ValueError("a solved matter cannot be reopened")
        return self


class ReopenByResident(Reopen):
    """Done again, by a resident: with what they said of the round that is over."""

    score: int
    solved: bool = False


class RatingLink(Output):
    url: str
    token: str
    expires_at: datetime
    model_config = example(
        url="http://127.0.0.1:8000/r/fV3bC0n8Qk2sT7uY1wXz5aBd",
        token="fV3bC0n8Qk2sT7uY1wXz5aBd",  # noqa: S106  (an example)
        expires_at="2026-12-09T06:00:00Z",
    )


class RatingInvitation(Output):
    """What a resident sees behind the link: their own matter, nothing of the staff."""

    number: str
    description: str
    reported_at: datetime
    closed_at: datetime | None
    reply: str | None
    expires_at: datetime
    reopen_possible: bool
    model_config = example(
        number="1000028",
        description="路边井盖缺失，有安全隐患",
        reported_at="2026-11-25T01:00:05Z",
        closed_at="2026-11-25T06:00:00Z",
        reply="井盖已恢复",
        expires_at="2026-12-09T06:00:00Z",
        reopen_possible=True,
    )


class RatingThanks(Output):
    number: str
    status: str
    reopened: bool
    model_config = example(number="1000028", status="archived", reopened=False)
