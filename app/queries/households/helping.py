"""帮: pairings of households with who helps them, and their visits."""

import uuid
from datetime import date, datetime
from typing import TypedDict

from sqlalchemy import Boolean, Date, Integer, bindparam, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import UUID, VARCHAR

from app.db.statement import Statement
from app.models.points_giving import PairingVisit
from app.models.user import User
from app.queries.households import parts
from app.queries.households.parts import households, pairings, people
from app.queries.tables import table

visits, users = table(PairingVisit), table(User)
_VILLAGE, _ID = bindparam("village", type_=VARCHAR()), bindparam("of_id", type_=UUID())
_HOUSEHOLD, _ON = bindparam("household", type_=UUID()), bindparam("on", type_=Date())
_GOES_ON = pairings.c.ended_on.is_(None)


class PairingRow(TypedDict):
    id: uuid.UUID
    village_code: str
    household_id: uuid.UUID
    helper_id: uuid.UUID | None
    helper_person_id: uuid.UUID | None
    since: date
    goal: str
    points_then: int
    rank_then: int | None
    ended_on: date | None
    outcome: str | None
    paired_by: uuid.UUID
    created_at: datetime


class ListedPairing(PairingRow):
    """The same with what lists say besides."""

    household_number: int
    head_name: str | None
    helper_name: str | None
    visits_count: int
    last_visit_on: date | None


PAIR = Statement(insert(pairings), columns=tuple(PairingRow.__annotations__))
LOCKED = Statement(
    select(pairings).where(pairings.c.id == _ID, pairings.c.village_code == _VILLAGE).with_for_update(), PairingRow
)
END = Statement(
    update(pairings).where(pairings.c.id == _ID).values(ended_on=_ON, outcome=bindparam("words", type_=VARCHAR()))
)
END_ALL = Statement(
    update(pairings)
    .where(pairings.c.household_id == _HOUSEHOLD, _GOES_ON)
    .values(ended_on=func.greatest(_ON, pairings.c.since))
)


class Helped(TypedDict):
    village_code: str
    household_id: uuid.UUID


HELPED = Statement(
    select(pairings.c.village_code, pairings.c.household_id)
    .where(pairings.c.helper_id == bindparam("helper", type_=UUID()), _GOES_ON)
    .order_by(pairings.c.id)
    .limit(200),
    Helped,
)
"""The households somebody helps today."""

_of_pairing = visits.c.pairing_id == pairings.c.id
_HELPER = func.coalesce(
    select(users.c.display_name).where(users.c.id == pairings.c.helper_id).correlate_except(users).scalar_subquery(),
    select(people.c.name).where(people.c.id == pairings.c.helper_person_id).correlate_except(people).scalar_subquery(),
)
_LISTED = (
    select(
        pairings,
        households.c.household_number,
        parts.head_name(households.c.id).label("head_name"),
        _HELPER.label("helper_name"),
        select(func.count()).where(_of_pairing).correlate_except(visits).scalar_subquery().label("visits_count"),
        select(func.max(visits.c.visited_on)).where(_of_pairing).correlate_except(visits).scalar_subquery()
        .label("last_visit_on"),
    )
    .select_from(pairings.join(households, households.c.id == pairings.c.household_id))
    .where(pairings.c.village_code == _VILLAGE)
)  # fmt: skip
#: All of the village, or those one helps in.
_MINE = or_(bindparam("all_of_it", type_=Boolean()), pairings.c.helper_id == bindparam("me", type_=UUID()))
ONE = Statement(_LISTED.where(pairings.c.id == _ID, _MINE), ListedPairing)
_OPEN = bindparam("open", type_=Boolean())
PAGE = Statement(
    _LISTED.where(_MINE, or_(_OPEN.is_(None), _GOES_ON == _OPEN), pairings.c.id > bindparam("after", type_=UUID()))
    .order_by(pairings.c.id)
    .limit(bindparam("count", type_=Integer())),
    ListedPairing,
)


class VisitRow(TypedDict):
    id: uuid.UUID
    pairing_id: uuid.UUID
    visited_on: date
    note: str
    recorded_by: uuid.UUID
    created_at: datetime


class ListedVisit(VisitRow):
    photo_ids: list[uuid.UUID] | None


VISIT = Statement(insert(visits), columns=tuple(VisitRow.__annotations__))
VISITS = Statement(
    select(visits, parts.evidence(visits.c.id).label("photo_ids"))
    .where(visits.c.pairing_id == _ID, visits.c.id > bindparam("after", type_=UUID()))
    .order_by(visits.c.id)
    .limit(bindparam("count", type_=Integer())),
    ListedVisit,
)
