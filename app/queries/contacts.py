"""Whose phone it is: residents can be answered and may rate, members of staff may not rate what they do."""

from sqlalchemy import ColumnElement, bindparam, distinct, exists, func, literal, select, union_all
from sqlalchemy.dialects.postgresql import UUID, VARCHAR

from app.db.statement import Statement
from app.models.case_parts import Follower
from app.models.user import SAME_PHONE, User
from app.queries.tables import table

users = table(User)
followers = table(Follower)


def _same(phone: ColumnElement[str]) -> ColumnElement[str]:
    """A phone however it is written, with or without the code of the country: its last eleven digits."""
    return func.right(func.regexp_replace(phone, r"\D", "", "g"), 11)


def _of_staff(phone: ColumnElement[str]) -> ColumnElement[bool]:
    return exists(select(literal(1)).where(users.c.is_active, users.c.phone.is_not(None), _same(phone) == SAME_PHONE))


OF_STAFF = Statement(select(_of_staff(bindparam("of_phone", type_=VARCHAR()))))
"""Whether a phone is that of a user."""

_contacts = union_all(
    select(bindparam("own_phone", type_=VARCHAR()).label("phone")),
    select(followers.c.contact_phone).where(
        followers.c.case_id == bindparam("case_id", type_=UUID()), followers.c.ended_at.is_(None)
    ),
).subquery("contacts")

RESIDENTS_OF = Statement(
    select(func.count(distinct(_same(_contacts.c.phone)))).where(
        _contacts.c.phone.is_not(None), ~_of_staff(_contacts.c.phone)
    )
)
"""How many residents can be answered in a case: its own contact and those who follow, without members of staff."""
