"""What is kept of people for a while only: who left long ago, where they lived, evidence, lists with their names."""

from sqlalchemy import Date, DateTime, Integer, and_, bindparam, delete, func, literal, or_, select, update

from app.db.statement import Statement
from app.models.points import CouncilSeat, PointsAppeal
from app.models.points_giving import PointsList
from app.models.upload import StoredPhoto
from app.queries.households.parts import households, members, pairings, people, photos
from app.queries.tables import table
from app.workflow.households.terms import PointsAppealState

seats, appeals, lists, stored = table(CouncilSeat), table(PointsAppeal), table(PointsList), table(StoredPhoto)
_BEFORE, _AT = bindparam("before", type_=Date()), bindparam("at", type_=DateTime(timezone=True))
_OF_THEM = members.c.person_id == people.c.id
#: Somewhere they live, or lived until not so long ago; or an appeal of that household waits.
_NEEDED = (
    select(literal(1))
    .select_from(members.outerjoin(appeals, and_(appeals.c.household_id == members.c.household_id,
                                                 appeals.c.state == literal(PointsAppealState.OPEN.value))))
    .where(_OF_THEM, or_(members.c.until.is_(None), members.c.until >= _BEFORE, appeals.c.id.is_not(None)))
    .exists()
)  # fmt: skip
_SITS = (
    select(literal(1))
    .select_from(seats)
    .where(seats.c.person_id == people.c.id, or_(seats.c.valid_to.is_(None), seats.c.valid_to >= _BEFORE))
    .exists()
)
_HELPS = (
    select(literal(1))
    .select_from(pairings)
    .where(pairings.c.helper_person_id == people.c.id, pairings.c.ended_on.is_(None))
    .exists()
)
PEOPLE = Statement(
    update(people)
    .where(people.c.forgotten_at.is_(None), select(literal(1)).where(_OF_THEM).exists(), ~_NEEDED, ~_SITS, ~_HELPS)
    .values(name=None, phone=None, birth_year=None, user_id=None, forgotten_at=_AT)
)
"""Empties what is known of those who left before a day, and are needed for nothing that goes on."""

ADDRESSES = Statement(
    update(households).where(households.c.ended_on < _BEFORE, households.c.address.is_not(None)).values(address=None)
)
LISTS = Statement(delete(lists).where(lists.c.published_at < bindparam("long_before", type_=DateTime(timezone=True))))

_WAITING = bindparam("waiting_since", type_=DateTime(timezone=True))
_OLD = bindparam("long_before", type_=DateTime(timezone=True))
_gone = (
    delete(photos)
    .where(
        photos.c.id.in_(
            select(photos.c.id)
            .where(or_(photos.c.created_at < _OLD, and_(photos.c.used_for.is_(None), photos.c.created_at < _WAITING)))
            .limit(bindparam("count", type_=Integer()))
        )
    )
    .returning(photos.c.sha256)
    .cte("gone")
)
_counted = select(_gone.c.sha256, func.count().label("times")).group_by(_gone.c.sha256).subquery("counted")
PHOTOS = Statement(
    update(stored).where(stored.c.sha256 == _counted.c.sha256).values(uses=stored.c.uses - _counted.c.times)
)
"""Takes away evidence that nobody needs; bytes that are used for nothing else are collected later."""
