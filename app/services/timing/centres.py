"""What one centre alone has 上报, 下派 while nobody is left there to go on goes back to all centres of its place.

Posts end by their dates, people leave and areas are closed without a word to the cases; so this is looked at again and
again, over an index that holds these few alone.
"""

import contextlib

from app import clock
from app.db.session import Database, Session
from app.errors import GuardRefused, WrongState
from app.queries.cases.case import LOCK_FREE_CASE
from app.queries.organisation import centres as queries
from app.services.cases.mover import SYSTEM
from app.services.flow.transitions import perform_on
from app.workflow.actions import Action

BATCH = 100


async def release(database: Database) -> int:
    """Gives back a batch of them; gives how many cases were looked at."""
    async with database.writing() as session:
        return await give_back(session)


async def give_back(session: Session) -> int:
    """The same in one transaction; a case that somebody is changing is left for the next look."""
    done = 0
    for row in await session.all(queries.HELD_BY_NOBODY, count=BATCH, today=clock.today()):
        case = await session.first(LOCK_FREE_CASE, case_id=row["id"])
        if case is not None:
            with contextlib.suppress(WrongState, GuardRefused):  # it has ended or moved meanwhile
                await perform_on(session, SYSTEM, case, Action.DELEGATE)
                done += 1
    return done
