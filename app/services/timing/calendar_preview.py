"""Which open deadlines a change of the calendar would move: what an administrator sees before doing it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from app.concurrency.slices import Slices
from app.db.session import Session
from app.models.case_row import CaseRow
from app.queries import calendar as queries
from app.queries.cases.events import CLOCK_EVENTS_OF_MANY, ClockEventOfCase
from app.services.calendar.changing import midnight, scope_range
from app.services.calendar.lookup import lay_out
from app.services.calendar.snapshot import Snapshot
from app.services.cases.facts import clocks_of
from app.services.cases.recomputing import recomputed
from app.workflow.number import number_of
from app.workflow.privacy import PrivacyTier
from app.workflow.timing.replay import CLOCK_ACTIONS

MOST_EXAMINED, MOST_EXAMPLES = 5000, 20
BATCH = 250


@dataclass(slots=True)
class Preview:
    """How many deadlines move of how many examined; not all when there are more than are examined at once."""

    examined: int = 0
    moving: int = 0
    is_complete: bool = True
    examples: list[dict[str, object]] = field(default_factory=list)


async def moving(session: Session, scope: str, since: date, after: Snapshot) -> Preview:
    """The open deadlines of a scope that another calendar moves, when it differs from `since` on."""
    low, high = scope_range(scope)
    found, slices = Preview(), Slices()
    statement = queries.OPEN_IN
    more: dict[str, UUID] = {}
    while True:
        rows = await session.all(statement, area_from=low, area_to=high, since=midnight(since), count=BATCH, **more)
        await _examine(session, rows, after, found, slices)
        if len(rows) < BATCH:
            return found
        if found.examined >= MOST_EXAMINED:
            found.is_complete = False
            return found
        statement, more = queries.OPEN_IN_AFTER, {"after": rows[-1]["id"]}


async def _examine(session: Session, rows: list[CaseRow], after: Snapshot, found: Preview, slices: Slices) -> None:
    history: dict[UUID, list[ClockEventOfCase]] = defaultdict(list)
    for event in await session.all(
        CLOCK_EVENTS_OF_MANY, case_ids=[row["id"] for row in rows], actions=list(CLOCK_ACTIONS)
    ):
        history[event["case_id"]].append(event)
    for case in rows:
        await slices.rest()
        if case["privacy_tier"] == PrivacyTier.CONFIDENTIAL:
            continue  # it moves too; an administrator does not hear that it is there
        found.examined += 1
        held = after.at(case["area_path"])
        await lay_out(held.calendar, case, slices)
        clocks = recomputed(case, history[case["id"]], held.calendar, held.hours_of(case["lead_department_code"]))
        if clocks == clocks_of(case):
            continue
        found.moving += 1
        if len(found.examples) < MOST_EXAMPLES:
            found.examples.append(
                {"number": number_of(case["serial"]), "due_at_before": case["due_at"], "due_at": clocks.due_at}
            )
