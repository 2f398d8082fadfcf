"""Which overdue cases would have their next rung at another moment: what an administrator sees before changing it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from app.concurrency.slices import Slices
from app.db.session import Session
from app.models.case_row import CaseRow
from app.queries import escalation as queries
from app.queries.cases.events import LAST_RUNGS, LastRung
from app.services.calendar.changing import scope_range
from app.services.calendar.snapshot import RulesInForce, Snapshot
from app.services.cases.facts import timer_facts_of
from app.services.escalation.rungs import step_on
from app.services.timing.calendar_preview import BATCH, MOST_EXAMINED, MOST_EXAMPLES, Preview
from app.workflow.number import number_of
from app.workflow.privacy import PrivacyTier
from app.workflow.timing.timers import TimerKind, timers_of


async def moving(session: Session, scope: str, before: Snapshot, after: Snapshot) -> Preview:
    """The next rungs of a scope's overdue cases that another escalation moves, adds or takes away."""
    low, high = scope_range(scope)
    found, slices = Preview(), Slices()
    statement = queries.ON_THE_LADDER
    more: dict[str, UUID] = {}
    while True:
        rows = await session.all(statement, area_from=low, area_to=high, count=BATCH, **more)
        last = {row["case_id"]: row for row in await session.all(LAST_RUNGS, case_ids=[row["id"] for row in rows])}
        for case in rows:
            await slices.rest()
            if case["privacy_tier"] == PrivacyTier.CONFIDENTIAL:
                continue  # as with a change of the calendar
            _examine(case, last.get(case["id"]), before, after, found)
        if len(rows) < BATCH:
            return found
        if found.examined >= MOST_EXAMINED:
            found.is_complete = False
            return found
        statement, more = queries.ON_THE_LADDER_AFTER, {"after": rows[-1]["id"]}


def _examine(case: CaseRow, last: LastRung | None, before: Snapshot, after: Snapshot, found: Preview) -> None:
    found.examined += 1
    _, was = _next(case, last, before.at(case["area_path"]))
    rung, becomes = _next(case, last, after.at(case["area_path"]))
    if was == becomes:
        return
    found.moving += 1
    if len(found.examples) < MOST_EXAMPLES:
        found.examples.append({"number": number_of(case["serial"]), "rung": rung, "at_before": was, "at": becomes})


def _next(case: CaseRow, last: LastRung | None, held: RulesInForce) -> tuple[int, datetime | None]:
    """The number of the next rung of a case by what holds, and its moment if there is one."""
    step = step_on(held.escalation, case, last)
    facts = replace(timer_facts_of(case), ladder_step=step)
    return step + 1, timers_of(facts, held.calendar, held.escalation).get(TimerKind.LADDER)
