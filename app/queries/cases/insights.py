"""What a board shows beside days: where and at what hour, which places again, how old what is open, what falls due."""

from datetime import datetime
from functools import lru_cache
from typing import TypedDict
from uuid import UUID

from sqlalchemy import DateTime, Integer, bindparam, cast, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by

from app.db.statement import Statement
from app.models.repeats import CaseMark
from app.queries.cases.lists import Listing, predicate
from app.queries.cases.past import age, area_of_level, hour_of
from app.queries.cases.scope import cases
from app.queries.tables import constant, table
from app.workflow.repeats import RepeatKind

marks = table(CaseMark)
_MOST_GROUPS = 24_000  # a thousand areas by the hour
_MOST_UNITS = 1_000
_OF_A_PLACE = 20  # cases that are named


class HourRow(TypedDict):
    """How many cases of an area were reported in an hour of the day; empty: above the areas asked for."""

    key: str
    hour: int
    count: int


@lru_cache(maxsize=200)
def heat(listing: Listing) -> Statement[HourRow]:
    """The cases of a list by area (`depth` codes deep) and hour of the day."""
    key, of_day = area_of_level().label("key"), hour_of(cases.c.reported_at).label("hour")
    rows = select(key, of_day, func.count().label("count")).where(*predicate(listing)).group_by(key, of_day)
    return Statement(rows.order_by(func.count().desc(), key, of_day).limit(constant(_MOST_GROUPS)), HourRow)


class PlaceRow(TypedDict):
    """A place of some 50 m with several cases: how many, since when, and the latest of them."""

    count: int
    lat: float
    lon: float
    first_at: datetime
    last_at: datetime
    case_ids: list[UUID]
    serials: list[int]


@lru_cache(maxsize=200)
def places(listing: Listing) -> Statement[PlaceRow]:
    """The `most` places with the most cases of a list, two at least."""
    besides = func.greatest(func.count() - constant(_OF_A_PLACE), constant(0))
    latest = {
        name: func.trim_array(
            func.array_agg(aggregate_order_by(cases.c[of], cases.c.reported_at.desc(), cases.c.id.desc())),
            cast(besides, Integer),
        ).label(name)
        for name, of in (("case_ids", "id"), ("serials", "serial"))
    }
    return Statement(
        select(
            func.count().label("count"),
            func.avg(cases.c.lat).label("lat"),
            func.avg(cases.c.lon).label("lon"),
            func.min(cases.c.reported_at).label("first_at"),
            func.max(cases.c.reported_at).label("last_at"),
            *latest.values(),
        )
        .select_from(cases.join(marks, marks.c.case_id == cases.c.id))
        .where(*predicate(listing), marks.c.kind == literal(RepeatKind.PLACE.value))
        .group_by(marks.c.mark)
        .having(func.count() > constant(1))
        .order_by(func.count().desc(), func.max(cases.c.reported_at).desc(), marks.c.mark)
        .limit(bindparam("most", type_=Integer())),
        PlaceRow,
    )


class AgeRow(TypedDict):
    """How many open cases of a unit are in a band of age, and since when the oldest waits; null: no unit has it."""

    key: str | None
    age: str
    count: int
    oldest_at: datetime


@lru_cache(maxsize=200)
def backlog(listing: Listing) -> Statement[AgeRow]:
    """The cases of a list by unit and band of age."""
    key, band = cases.c.lead_department_code.label("key"), age().label("age")
    told = (key, band, func.count().label("count"), func.min(cases.c.reported_at).label("oldest_at"))
    rows = select(*told).where(*predicate(listing)).group_by(key, band)
    return Statement(rows.order_by(func.count().desc(), key, band).limit(constant(_MOST_UNITS * 6)), AgeRow)


class DueRow(TypedDict):
    """How many open cases of a unit fall due in a stretch: 0 before the first end, and so on; after the last: null."""

    key: str | None
    stretch: int | None
    count: int


@lru_cache(maxsize=200)
def due(listing: Listing) -> Statement[DueRow]:
    """The cases of a list by unit and by the first of the `ends` that their deadline lies before."""
    ends = bindparam("ends", type_=ARRAY(DateTime(timezone=True)))
    key = cases.c.lead_department_code.label("key")
    stretch = func.width_bucket(cases.c.due_at, ends).label("stretch")
    rows = select(key, cast(stretch, Integer).label("stretch"), func.count().label("count"))
    return Statement(rows.where(*predicate(listing)).group_by(key, "stretch").order_by(key, "stretch"), DueRow)
