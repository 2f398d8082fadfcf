"""What lists of cases take and give."""

from enum import StrEnum
from typing import Annotated, Any, ClassVar

from pydantic import Field, StringConstraints, field_validator

from app.models.case import Channel
from app.schemas.base import Code, Input, Moment, OneLine, Output, example
from app.schemas.cases.case import CaseSummary, ExternalId
from app.schemas.examples import case
from app.workflow.states import Stage, Status


class Light(StrEnum):
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


class Sort(StrEnum):
    DUE = "due"
    REPORTED = "reported"


class PageQuery(Input):
    limit: int = Field(default=50, ge=1, le=200)
    cursor: Annotated[str, StringConstraints(max_length=300)] | None = None


class SparseQuery(PageQuery):
    """A page of cases of which a screen may ask for less than all."""

    shape: ClassVar[type[Output]] = CaseSummary
    fields: Annotated[str, StringConstraints(max_length=600)] | None = Field(
        default=None, description="Only these fields of each case, separated by commas; `id` is always there"
    )

    @field_validator("fields")
    @classmethod
    def _known(cls, told: str | None) -> str | None:
        unknown = set() if told is None else set(told.split(",")) - set(cls.shape.model_fields)
        if unknown:
            raise ValueError(f"no such fields: {', '.join(sorted(unknown))[:100]}")
        return told


class CaseFilters(Input):
    """What a list of cases holds, and in which order: all that is given must hold."""

    status: list[Status] = Field(default=[], max_length=13)
    stage: Stage | None = None
    light: Light | None = None
    open: bool | None = Field(default=None, description="true: only cases that are not ended; false: only ended ones")
    area: Code | None = Field(default=None, description="This area and all below it")
    department: Code | None = Field(default=None, description="This department and all below it, as lead")
    category: Code | None = Field(default=None, description="This category and all below it")
    channel: Channel | None = None
    nature: Code | None = Field(default=None, description="Only cases of this nature 诉求性质, by its code")
    source: Code | None = Field(default=None, description="Only cases from this source 来源, by its code")
    mine: bool | None = Field(default=None, description="true: only what I reported; false: only what others did")
    q: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=50), OneLine] | None = Field(
        default=None, description="Words from two characters on, or a case number"
    )
    external_id: ExternalId | None = Field(
        default=None, description="Exactly the number the case bears in the system that sent it"
    )
    reported_from: Moment | None = None
    reported_to: Moment | None = None
    due_from: Moment | None = None
    due_to: Moment | None = None
    sort: Sort = Field(
        default=Sort.REPORTED, description="`reported`: newest first; `due`: running clocks, first due first"
    )


class CaseQuery(CaseFilters, SparseQuery):
    """Filters of `GET /cases`; all that are given must hold."""


class CasePage(Output):
    items: list[CaseSummary]
    next_cursor: str | None
    model_config = example(**case.CASES)


class SparsePage(Output):
    """A page of which only some fields were asked for."""

    items: list[dict[str, Any]]
    next_cursor: str | None
    model_config = example(items=[{"id": "0193a0c0-0000-7000-8000-000000000001", "light": "green"}], next_cursor=None)


class QueueView(Output):
    name: str
    label_zh: str
    label: str
    count: int = Field(description="Counted up to 10,000")


class Queues(Output):
    items: list[QueueView]
    model_config = example(**case.QUEUES)
