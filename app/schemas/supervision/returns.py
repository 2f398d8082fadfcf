"""Returns between units 退单 and first dispatches 首派, counted: the questions and their answers."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from app.schemas.base import Code, Input, Moment, Output, example
from app.schemas.supervision.questions import MOST_DAYS, USUAL_DAYS


class Within(Input):
    """What narrows a report on returns; all that are given must hold."""

    area: Code | None = Field(default=None, description="This area and all below it")
    category: Code | None = Field(default=None, description="This category and all below it")
    since: Moment | None = Field(
        default=None, description=f"From then on; {USUAL_DAYS} days before `until` unless given"
    )
    until: Moment | None = Field(
        default=None, description=f"Before then; the end of today unless given; within {MOST_DAYS} days"
    )


class PingPongQuery(Within):
    """The cases are those reported within the period."""

    returned_by: Code | None = Field(default=None, description="Only what this unit returned")
    department: Code | None = Field(default=None, description="Only what this department, or one below it, returned")
    limit: int = Field(default=50, ge=1, le=200, description="How many pairs, the most frequent first")


class FirstDispatchBy(StrEnum):
    CATEGORY = "category"
    DISPATCHER = "dispatcher"
    AREA = "area"


class FirstDispatchQuery(Within):
    """The cases are those closed within the period."""

    by: FirstDispatchBy = FirstDispatchBy.CATEGORY


class Unit(Output):
    code: str
    name: str | None


class ExampleCase(Output):
    id: UUID
    number: str


class Mending(Output):
    """Where the row of the matrix is mended, with a body to start from; whoever sends it looks at it first."""

    method: str = Field(description="The HTTP method")
    path: str = Field(description="The row that sent it there, or one that is to be added")
    is_new: bool = Field(description="true: no row sent it there, and this one would")
    body: dict[str, object] = Field(
        description="Of an existing row what changes, laid over what GET gives; else a draft"
    )


class BehindIt(Output):
    """What sent such cases to the unit that returned them."""

    category_code: str | None
    category_name: str | None
    by: str | None = Field(description="rule, matrix, filing_rule or none; null: nobody wrote it down then")
    code: str | None = Field(description="Code of the rule or the row")
    count: int = Field(description="Returns with this behind them")
    approved: int = Field(description="Of these, agreed to by the dispatcher")
    examples: list[ExampleCase] = Field(description="The latest three")
    mend: Mending | None = Field(description="null: it ended with the unit that returned it, or has not ended")


class PingPong(Output):
    """Three units: who returned, whom they proposed, and with whom it ended."""

    returned_by: Unit
    proposed: Unit | None
    ended: Unit | None = Field(description="Who has the case now or had it when it closed; null: nobody yet")
    count: int = Field(description="How many returns; a case that was returned twice counts twice")
    href: str = Field(description="The cases that this unit returned in the period")
    behind: list[BehindIt] = Field(description="The five most frequent")


class PingPongs(Output):
    since: datetime
    until: datetime
    total: int = Field(description="Every such return of the period, shown or not")
    items: list[PingPong]
    model_config = example(
        since="2026-10-27T00:00:00+08:00", until="2026-11-26T00:00:00+08:00", total=3,
        items=[{
            "returned_by": {"code": "CGJ", "name": "城市管理局"}, "proposed": {"code": "SWJ", "name": "水务局"},
            "ended": {"code": "SWJ", "name": "水务局"}, "count": 3,
            "href": "/api/v1/supervision/bounced?returned_by=CGJ&since=2026-10-27T00%3A00%3A00%2B08%3A00"
                    "&until=2026-11-26T00%3A00%3A00%2B08%3A00",
            "behind": [{
                "category_code": "DCM-01-02", "category_name": "井盖缺失", "by": "matrix", "code": "QZ-012",
                "count": 3, "approved": 3,
                "examples": [{"id": "0193a0c0-0000-7000-8000-000000000001", "number": "1000028"}],
                "mend": {"method": "PUT", "path": "/api/v1/responsibilities/QZ-012", "is_new": False,
                         "body": {"category_code": "DCM-01-02", "lead_code": "SWJ"}},
            }],
        }],
    )  # fmt: skip


class FirstDispatch(Output):
    """First dispatches counted: a case counts once, by the unit it was first sent to."""

    count: int = Field(description="Cases that were dispatched and closed in the period, force-closed ones left out")
    right: int = Field(description="Of these, ended with the first unit")
    accuracy: float | None = Field(description="The share of these, to four places; null: there are none")
    returned: int = Field(description="Of all, returned 退单 at least once, right or not")
    redirected: int = Field(description="Of all, recalled or redirected 改派 at least once, right or not")


class FirstDispatchOf(FirstDispatch):
    key: str | None = Field(description="Code, id of the dispatcher, `automatic` or `claimed`; null: not named to you")
    name: str | None


class FirstDispatches(FirstDispatch):
    since: datetime
    until: datetime
    items: list[FirstDispatchOf] = Field(description="The 1,000 groups with the most cases")
    model_config = example(
        since="2026-10-27T00:00:00+08:00", until="2026-11-26T00:00:00+08:00", count=4, right=3, accuracy=0.75,
        returned=1, redirected=0,
        items=[{"key": "DCM-01-02", "name": "井盖缺失", "count": 4, "right": 3, "accuracy": 0.75, "returned": 1,
                "redirected": 0}],
    )  # fmt: skip
