"""What burdens those who type 减负, on the wire."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from app.schemas.base import Code, Input, Moment, Output, example
from app.schemas.cases.lists import PageQuery

_SINCE, _UNTIL = "2026-11-01T00:00:00+08:00", "2026-12-01T00:00:00+08:00"
_PERIOD = "since=2026-11-01T00%3A00%3A00%2B08%3A00&until=2026-12-01T00%3A00%3A00%2B08%3A00"
_HOURS = [0] * 8 + [3, 5, 4, 2, 1, 0, 4, 3, 2, 1] + [0] * 6


class BurdenQuery(Input):
    area: Code | None = Field(default=None, description="Workers of this area and all below it")
    since: Moment | None = Field(default=None, description="From then on; 30 days before `until` unless given")
    until: Moment | None = Field(default=None, description="Before then; the end of today unless given")
    limit: int = Field(default=100, ge=1, le=2_000, description="How many workers, those with the most entries first")


class BurdenWorker(Output):
    person_id: UUID
    person_name: str | None
    entries: int
    night: int = Field(description="Of these, between 22:00 and 6:00 by the clock of the worker")
    hours: list[int] = Field(description="Entries in each hour of the day, from 0 to 23")
    href: str = Field(description="The list of these entries; with `&hour=` those of an hour")


class BurdenCount(Output):
    count: int = Field(description="Counted up to 10,000")
    href: str = Field(description="The list of exactly these cases")


class Burden(Output):
    """What burdens those who type 减负."""

    since: datetime
    until: datetime
    workers: int
    entries: int
    night: int = Field(description="Of these, between 22:00 and 6:00")
    hours: list[int] = Field(description="Of all workers together")
    typed_twice: BurdenCount = Field(description="Entered by staff, and merged as the same matter as another entry")
    unread: BurdenCount = Field(description="With an answer that was asked for and that nobody has read in three days")
    items: list[BurdenWorker]
    model_config = example(
        since=_SINCE, until=_UNTIL, workers=1, entries=25, night=0, hours=_HOURS,
        typed_twice={"count": 2, "href": f"/api/v1/supervision/typed-twice?{_PERIOD}"},
        unread={"count": 0, "href": f"/api/v1/supervision/unread?{_PERIOD}"},
        items=[{"person_id": "0193a0c0-0000-7000-8000-0000000000a1", "person_name": "张网格", "entries": 25,
                "night": 0, "hours": _HOURS,
                "href": "/api/v1/supervision/burden/entries?person=0193a0c0-0000-7000-8000-0000000000a1"}],
    )  # fmt: skip


class EntriesQuery(PageQuery):
    person: UUID = Field(description="A worker of the areas I supervise")
    hour: int | None = Field(default=None, ge=0, le=23, description="Only entries of this hour of the day")
    area: Code | None = Field(default=None, description="Workers of this area and all below it")
    since: Moment | None = Field(default=None, description="From then on; 30 days before `until` unless given")
    until: Moment | None = Field(default=None, description="Before then; the end of today unless given")


class EntryView(Output):
    case_id: UUID | None = Field(description="null, as the number: a case that the reader does not see")
    number: str | None
    action: str
    label_zh: str
    label: str
    at: datetime = Field(description="By the clock of the phone, where it told one")
    created_at: datetime = Field(description="When it arrived")


class EntryPage(Output):
    items: list[EntryView]
    next_cursor: str | None
    model_config = example(
        items=[{"case_id": "0193a0c0-0000-7000-8000-000000000001", "number": "10000017", "action": "report",
                "label_zh": "上报", "label": "Report", "at": "2026-11-24T15:40:00Z",
                "created_at": "2026-11-24T15:40:03Z"}],
        next_cursor=None,
    )  # fmt: skip
