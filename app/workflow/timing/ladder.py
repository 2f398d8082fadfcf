"""What people say beforehand of a case that is late: the ladder 超期升级, and by when an order 督办 must be answered.

Each area may say both; where nobody has, the ladder and the reply times of this house hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.workflow.limits import SUPERVISION_REPLY, Limit, LimitUnit, continuous
from app.workflow.supervision.notices import Audience
from app.workflow.timing.calendar import Calendar

MOST_RUNGS = 6


@dataclass(frozen=True, slots=True)
class Rung:
    """`after` counts from the deadline, in its unit, or continuously where the case is urgent."""

    after: Limit
    audience: Audience


#: Whoever holds the case hears at the deadline itself; these follow while it stays overdue.
LADDER = (
    Rung(Limit(4, LimitUnit.WORKING_HOURS), Audience.DEPARTMENT_LEAD),
    Rung(Limit(8, LimitUnit.WORKING_HOURS), Audience.SUPERVISOR),
    Rung(Limit(16, LimitUnit.WORKING_HOURS), Audience.UPPER_SUPERVISOR),
)

#: Who may stand on a rung: those who answer for the case, never those who reported or follow it.
AUDIENCES_OF_RUNGS = frozenset(Audience) - {Audience.ISSUER, Audience.REPORTER, Audience.FOLLOWERS}


@dataclass(frozen=True, slots=True)
class Escalation:
    """The rungs of the ladder from the lowest up, and the reply time 督办回复期 of each level of an order."""

    rungs: tuple[Rung, ...]
    replies: Mapping[int, Limit]

    def rung_at(self, step: int, due_at: datetime, calendar: Calendar, *, urgent: bool) -> datetime | None:
        """When the rung above the `step` that were taken is reached: within working hours unless urgent.

        None: the ladder ends here.
        """
        if step >= len(self.rungs):
            return None
        after = self.rungs[step].after
        if urgent:
            return calendar.after(due_at, continuous(after))
        return calendar.next_working(calendar.after(due_at, after))

    def taken(self, step: int, last: Limit | None) -> int:
        """How many of these rungs a case has behind it that took `step` of some ladder, the `last` of them at a limit.

        A rung that is not later than the last one taken is behind it. Where units differ, or nothing is known of the
        last one, as many as were taken are.
        """
        if last is None or last.unit is not self.rungs[0].after.unit:
            return step
        return sum(rung.after.amount <= last.amount for rung in self.rungs)

    def reply_due(self, level: int, since: datetime, calendar: Calendar, *, urgent: bool) -> datetime:
        """By when an order of a level given at `since` must be answered."""
        limit = self.replies[level]
        return calendar.after(since, continuous(limit) if urgent else limit)


ESCALATION = Escalation(LADDER, SUPERVISION_REPLY)
