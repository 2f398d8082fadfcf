"""Who lives in a household: they come, are written anew, and leave, each from a day on; a household has one head."""

from datetime import date
from uuid import UUID

from app.authz import Actor
from app.db.session import Session
from app.errors import GuardRefused, invalid_field
from app.models.audit import Deed
from app.queries.households import records as queries
from app.queries.households.records import HouseholdRow
from app.schemas.households.records import MOST_MEMBERS, HouseholdMemberIn, LeaveIn, PersonChange
from app.services.households import records
from app.services.households.access import Village, household_of, kept, require_there
from app.services.security.trail import record
from app.workflow.households.terms import HouseholdRelation


async def come(
    session: Session, actor: Actor, code: str, household_id: UUID, body: HouseholdMemberIn
) -> dict[str, object]:
    """Somebody comes into a household; as its head only where the head before becomes something else.

    Raises:
        NotFound, NotPermitted, WrongState: it is not theirs, or has ended. Invalid: the day, a second head, too many.
    """
    village, row = await _held(session, actor, code, household_id)
    records.require_past("/since", body.since)
    if body.since < row["since"]:
        raise invalid_field("/since", "不能早于建档之日", "not before the household was there")
    here = [each for each in await session.all(queries.MEMBERS, household=household_id) if each["until"] is None]
    if len(here) >= MOST_MEMBERS:
        raise GuardRefused(zh="该户成员已达上限", en="This household has as many people as one may have")
    if body.relation is HouseholdRelation.HEAD:
        raise invalid_field("/relation", "已有户主，请先变更", "there is a head; make somebody else one first")
    await records.join(session, village, household_id, body, body.since, "")
    return await _told(session, actor, village, row)


async def rewrite(
    session: Session, actor: Actor, code: str, household_id: UUID, person_id: UUID, body: PersonChange
) -> dict[str, object]:
    """Writes anew what is so of somebody; who is made the head takes the place of the one before.

    Raises:
        NotFound, NotPermitted, WrongState: as for `come`. Invalid: the head becomes something else by itself.
    """
    village, row = await _held(session, actor, code, household_id)
    before = await records.member_of(session, household_id, person_id)
    if before["relation"] == HouseholdRelation.HEAD and body.relation is not HouseholdRelation.HEAD:
        raise invalid_field("/relation", "请将另一成员设为户主", "make somebody else the head instead")
    told = await records.person(session, village, body, "")
    await session.run(queries.CHANGE_PERSON, of_id=person_id, **{f"new_{name}": value for name, value in told.items()})
    if body.relation is HouseholdRelation.HEAD:
        await make_head(session, household_id, person_id)
    else:
        await session.run(queries.RELATE, household=household_id, person=person_id, new_relation=body.relation.value)
    return await _told(session, actor, village, row)


async def leave(
    session: Session, actor: Actor, code: str, household_id: UUID, person_id: UUID, body: LeaveIn
) -> dict[str, object]:
    """Somebody is of the household no more; where the head leaves, another is named.

    Raises:
        NotFound, NotPermitted, WrongState: as for `come`. GuardRefused: the last one leaves. Invalid: day or head.
    """
    village, row = await _held(session, actor, code, household_id)
    who = await records.member_of(session, household_id, person_id)
    require_stay("/until", body.until, who["since"])
    here = [each for each in await session.all(queries.MEMBERS, household=household_id) if each["until"] is None]
    if len(here) == 1:
        raise GuardRefused(zh="这是最后一名成员，离开即为销档", en="This is the last one: the household ends with them")
    await session.run(queries.LEAVE, household=household_id, person=person_id, on=body.until)
    if who["relation"] == HouseholdRelation.HEAD:
        staying = {each["person_id"] for each in here} - {person_id}
        await make_head(session, household_id, named_head(body.head_id, staying, "/head_id"))
    elif body.head_id is not None:
        raise invalid_field("/head_id", "户主未离开", "the head does not leave")
    return await _told(session, actor, village, row)


def named_head(told: UUID | None, among: set[UUID], pointer: str) -> UUID:
    """Who is the head from now on, of those who are there.

    Raises:
        Invalid: nobody is named, or somebody who is not there.
    """
    if told is None or told not in among:
        raise invalid_field(pointer, "须在留下的成员中指定户主", "name one of those who are there as the head")
    return told


async def make_head(session: Session, household_id: UUID, person_id: UUID) -> None:
    """Makes somebody the head; who was it before is a relative."""
    for each in await session.all(queries.MEMBERS, household=household_id):
        if each["until"] is None and each["relation"] == HouseholdRelation.HEAD and each["person_id"] != person_id:
            await session.run(
                queries.RELATE,
                household=household_id,
                person=each["person_id"],
                new_relation=HouseholdRelation.OTHER.value,
            )
    await session.run(
        queries.RELATE, household=household_id, person=person_id, new_relation=HouseholdRelation.HEAD.value
    )


def require_stay(pointer: str, until: date, since: date) -> None:
    """Refuses an end that is before its beginning, or that has not come.

    Raises:
        Invalid: it is one.
    """
    records.require_past(pointer, until)
    if until < since:
        raise invalid_field(pointer, "不能早于开始之日", "not before it began")


async def _held(session: Session, actor: Actor, code: str, household_id: UUID) -> tuple[Village, HouseholdRow]:
    village = await kept(session, actor, code)
    row = await household_of(session, village, household_id, lock=True)
    require_there(row)
    return village, row


async def _told(session: Session, actor: Actor, village: Village, row: HouseholdRow) -> dict[str, object]:
    await record(session, actor, Deed.HOUSEHOLD, row["id"], name=f"{row['household_number']} 号户",
                 at=[row["area_path"]])  # fmt: skip
    return await records.view(session, actor, village, row["id"])
