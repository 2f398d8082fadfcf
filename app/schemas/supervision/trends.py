"""How work came in, went out and was late, day by day; and orders 督办 with their answers: questions and answers."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from app.schemas.base import Code, Input, Output, example
from app.schemas.supervision.questions import MOST_DAYS_BACK, USUAL_DAYS
from app.schemas.supervision.returns import Within


class TrendQuery(Input):
    """Which cases are counted; all that are given must hold."""

    area: Code | None = Field(default=None, description="This area and all below it")
    department: Code | None = Field(default=None, description="This department and all below it, as lead")
    unit: Code | None = Field(default=None, description="Exactly this lead unit")
    category: Code | None = Field(default=None, description="This category and all below it")
    days: int = Field(default=USUAL_DAYS, ge=1, le=MOST_DAYS_BACK, description="How many days back, with today")


class TrendDay(Output):
    day: date
    reported: int = Field(description="Cases reported on the day")
    closed: int = Field(description="Cases closed on the day, counted by their latest closing")
    overdue: int = Field(description="Cases past their deadline when the day ended; of today, now")
    reported_href: str = Field(description="The list of exactly these cases")
    closed_href: str = Field(description="The same of those that were closed")
    overdue_href: str = Field(description="The same of those that were overdue")


class Trend(Output):
    as_of: datetime
    items: list[TrendDay] = Field(description="Every day, the first first, in the time of the place")
    model_config = example(
        as_of="2026-11-25T08:09:40Z",
        items=[{
            "day": "2026-11-25", "reported": 12, "closed": 9, "overdue": 3,
            "reported_href": "/api/v1/supervision/reported?since=2026-11-25T00%3A00%3A00%2B08%3A00"
                             "&until=2026-11-26T00%3A00%3A00%2B08%3A00",
            "closed_href": "/api/v1/supervision/closed?since=2026-11-25T00%3A00%3A00%2B08%3A00"
                           "&until=2026-11-26T00%3A00%3A00%2B08%3A00",
            "overdue_href": "/api/v1/supervision/overdue",
        }],
    )  # fmt: skip


class OrdersBy(StrEnum):
    DEPARTMENT = "department"
    LEVEL = "level"


class OrderFigureQuery(Within):
    """The orders are those issued within the period."""

    by: OrdersBy = OrdersBy.DEPARTMENT
    unit: Code | None = Field(default=None, description="Exactly this lead unit")


class OrderCounts(Output):
    """Cases under orders counted: a case with two orders of different ends counts with both."""

    count: int = Field(description="Cases that were given an order in the period")
    in_time: int = Field(description="Of these, answered within the first time given")
    late: int = Field(description="Answered after it, also where the order had risen meanwhile")
    waiting: int = Field(description="Not answered yet")
    ended: int = Field(description="Withdrawn, or over with the case or its unit, without an answer")
    href: str = Field(description="The list of the cases counted in `count`; with `&answer=` that of each other figure")


class OrderCountsOf(OrderCounts):
    key: str | None = Field(description="Code of the unit that has the case, or the level 1 to 3; null: no unit")
    name: str | None


class OrderFigures(OrderCounts):
    since: datetime
    until: datetime
    orders: int = Field(description="How many orders; a case may have had several")
    items: list[OrderCountsOf] = Field(description="The 1,000 groups with the most cases")
    model_config = example(
        since="2026-10-27T00:00:00+08:00", until="2026-11-26T00:00:00+08:00", orders=3, count=2, in_time=1, late=1,
        waiting=0, ended=0, href="/api/v1/supervision/ordered?since=2026-10-27T00%3A00%3A00%2B08%3A00"
                                 "&until=2026-11-26T00%3A00%3A00%2B08%3A00",
        items=[{"key": "CGJ", "name": "城市管理局", "count": 2, "in_time": 1, "late": 1, "waiting": 0, "ended": 0,
                "href": "/api/v1/supervision/ordered?since=2026-10-27T00%3A00%3A00%2B08%3A00"
                        "&until=2026-11-26T00%3A00%3A00%2B08%3A00&unit=CGJ"}],
    )  # fmt: skip
