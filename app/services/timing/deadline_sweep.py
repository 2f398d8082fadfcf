"""After a change of the calendar or the ladder: every open case with a deadline is computed anew, each by itself."""

import asyncio
from uuid import UUID

from app import clock
from app.concurrency.slices import Slices
from app.db.session import Database, Session
from app.logs import Log
from app.models.case_row import CaseRow
from app.queries import operations, reference
from app.queries.cases import case as queries
from app.queries.rows import IdRow
from app.refusals import AWAY, PASSING
from app.services.calendar.lookup import lay_out, rules_in_force_at
from app.services.calendar.snapshot import RulesInForce
from app.services.cases import journal
from app.services.cases.facts import clocks_of, timer_facts_of
from app.services.cases.mover import SYSTEM
from app.services.cases.recomputing import recompute, return_until
from app.services.escalation.rungs import carried
from app.services.flow.assist_times import are_moved_by
from app.services.flow.transitions import perform_on
from app.workflow.actions import Action
from app.workflow.states import OPEN, Status
from app.workflow.timing.calendar import Calendar
from app.workflow.timing.timers import TimerKind, timers_of

log = Log()

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
            await journal.mark_recomputed(session, case_id, version)
        return True


async def finish(database: Database) -> None:
    """Redates until nothing is left: for the command that changed the calendar."""
    while (await _waiting(database))[1]:
        if not await sweep(database):
            await asyncio.sleep(_AGAIN_AFTER)


async def _waiting(database: Database) -> tuple[int, list[IdRow]]:
    """The version of the calendar, and a batch of the cases that an older one dated."""
    async with database.reading() as session:
        version = await session.value(reference.VERSION, name="calendar") or 0
        return version, await session.all(queries.TO_REDATE, version=version, count=BATCH)


async def _redate(session: Session, case_id: UUID) -> bool:
    """False: somebody is changing the case or has ended it, or this process does not know the new calendar yet."""
    case = await session.first(queries.LOCK_FREE_CASE, case_id=case_id)
    if case is None or Status(case["status"]) not in OPEN:
        return False
    held = await rules_in_force_at(session, case["area_path"])
    calendar = held.calendar
    if case["calendar_version"] >= calendar.version:
        return False
    await lay_out(calendar, case, Slices())
    hours = held.hours_of(case["lead_department_code"])
    await lay_out(hours, case, Slices())
    stays = await recompute(session, case, calendar, hours) == clocks_of(case) and not _window_moves(case, hours)
    if stays and not await are_moved_by(session, case, calendar):
        await journal.mark_recomputed(session, case_id, calendar.version)
        await _move_rung(session, case, held)
    else:
        await perform_on(session, SYSTEM, case, Action.REDATE)
    return True


def _window_moves(case: CaseRow, hours: Calendar) -> bool:
    """Whether the hours of the unit say otherwise of a window of returning 退单 that is open, or would be."""
    before, after = case["return_until"], return_until(case, hours)
    return before != after and max(filter(None, (before, after))) > clock.now()


async def _move_rung(session: Session, case: CaseRow, held: RulesInForce) -> None:
    """Silently: rungs are counted from the deadline on, over days and by a ladder that may have changed."""
    step = await carried(session, case, held.escalation)
    if step != case["ladder_step"]:
        await journal.carry_steps(session, case["id"], step)
    if case["due_at"] is None or case["due_at"] != case["reminded_for"]:
        return
    timer = {"of_case": case["id"], "of_kind": TimerKind.LADDER}
    rung_at = timers_of(timer_facts_of(case, {"ladder_step": step}), held.calendar, held.escalation).get(
        TimerKind.LADDER
    )
    if rung_at is None:
        await session.run(operations.REMOVE_TIMER, **timer)
    else:
        await session.run(operations.MOVE_TIMER, **timer, to=rung_at)
