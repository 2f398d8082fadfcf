"""One import, whoever reads it: everything that is told is checked, then everything is written, or nothing."""

from app.db.session import Session
from app.queries.importing import loading as queries
from app.services.importing.areas import AreaImport
from app.services.importing.calendar import CalendarImport
from app.services.importing.categories import CategoryImport
from app.services.importing.collection import Told
from app.services.importing.departments import DepartmentImport
from app.services.importing.escalation import EscalationImport
from app.services.importing.loading import Count
from app.services.importing.problems import Problems
from app.services.importing.repeats import RepeatImport
from app.services.importing.responsibilities import ResponsibilityImport
from app.services.importing.routing_rules import RoutingRuleImport
from app.services.importing.surveys import Ask
from app.services.importing.terms import TermImport
from app.services.importing.users import UserImport
from app.services.importing.versions import raise_versions


class Import:
    """What is told, checked and written under the lock of imports; problems of its reader are among its own."""

    def __init__(self, told: Told, problems: Problems, ask: Ask) -> None:
        """`ask` knows what geometry says."""
        self.problems = problems
        self._areas = AreaImport(told, problems, ask)
        self._departments = DepartmentImport(told, problems)
        self._categories = CategoryImport(told, problems)
        self._users = UserImport(told, problems)
        self._calendar = CalendarImport(told, problems)
        self._escalation = EscalationImport(told, problems)
        self._terms = TermImport(told, problems)
        self._responsibilities = ResponsibilityImport(told, problems)
        self._routing_rules = RoutingRuleImport(told, problems)
        self._repeats = RepeatImport(told, problems)

    async def check(self, session: Session) -> None:
        """Holds it against what is known; what is wrong is in `problems` then."""
        await session.run(queries.LOCK)
        areas, departments = self._areas, self._departments
        routing = (self._responsibilities, self._routing_rules)
        placed = (departments, self._users, self._calendar, self._escalation, self._repeats, *routing)
        await areas.check(session, areas.codes.union(*(part.area_codes for part in placed)))
        await departments.check(session, areas.known)
        await self._categories.check(session, departments.known)
        await self._users.check(session, areas.known, departments.known)
        await self._calendar.check(session, areas.known)
        await self._escalation.check(session, areas.known)
        await self._terms.check(session)
        for part in routing:
            await part.check(session, areas.known, departments.known)
        await self._repeats.check(areas.known)

    async def write(self, session: Session) -> dict[str, Count]:
        """Writes what was checked and found good; gives what became of each kind of rows."""
        done: dict[str, Count] = {}
        for part in (
            self._areas, self._departments, self._categories, self._users, self._calendar, self._escalation,
            self._terms, self._responsibilities, self._routing_rules, self._repeats,
        ):  # fmt: skip
            done |= await part.write(session)
        await raise_versions(session, {name for name, count in done.items() if count.changed})
        return done
