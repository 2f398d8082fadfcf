"""After a change of the working calendar: every open case with a deadline is reckoned anew, one transaction each."""

import asyncio
from uuid import UUID

from app.db.session import Database, Row, Session
from app.queries import cases as queries
from app.queries import reference
from app.services.calendar.lookup import calendar_of
from app.services.case_facts import clocks_of
from app.services.effects.redating import reckon
from app.services.move import SYSTEM
from app.services.transitions import perform_without_user
from app.workflow.actions import Action

BATCH = 100
_AGAIN_AFTER = 0.2  # seconds


async def sweep(database: Database) -> int:
    """Redates a batch of the cases that an older calendar dated; gives how many it settled."""
    settled = 0
    for row in await _waiting(database):
        async with database.writing() as session:
            settled += await _redate(session, row["id"])
    return settled


async def finish(database: Database) -> None:
    """Redates until nothing is left: for the command that changed the calendar."""
    while await _waiting(database):
        if not await sweep(database):
            await asyncio.sleep(_AGAIN_AFTER)


async def _waiting(database: Database) -> list[Row]:
    async with database.reading() as session:
        version = await session.value(reference.VERSION, name="calendar") or 0
        waiting: list[Row] = await session.all(queries.TO_REDATE, version=version, count=BATCH)
        return waiting


async def _redate(session: Session, case_id: UUID) -> bool:
    """False: somebody is changing the case, or this process does not know the new calendar yet."""
    case = await session.first(queries.LOCK_FREE_CASE, case_id=case_id)
    if case is None:
        return False
    calendar = await calendar_of(session, case["area_path"])
    if case["calendar_version"] >= calendar.version:
        return False
    if await reckon(session, case, calendar) == clocks_of(case):
        await session.run(queries.MARK_RECKONED, case_id=case_id, to_version=calendar.version)
    else:
        await perform_without_user(session, SYSTEM, case_id, Action.REDATE)
    return True
