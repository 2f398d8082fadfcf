"""A village's rules by the day they hold from, and the seats of its council."""

import uuid
from datetime import date, datetime
from typing import TypedDict

from sqlalchemy import Boolean, Date, Integer, and_, bindparam, delete, func, insert, literal, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR

from app.db.statement import Scalar, Statement
from app.models.area import Area
from app.models.points import CouncilSeat, PointsProposal, PointsRules
from app.models.user import User
from app.queries.households.parts import households, members, people
from app.queries.tables import table

rules, seats, users, proposals = table(PointsRules), table(CouncilSeat), table(User), table(PointsProposal)
_VILLAGE = bindparam("village", type_=VARCHAR())
_DAY = bindparam("day", type_=Date())


areas = table(Area)
PATH = Scalar(select(areas.c.path).where(areas.c.code == _VILLAGE), str)


class RulesRow(TypedDict):
    village_code: str
    valid_from: date
    document: dict[str, object]
    rules_by: uuid.UUID
    created_at: datetime


AT = Statement(
    select(rules)
    .where(rules.c.village_code == _VILLAGE, rules.c.valid_from <= _DAY)
    .order_by(rules.c.valid_from.desc())
    .limit(1),
    RulesRow,
)
"""Those that hold on a day."""

ALL = Statement(
    select(rules).where(rules.c.village_code == _VILLAGE).order_by(rules.c.valid_from.desc()).limit(100), RulesRow
)
WRITE = Statement(insert(rules), columns=tuple(RulesRow.__annotations__))
UNWRITE = Statement(delete(rules).where(rules.c.village_code == _VILLAGE, rules.c.valid_from == _DAY))
USED = Scalar(
    select(
        select(literal(1))
        .select_from(proposals)
        .where(proposals.c.village_code == _VILLAGE, proposals.c.rules_from == _DAY)
        .exists()
    ),
    bool,
)
"""Whether anything was proposed by the rules that hold from a day on."""


class SeatRow(TypedDict):
    id: uuid.UUID
    village_code: str
    person_id: uuid.UUID | None
    user_id: uuid.UUID | None
    valid_from: date
    valid_to: date | None
    seated_by: uuid.UUID
    created_at: datetime


class ListedSeat(SeatRow):
    """The same with who sits there: the account that votes by itself, the household where they live."""

    name: str | None
    account_id: uuid.UUID | None
    household_id: uuid.UUID | None
    household_number: int | None


_person, _account = people.alias("of_seat"), users.alias("account")
_LIVES = members.alias("lives")
_ACCOUNT = func.coalesce(seats.c.user_id, _person.c.user_id)
#: Who sits there lives in the household of their person; a user in that of whoever is them in a register.
_other = people.alias("same_user")
_WHO = func.coalesce(
    seats.c.person_id,
    select(_other.c.id)
    .select_from(_other.join(members, and_(members.c.person_id == _other.c.id, members.c.until.is_(None))))
    .where(_other.c.user_id == seats.c.user_id)
    .limit(1)
    .correlate(seats)
    .scalar_subquery(),
)
_SEATED = (
    select(
        seats,
        func.coalesce(_person.c.name, _account.c.display_name).label("name"),
        _ACCOUNT.label("account_id"),
        _LIVES.c.household_id,
        households.c.household_number,
    )
    .select_from(seats)
    .outerjoin(_person, _person.c.id == seats.c.person_id)
    .outerjoin(_account, _account.c.id == seats.c.user_id)
    .outerjoin(_LIVES, and_(_LIVES.c.person_id == _WHO, _LIVES.c.until.is_(None)))
    .outerjoin(households, households.c.id == _LIVES.c.household_id)
)
_ON_DAY = and_(seats.c.valid_from <= _DAY, or_(seats.c.valid_to.is_(None), seats.c.valid_to >= _DAY))
_HERE = seats.c.village_code == _VILLAGE
COUNCIL = Statement(_SEATED.where(_HERE, _ON_DAY).order_by(seats.c.id).limit(500), ListedSeat)
"""Who sits in the council on a day."""

SEATS = Statement(
    _SEATED.where(seats.c.id == bindparam("ids", type_=ARRAY(UUID())).any_()).order_by(seats.c.id), ListedSeat
)
_CURRENT = bindparam("current", type_=Boolean())
PAGE = Statement(
    _SEATED.where(_HERE, or_(_CURRENT.is_(None), _ON_DAY == _CURRENT), seats.c.id > bindparam("after", type_=UUID()))
    .order_by(seats.c.id)
    .limit(bindparam("count", type_=Integer())),
    ListedSeat,
)
ONE = Statement(_SEATED.where(_HERE, seats.c.id == bindparam("of_id", type_=UUID())), ListedSeat)


class MySeat(TypedDict):
    id: uuid.UUID
    village_code: str


MINE = Statement(
    select(seats.c.id, seats.c.village_code)
    .select_from(seats.outerjoin(_person, _person.c.id == seats.c.person_id))
    .where(bindparam("me", type_=UUID()) == _ACCOUNT, _ON_DAY)
    .order_by(seats.c.id)
    .limit(50),
    MySeat,
)
"""The seats somebody has today, in whichever village."""

SEAT = Statement(insert(seats), columns=tuple(SeatRow.__annotations__))
TAKEN = Scalar(
    select(
        select(literal(1))
        .select_from(seats.outerjoin(_person, _person.c.id == seats.c.person_id))
        .where(
            _HERE,
            or_(seats.c.person_id == bindparam("person", type_=UUID()),
                bindparam("user", type_=UUID()) == _ACCOUNT),
            or_(seats.c.valid_to.is_(None), seats.c.valid_to >= _DAY),
        )
        .exists()
    ),
    bool,
)  # fmt: skip
"""Whether somebody has a seat that is not over on a day, as a resident or by the same account."""

UNSEAT = Statement(
    update(seats).where(seats.c.id == bindparam("of_id", type_=UUID())).values(valid_to=bindparam("last", type_=Date()))
)


class PersonHere(TypedDict):
    id: uuid.UUID
    user_id: uuid.UUID | None


PERSON_HERE = Statement(
    select(people.c.id, people.c.user_id)
    .select_from(people.join(members, members.c.person_id == people.c.id))
    .join(households, households.c.id == members.c.household_id)
    .where(
        people.c.id == bindparam("person", type_=UUID()),
        members.c.until.is_(None),
        households.c.village_code == _VILLAGE,
    )
    .limit(1),
    PersonHere,
)
"""Somebody who lives in a household of the village today."""
