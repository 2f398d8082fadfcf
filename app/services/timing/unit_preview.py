"""Which times for signing 签收时限 a change of the hours of units would move."""

from dataclasses import dataclass, field

from app.concurrency.slices import Slices
from app.db.session import Session
from app.queries import unit_hours as queries
from app.services.calendar.snapshot import Snapshot
from app.services.cases.recomputing import signing_due
from app.services.timing.calendar_preview import MOST_EXAMINED, MOST_EXAMPLES
from app.workflow.number import number_of
from app.workflow.privacy import PrivacyTier


@dataclass(slots=True)
class Preview:
    """How many times for signing move of how many examined; not all when there are more than are examined at once."""

    examined: int = 0
    moving: int = 0
    is_complete: bool = True
    examples: list[dict[str, object]] = field(default_factory=list)


async def moving(session: Session, units: list[str], after: Snapshot) -> Preview:
    """What these units have to sign that other hours would move."""
    found, slices = Preview(), Slices()
    rows = await session.all(queries.TO_SIGN, codes=units, count=MOST_EXAMINED + 1)
    found.is_complete = len(rows) <= MOST_EXAMINED
    for case in rows[:MOST_EXAMINED]:
        await slices.rest()
        if case["privacy_tier"] == PrivacyTier.CONFIDENTIAL:
            continue  # it moves too; an administrator does not hear that it is there
        found.examined += 1
        due = signing_due(case, after.calendar_of_unit(case["area_path"], case["lead_department_code"]))
        if due == case["stage_due_at"]:
            continue
        found.moving += 1
        if len(found.examples) < MOST_EXAMPLES:
            number, before = number_of(case["serial"]), case["stage_due_at"]
            found.examples.append({"number": number, "stage_due_at_before": before, "stage_due_at": due})
    return found
