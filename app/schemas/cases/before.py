"""What came before a case, as one page shows it."""

from typing import Annotated

from pydantic import Field

from app.schemas.base import Input, Output, example
from app.schemas.cases.case import CaseSummary
from app.schemas.examples import repeats
from app.workflow.repeats import RepeatKind


class BeforeQuery(Input):
    kind: RepeatKind | None = Field(default=None, description="Only what came before in this way")
    limit: Annotated[int, Field(ge=1, le=200)] = 20
    cursor: str | None = Field(default=None, max_length=400)


class EarlierCase(CaseSummary):
    """A report that came before, and what became of it."""

    kinds: list[RepeatKind]
    reply: str | None
    result: str | None
    rating: int | None = Field(description="The last score of a resident, 1 to 5, whichever round it was for")


class Before(Output):
    """Newest first."""

    items: list[EarlierCase]
    next_cursor: str | None
    model_config = example(**repeats.BEFORE)
