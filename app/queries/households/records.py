"""Households of a village and the people in them: registered, listed, changed, ended; looks in the clear."""

import uuid
from datetime import date, datetime
from typing import TypedDict

from sqlalchemy import Boolean, Date, Integer, bindparam, func, insert, literal, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR
from sqlalchemy.dialects.postgresql import insert as upsert

from app.db.statement import Scalar, Statement
from app.models.household import HouseholdLook, VillageRegister
from app.queries.households import parts
from app.queries.households.parts import households, members, people
from app.queries.rows import IdRow
from app.queries.tables import table
from app.workflow.households.terms import HouseholdRelation

registers, looks = table(VillageRegister), table(HouseholdLook)

_NEW = upsert(registers)
_VILLAGE = bindparam("village", type_=VARCHAR())
NEXT_NUMBER = Scalar(
    _NEW.values(village_code=_VILLAGE, last_number=1)
    .on_conflict_do_update(index_elements=["village_code"], set_={"last_number": registers.c.last_number + 1})
    .returning(registers.c.last_number),
    int,
)
"""The next number of a village's register, which is held until the transaction ends."""

HOLD_REGISTER = Scalar(
    _NEW.values(village_code=_VILLAGE, last_number=0)
    .on_conflict_do_update(index_elements=["village_code"], set_={"last_number": registers.c.last_number})
    .returning(registers.c.last_number),
    int,
)
"""Nobody else numbers, publishes or writes rules in this village until the transaction ends."""


class HouseholdRow(TypedDict):
    id: uuid.UUID
    village_code: str
    household_number: int
    area_path: str
    kind: str
    address: str | None
    since: date
    from_household_id: uuid.UUID | None
    ended_on: date | None
    end_reason: str | None
    version: int
    registered_by: uuid.UUID
    created_at: datetime


class ListedHousehold(HouseholdRow):
    """The same with what lists say besides."""

    head_name: str | None
    members_count: int
    balance: int


_ID = bindparam("of_id", type_=UUID())
ONE = Statement(select(households).where(households.c.id == _ID, households.c.village_code == _VILLAGE), HouseholdRow)
LOCKED = Statement(
    select(households).where(households.c.id == _ID, households.c.village_code == _VILLAGE).with_for_update(),
    HouseholdRow,
)
_LISTED = select(
    households,
    parts.head_name(households.c.id).label("head_name"),
    parts.members_count(households.c.id).label("members_count"),
    parts.balance(households.c.id).label("balance"),
)
LISTED = Statement(_LISTED.where(households.c.id == _ID), ListedHousehold)

_PATHS = func.unnest(bindparam("paths", type_=ARRAY(VARCHAR))).table_valued("path").render_derived("mine")
#: A household of a grid one works in; or of no known grid, in a village one works in a grid of.
IN_SIGHT = (
    select(literal(1))
    .select_from(_PATHS)
    .where(
        or_(func.starts_with(households.c.area_path, _PATHS.c.path), func.starts_with(_PATHS.c.path,
            households.c.area_path))
    )
    .exists()
)  # fmt: skip
_ENDED, _TODAY = bindparam("ended", type_=Boolean()), bindparam("today", type_=Date())
_GRID, _NUMBER = bindparam("grid_path", type_=VARCHAR()), bindparam("number", type_=Integer())
_IS_OVER = func.coalesce(households.c.ended_on <= _TODAY, False)
PAGE = Statement(
    _LISTED.where(
        households.c.village_code == _VILLAGE,
        IN_SIGHT,
        or_(_ENDED.is_(None), _IS_OVER == _ENDED),
        or_(_GRID.is_(None), households.c.area_path == _GRID),
        or_(_NUMBER.is_(None), households.c.household_number == _NUMBER),
        households.c.id > bindparam("after", type_=UUID()),
    )
    .order_by(households.c.id)
    .limit(bindparam("count", type_=Integer())),
    ListedHousehold,
)
COUNT = Scalar(
    select(func.count()).select_from(households).where(households.c.village_code == _VILLAGE, IN_SIGHT, ~_IS_OVER), int
)
"""How many there are today within sight."""

REGISTER = Statement(insert(households), columns=tuple(HouseholdRow.__annotations__))
CHANGE = Statement(
    update(households)
    .where(households.c.id == _ID)
    .values(
        kind=bindparam("new_kind", type_=households.c.kind.type),
        address=bindparam("new_address", type_=VARCHAR()),
        area_path=bindparam("new_path", type_=VARCHAR()),
        version=households.c.version + 1,
    )
)
END = Statement(
    update(households)
    .where(households.c.id == _ID)
    .values(
        ended_on=bindparam("on", type_=Date()),
        end_reason=bindparam("reason", type_=households.c.end_reason.type),
        version=households.c.version + 1,
    )
)


class MemberRow(TypedDict):
    household_id: uuid.UUID
    person_id: uuid.UUID
    since: date
    relation: str
    until: date | None
    name: str | None
    phone: str | None
    birth_year: int | None
    user_id: uuid.UUID | None


ADD_PERSON = Statement(insert(people), columns=("id", "name", "phone", "birth_year", "user_id"))
CHANGE_PERSON = Statement(
    update(people)
    .where(people.c.id == _ID)
    .values({name: bindparam(f"new_{name}", type_=people.c[name].type)
             for name in ("name", "phone", "birth_year", "user_id")})
)  # fmt: skip
JOIN = Statement(insert(members), columns=("household_id", "person_id", "since", "relation"))
_HOUSEHOLD, _PERSON = bindparam("household", type_=UUID()), bindparam("person", type_=UUID())
_HERE = (members.c.household_id == _HOUSEHOLD, members.c.until.is_(None))
LEAVE = Statement(
    update(members).where(*_HERE, members.c.person_id == _PERSON).values(until=bindparam("on", type_=Date()))
)
LEAVE_ALL = Statement(update(members).where(*_HERE).values(until=bindparam("on", type_=Date())))
RELATE = Statement(
    update(members)
    .where(*_HERE, members.c.person_id == _PERSON)
    .values(relation=bindparam("new_relation", type_=members.c.relation.type))
)
MEMBERS = Statement(
    select(members, people.c.name, people.c.phone, people.c.birth_year, people.c.user_id)
    .select_from(members.join(people, people.c.id == members.c.person_id))
    .where(members.c.household_id == _HOUSEHOLD)
    .order_by(
        members.c.until.desc().nulls_first(), members.c.relation != literal(HouseholdRelation.HEAD.value),
        members.c.since,
        members.c.person_id,
    ),
    MemberRow,
)  # fmt: skip
"""All that live or lived there, those who do first, the head before the others."""

HOMES = Statement(
    select(members.c.household_id.label("id"))
    .select_from(members.join(people, people.c.id == members.c.person_id))
    .where(people.c.user_id == bindparam("me", type_=UUID()), members.c.until.is_(None)),
    IdRow,
)
"""Where somebody lives today by their account."""


class LookRow(TypedDict):
    id: uuid.UUID
    household_id: uuid.UUID
    purpose: str
    note: str | None
    looker_id: uuid.UUID
    looked_at: datetime


LOOK = Statement(insert(looks), columns=tuple(LookRow.__annotations__))
_AFTER = bindparam("after_at", type_=looks.c.looked_at.type)
LOOKS = Statement(
    select(looks)
    .where(
        looks.c.household_id == _HOUSEHOLD,
        tuple_(looks.c.looked_at, looks.c.id) < tuple_(_AFTER, bindparam("after", type_=UUID())),
    )
    .order_by(looks.c.looked_at.desc(), looks.c.id.desc())
    .limit(bindparam("count", type_=Integer())),
    LookRow,
)  # fmt: skip
"""Who looked at a household in the clear, the newest first."""
