"""What many statements say of a household: its head, how many live there, its balance, its evidence."""

import uuid

from sqlalchemy import ColumnElement, func, literal, select

from app.models.household import Household, HouseholdMember, HouseholdPerson, VillagePhoto
from app.models.points import PointsEntry
from app.models.points_giving import Pairing
from app.queries.tables import table
from app.workflow.households.terms import HouseholdRelation

households, people, members = table(Household), table(HouseholdPerson), table(HouseholdMember)
entries, photos, pairings = table(PointsEntry), table(VillagePhoto), table(Pairing)


def head_name(household: ColumnElement[uuid.UUID]) -> ColumnElement[str | None]:
    """The name of the head, of an ended household the last one; null once it is forgotten."""
    return (
        select(people.c.name)
        .select_from(members.join(people, people.c.id == members.c.person_id))
        .where(members.c.household_id == household, members.c.relation == literal(HouseholdRelation.HEAD.value))
        .order_by(members.c.until.desc().nulls_first(), members.c.since.desc())
        .limit(1)
        .correlate_except(members, people)
        .scalar_subquery()
    )


def members_count(household: ColumnElement[uuid.UUID]) -> ColumnElement[int]:
    """How many live there."""
    there = select(func.count()).where(members.c.household_id == household, members.c.until.is_(None))
    return there.correlate_except(members).scalar_subquery()


def balance(household: ColumnElement[uuid.UUID]) -> ColumnElement[int]:
    """What the last entry says."""
    last = (
        select(entries.c.balance)
        .where(entries.c.household_id == household)
        .order_by(entries.c.entry_number.desc())
        .limit(1)
    )
    return func.coalesce(last.correlate_except(entries).scalar_subquery(), 0)


def evidence(matter: ColumnElement[uuid.UUID]) -> ColumnElement[list[uuid.UUID]]:
    """The photos that belong to a matter."""
    found = select(func.array_agg(photos.c.id)).where(photos.c.used_for == matter)
    return found.correlate_except(photos).scalar_subquery()


def is_helped(household: ColumnElement[uuid.UUID]) -> ColumnElement[bool]:
    """Whether somebody helps it."""
    found = select(literal(1)).where(pairings.c.household_id == household, pairings.c.ended_on.is_(None))
    return found.correlate_except(pairings).exists()
