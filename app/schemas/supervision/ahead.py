"""What is open by how long it has been 积压, and what falls due in the next working days 到期预测, on the wire."""

from datetime import date, datetime

from pydantic import Field

from app.schemas.base import Code, Input, Output, example


class OpenQuery(Input):
    """Which of what is open is counted; all that are given must hold."""

    area: Code | None = Field(default=None, description="This area and all below it")
    department: Code | None = Field(default=None, description="This department and all below it, as lead")
    category: Code | None = Field(default=None, description="This category and all below it")


class BacklogAge(Output):
    age: str = Field(description="The band of days since it was reported, as `AgeBand` lists them")
    name: str
    count: int
    href: str = Field(description="The list of exactly these cases")


class BacklogRow(Output):
    key: str | None = Field(description="Code of the lead unit; null: no unit has them")
    name: str | None
    count: int
    oldest_at: datetime = Field(description="When the oldest of them was reported")
    ages: list[BacklogAge] = Field(description="Every band, the youngest first")


class Backlog(Output):
    """What is open by unit and by how long it has been."""

    as_of: datetime
    count: int
    items: list[BacklogRow] = Field(description="The unit with the most first")
    model_config = example(
        as_of="2026-11-25T08:09:40Z", count=3,
        items=[{"key": "CGJ", "name": "城市管理局", "count": 3, "oldest_at": "2026-11-20T02:00:00Z",
                "ages": [{"age": "3-to-7-days", "name": "3 至 7 天", "count": 3,
                          "href": "/api/v1/supervision/open?unit=CGJ&age=3-to-7-days"}]}],
    )  # fmt: skip


class ForecastQuery(OpenQuery):
    days: int = Field(default=5, ge=1, le=20, description="How many working days ahead, today too where it is one")


class ForecastDay(Output):
    day: date = Field(description="A working day; what falls due on days off before it is counted with it")
    count: int
    href: str = Field(description="The list of exactly these cases")


class ForecastRow(Output):
    key: str | None = Field(description="Code of the lead unit; null: no unit has them")
    name: str | None
    open: int = Field(description="Cases whose clock runs, whenever they fall due")
    overdue: int = Field(description="Of these, past their deadline now")
    later: int = Field(description="Of these, due after the last of the days")
    days: list[ForecastDay] = Field(description="Each of the days, whether anything falls due or not")
    hands: int = Field(description="How many people handle in the unit today")
    load: float | None = Field(description="Overdue and due within the days, for each of them; null: nobody is there")


class Forecast(Output):
    """What falls due in the next working days, by unit, with how many there are to do it."""

    as_of: datetime
    until: datetime = Field(description="When the last of the days ends")
    provisional: bool = Field(description="Whether a year is touched whose holidays are not published yet")
    items: list[ForecastRow] = Field(description="The unit with the highest load first, then those without people")
    model_config = example(
        as_of="2026-11-25T08:09:40Z", until="2026-11-25T09:30:00Z", provisional=False,
        items=[{"key": "CGJ", "name": "城市管理局", "open": 9, "overdue": 2, "later": 3, "hands": 2, "load": 3.0,
                "days": [{"day": "2026-11-25", "count": 4,
                          "href": "/api/v1/supervision/open?unit=CGJ&due_from=2026-11-25T08%3A09%3A40Z"
                                  "&due_to=2026-11-25T09%3A30%3A00Z"}]}],
    )  # fmt: skip
