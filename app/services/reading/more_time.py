"""What a deadline would be with more time, were it granted now: by the very clocks that grant it."""

from dataclasses import dataclass
from datetime import datetime

from app.queries.cases.events import ClockedCase
from app.services.calendar.checks import within_its_years
from app.workflow.limits import Limit
from app.workflow.timing.calendar import Calendar
from app.workflow.timing.clocks import Clocks, Terms, handling
from app.workflow.transition import Clock


@dataclass(frozen=True, slots=True)
class MoreTime:
    """An extension 延期 in the unit of the limit, or a suspension 挂账 until a moment; or neither."""

    extension: int | None = None
    resume_at: datetime | None = None

    def due_at(self, case: ClockedCase, limit: Limit | None, calendar: Calendar, now: datetime) -> datetime | None:
        """When the case would be due then; None: nothing is asked, or no clock runs that could be moved.

        Raises:
            Invalid: it would lie beyond the years of the calendar.
        """
        if limit is None or case["due_at"] is None:
            return None
        held = Clocks(started_at=case["clock_started_at"], deadline_at=case["deadline_at"], due_at=case["due_at"])
        with within_its_years():
            if self.extension is not None:
                return handling(held, Clock.EXTEND, now, Terms(calendar, limit, added=self.extension)).due_at
            if self.resume_at is not None:
                terms = Terms(calendar, limit)
                return handling(handling(held, Clock.SUSPEND, now, terms), Clock.RESUME, self.resume_at, terms).due_at
        return None


NO_MORE = MoreTime()
