"""Finding cases by whoever calls about them."""

from typing import Annotated

from pydantic import Field, StringConstraints

from app.schemas.base import Input, Output, Phone, example
from app.schemas.cases.case import CaseSummary
from app.schemas.examples import case
from app.schemas.flow.command import reason
from app.workflow.actions import Action


class FindByCaller(Input):
    """A phone, in whatever form; of several numbers any may be the caller's."""

    phone: Phone
    reason_code: reason(Action.REVEAL_CONTACT) = Field(  # type: ignore[valid-type]
        default="caller", description="For what the cases are looked for; recorded in each"
    )
    limit: int = Field(default=20, ge=1, le=50)
    cursor: Annotated[str, StringConstraints(max_length=300)] | None = None
    model_config = example(phone="0755-28341234", reason_code="caller")


class CasesOfCaller(Output):
    """Newest first, those of followers and ended ones too."""

    items: list[CaseSummary]
    next_cursor: str | None
    complete: bool = Field(description="false: cases of before an upgrade or another key are still being read")
    model_config = example(**case.CASES, complete=True)
