"""Whom to answer 诉求人: the case's own contact, and beside it the residents who follow; staff are none of them."""

import re
from uuid import UUID

from app.db.session import Session
from app.queries import contacts as queries

_DIGITS = 11  # of a phone in this country; what stands before is its code


def same(phone: str) -> str:
    """A phone however it is written: what two spellings of it have in common."""
    return re.sub(r"\D", "", phone)[-_DIGITS:]


async def is_of_staff(session: Session, phone: str) -> bool:
    """Whether the phone is that of a user who may sign in."""
    found: bool = await session.value(queries.OF_STAFF, of_phone=phone)
    return found


async def residents(session: Session, case_id: UUID, own_phone: str | None) -> int:
    """How many residents can be answered in a case and may rate it."""
    count: int = await session.value(queries.RESIDENTS_OF, case_id=case_id, own_phone=own_phone)
    return count
