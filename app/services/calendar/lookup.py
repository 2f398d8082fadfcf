"""What holds at an area, from a snapshot of this process that is at most a second behind the database."""

from app import clock
from app.concurrency.slices import Slices
from app.db.glance import Glance
from app.db.session import Session
from app.models.case_row import CaseRow
from app.queries import reference
from app.queries.cases.events import ClockedCase
from app.services.calendar.snapshot import RulesInForce, Snapshot, load
from app.workflow.timing.calendar import Calendar


class CalendarCache:
    """The present snapshot that this process has of a database."""

    def __init__(self) -> None:
        """Starts empty: the first question loads it."""
        self._snapshot: Snapshot | None = None
        self._glance = Glance()

    async def get(self, session: Session, *, known: int = 0) -> Snapshot:
        """The snapshot; looked for anew when somebody knows a later version of it."""
        found = self._snapshot
        if found is not None and found.version >= known and self._glance.holds:
            return found
        return await self.present(session)

    async def present(self, session: Session) -> Snapshot:
        """What the database says at this moment: for whoever shows the calendar itself."""
        asked_at, found = clock.monotonic(), self._snapshot
        version = await session.value(reference.VERSION, name="calendar") or 0
        if found is None or version != found.version:
            found = await load(session)
        if self._glance.is_latest(asked_at):
            self._snapshot = found
        return found

    def forget(self) -> None:
        """Looks at the database again on the next question: for the process that changed the calendar."""
        self._glance.void()


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
