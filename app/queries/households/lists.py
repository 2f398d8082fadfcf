"""公示: lists and titles as they were published, frozen."""

import uuid
from datetime import date, datetime
from typing import TypedDict

from sqlalchemy import Date, Integer, bindparam, insert, or_, select
from sqlalchemy.dialects.postgresql import UUID, VARCHAR

from app.db.statement import Statement
from app.models.points_giving import FamilyTitle, PointsList
from app.queries.households import parts
from app.queries.households.parts import entries, households
from app.queries.tables import among, table
from app.workflow.households.terms import OF_THE_YEAR

lists, titles = table(PointsList), table(FamilyTitle)
_VILLAGE = bindparam("village", type_=VARCHAR())


class ListRow(TypedDict):
    id: uuid.UUID
    village_code: str
    kind: str
    since: date
    until: date
    label: str
    title: str
    document: list[dict[str, object]]
    publisher_id: uuid.UUID
    published_at: datetime


class ListItemRow(TypedDict):
    id: uuid.UUID
    kind: str
    since: date
    until: date
    label: str
    title: str
    publisher_id: uuid.UUID
    published_at: datetime


PUBLISH = Statement(insert(lists), columns=tuple(ListRow.__annotations__))
ONE = Statement(
    select(lists).where(lists.c.id == bindparam("of_id", type_=UUID()), lists.c.village_code == _VILLAGE), ListRow
)
_KIND, _BEFORE = bindparam("kind", type_=VARCHAR()), bindparam("before", type_=UUID())
PAGE = Statement(
    select(*(lists.c[name] for name in ListItemRow.__annotations__))
    .where(
        lists.c.village_code == _VILLAGE,
        or_(_KIND.is_(None), lists.c.kind == _KIND),
        or_(_BEFORE.is_(None), lists.c.id < _BEFORE),
    )
    .order_by(lists.c.id.desc())
    .limit(bindparam("count", type_=Integer())),
    ListItemRow,
)
"""The newest first."""


class TitleRow(TypedDict):
    village_code: str
    year: int
    document: dict[str, object]
    publisher_id: uuid.UUID
    published_at: datetime


GIVE_TITLES = Statement(insert(titles), columns=tuple(TitleRow.__annotations__))
TITLES = Statement(
    select(titles).where(titles.c.village_code == _VILLAGE, titles.c.year == bindparam("year", type_=Integer())),
    TitleRow,
)


class MadePublic(TypedDict):
    household_number: int
    head_name: str | None
    kind: str
    points: int
    occurred_on: date
    rule_name: str | None


ENTRIES = Statement(
    select(
        households.c.household_number,
        parts.head_name(households.c.id).label("head_name"),
        entries.c.kind,
        entries.c.points,
        entries.c.occurred_on,
        entries.c.rule_name,
    )
    .select_from(entries.join(households, households.c.id == entries.c.household_id))
    .where(
        entries.c.village_code == _VILLAGE,
        among(entries.c.kind, tuple(sorted(OF_THE_YEAR))),
        entries.c.occurred_on.between(bindparam("since", type_=Date()), bindparam("until", type_=Date())),
    )
    .order_by(entries.c.occurred_on, households.c.household_number, entries.c.entry_number)
    .limit(5_000),
    MadePublic,
)
"""What was given and taken for deeds of a period."""
