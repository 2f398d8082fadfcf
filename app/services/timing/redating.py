"""After a change of the working calendar: every open case with a deadline is reckoned anew, one transaction each."""

import asyncio
from uuid import UUID

import structlog

from app.db.session import Database, Row, Session
from app.queries import cases as queries
from app.queries import operations, reference
from app.refusals import AWAY, PASSING
from app.services.calendar.lookup import calendar_of
from app.services.flow.case_facts import clocks_of, timer_facts_of
from app.services.flow.effects.redating import reckon
from app.services.flow.move import SYSTEM
from app.services.flow.transitions import perform_without_user
from app.workflow.actions import Action
from app.workflow.timers import TimerKind, timers_of

log = structlog.get_logger()

BATCH = 100
_AGAIN_AFTER = 0.2  # seconds


async def sweep(database: Database) -> int:
    """Redates a batch of the cases that an older calendar dated; gives how many it settled."""
    version, waiting = await _waiting(database)
    return sum([await _settle(database, row["id"], version) for row in waiting])


async def _settle(database: Database, case_id: UUID, version: int) -> bool:
    try:
        async with database.writing() as session:
            return await _redate(session, case_id)
    except PASSING:
        return False
    except AWAY:
        raise
    except Exception as error:  # whatever a poisoned row raises: its deadline stays, and it delays no other
        log.error("redating_failed", case_id=str(case_id), calendar_version=version, error=type(error).__name__)
        async with database.writing() as session:
            await session.run(queries.MARK_RECKONED, case_id=case_id, to_version=version)
        return True


async def finish(database: Database) -> None:
    """Redates until nothing is left: for the command that changed the calendar."""
    while (await _waiting(database))[1]:
        if not await sweep(database):
            await asyncio.sleep(_AGAIN_AFTER)


async def _waiting(database: Database) -> tuple[int, list[Row]]:
    """The version of the calendar, and a batch of the cases that an older one dated."""
    async with database.reading() as session:
        version = await session.value(reference.VERSION, name="calendar") or 0
        return version, await session.all(queries.TO_REDATE, version=version, count=BATCH)


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
        rung = timers_of(timer_facts_of(dict(case)), calendar).get(TimerKind.LADDER)
        if rung is not None:  # counted from the deadline on, over days that may have changed
            await session.run(operations.MOVE_TIMER, of_case=case_id, of_kind=TimerKind.LADDER, to=rung)
    else:
        await perform_without_user(session, SYSTEM, case_id, Action.REDATE)
    return True
