"""What holds at an area, from a snapshot of this process that is at most a second behind the database."""

from app import clock
from app.concurrency.slices import Slices
from app.db.session import Session
from app.models.case_row import CaseRow
from app.queries import reference
from app.queries.cases.events import ClockedCase
from app.services.calendar.snapshot import RulesInForce, Snapshot, load
from app.workflow.timing.calendar import Calendar

_LOOK_AGAIN_AFTER = 1.0  # seconds


class CalendarCache:
    """The present snapshot that this process has of a database."""

    def __init__(self) -> None:
        """Starts empty: the first question loads it."""
        self._snapshot: Snapshot | None = None
        self._looked_at = 0.0

    async def get(self, session: Session, *, known: int = 0) -> Snapshot:
        """The snapshot; looked for anew when somebody knows a later version of it."""
        present = clock.monotonic()
        found = self._snapshot
        if found is None or found.version < known or present - self._looked_at > _LOOK_AGAIN_AFTER:
            version = await session.value(reference.VERSION, name="calendar") or 0
            if found is None or version != found.version:
                found = self._snapshot = await load(session)
            self._looked_at = present
        return found

    def forget(self) -> None:
        """Looks at the database again on the next question: for the process that changed the calendar."""
        self._looked_at = 0.0


async def calendar_of(session: Session, area_path: str) -> Calendar:
    """The calendar of the area at this path."""
    return (await session.memory.of(CalendarCache).get(session)).calendar_of(area_path)


async def rules_in_force_at(session: Session, area_path: str, *, known: int = 0) -> RulesInForce:
    """What holds at this path; `known` is the version that a case there was computed by, never to be gone back from."""
    return (await session.memory.of(CalendarCache).get(session, known=known)).at(area_path)


async def lay_out(calendar: Calendar, case: CaseRow | ClockedCase, slices: Slices) -> None:
    """The years that the clocks of a case touch, which may be many: others have their turn between them."""
    now = clock.now()
    since, until = case["clock_started_at"] or now, case["deadline_at"] or now
    for year in range(since.year, max(until, now).year + 1):
        calendar.lay_out(year)
        await slices.rest()
