"""Whom to answer 诉求人: the case's own contact, and beside it the residents who follow; staff are none of them."""

from uuid import UUID

from app.crypto.marks import Mark
from app.db.session import Session
from app.queries.cases import callers
from app.queries.cases import contacts as queries
from app.schemas.base import Contact
from app.text import phones


def same(phone: str) -> str:
    """A phone however it is written: what two spellings of it have in common."""
    return "/".join(phones.keys(phone))


async def remember(session: Session, marks: Mark, case_id: UUID, contact: Contact | None) -> None:
    """Lets a case be found by the contact that was told with it."""
    if contact is None:
        return
    found = marks_of(marks, contact.phone)
    await session.run(callers.REMEMBER, case_ids=[case_id] * len(found), marks=found)


def marks_of(marks: Mark, phone: str) -> list[str]:
    """The marks of the lines of a phone."""
    return [marks.of(line) for line in phones.lines(phone)]


async def is_of_staff(session: Session, phone: str) -> bool:
    """Whether the phone, or one of several, is that of a user who may sign in."""
    return bool(await session.all(queries.STAFF_AMONG, keys=phones.keys(phone)))


async def residents(session: Session, case_id: UUID, own_phone: str | None) -> int:
    """How many residents can be answered in a case and may rate it."""
    rows = await session.all(queries.OF_FOLLOWERS, case_id=case_id)
    told = [set(phones.keys(phone)) for phone in (own_phone, *(row["contact_phone"] for row in rows)) if phone]
    among = sorted(set().union(*told))
    staff = {row["key"] for row in await session.all(queries.STAFF_AMONG, keys=among)} if among else set()
    people: list[set[str]] = []
    for keys in told:
        if staff.isdisjoint(keys) and all(keys.isdisjoint(other) for other in people):
            people.append(keys)
    return len(people)
