"""The ladder of an overdue case 超期升级: after how much working time which people hear of it."""

from dataclasses import dataclass
from datetime import datetime

from app.workflow.calendar import Calendar
from app.workflow.limits import Limit, LimitUnit
from app.workflow.notices import Audience


@dataclass(frozen=True, slots=True)
class Rung:
    """`after` counts from the deadline, in working time, or continuously where the case is urgent."""

    after: Limit
    audience: Audience


#: Whoever holds the case hears at the deadline itself; these follow while it stays overdue.
LADDER = (
    Rung(Limit(4, LimitUnit.WORKING_HOURS), Audience.DEPARTMENT_LEAD),
    Rung(Limit(8, LimitUnit.WORKING_HOURS), Audience.SUPERVISOR),
    Rung(Limit(16, LimitUnit.WORKING_HOURS), Audience.UPPER_SUPERVISOR),
)


def rung_at(step: int, due_at: datetime, calendar: Calendar, *, urgent: bool) -> datetime | None:
    """When rung number `step` (from 0) is reached: in working hours unless urgent. None: the ladder ends below."""
    if step >= len(LADDER):
        return None
    after = LADDER[step].after
    if urgent:
        return calendar.after(due_at, Limit(after.amount, LimitUnit.URGENT_HOURS))
    return calendar.next_working(calendar.after(due_at, after))
