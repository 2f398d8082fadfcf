"""Whose phone it is: residents can be answered and may rate, members of staff may not rate what they do."""

from typing import TypedDict

from sqlalchemy import bindparam, exists, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, TEXT, UUID, array

from app.db.statement import Statement
from app.models.case_parts import Follower
from app.models.user import PHONE_KEYS, User
from app.queries.tables import table

users = table(User)
followers = table(Follower)

_keys = func.unnest(bindparam("keys", type_=ARRAY(TEXT))).table_valued("key").render_derived("asked")


class KeyRow(TypedDict):
    key: str


STAFF_AMONG = Statement(
    select(_keys.c.key).where(
        exists(select(literal(1)).where(users.c.is_active, PHONE_KEYS.op("@>")(array([_keys.c.key]))))
    ),
    KeyRow,
)
"""Those of `keys` that are the phone of a user."""


class PhoneRow(TypedDict):
    contact_phone: str


OF_FOLLOWERS = Statement(
    select(followers.c.contact_phone).where(
        followers.c.case_id == bindparam("case_id", type_=UUID()),
        followers.c.ended_at.is_(None),
        followers.c.contact_phone.is_not(None),
    ),
    PhoneRow,
    never_null=("contact_phone",),
)
"""The phones of the residents who follow a case."""
