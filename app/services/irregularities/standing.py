"""Who stands how to an irregularity: who sees it, whom it concerns, who may judge it."""

from uuid import UUID

from app.authz import Actor, Permission
from app.db.session import Session
from app.errors import NotFound
from app.queries.irregularities import reading as queries
from app.queries.irregularities.reading import IrregularityRow


async def seen(session: Session, actor: Actor, irregularity_id: UUID, *, locked: bool = False) -> IrregularityRow:
    """One that the actor supervises, or that concerns them.

    Raises:
        NotFound: there is none such.
    """
    row = await session.first(queries.LOCK if locked else queries.ONE, of_id=irregularity_id)
    if row is None or not (supervises(actor, row) or concerns(actor, row)):
        raise NotFound()
    return row


def supervises(actor: Actor, row: IrregularityRow) -> bool:
    """Whether all of it lies where the actor supervises."""
    return actor.may_at(Permission.SUPERVISE, row["area_path"])


def concerns(actor: Actor, row: IrregularityRow) -> bool:
    """Whether it is about the actor, or about a unit they work in or above."""
    unit = row["department_code"]
    return row["person_id"] == actor.user_id or (unit is not None and actor.may_in(Permission.HANDLE, unit))


async def is_concerned(session: Session, actor: Actor, row: IrregularityRow) -> bool:
    """The same, or they have a hand in one of its cases: nobody judges where they are concerned."""
    return concerns(actor, row) or bool(await session.one_value(queries.HAS_A_HAND, of_id=row["id"], me=actor.user_id))
