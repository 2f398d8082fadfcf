"""The one change 变更 there is of an area's escalation: all of it, or none of its own any more."""

from dataclasses import dataclass

from app.db.session import Session
from app.queries import escalation as queries
from app.services.calendar.checks import Wrong
from app.services.calendar.snapshot import Snapshot
from app.services.escalation.checks import wrong_escalation
from app.workflow.timing.ladder import Escalation


@dataclass(frozen=True, slots=True)
class EscalationChange:
    """The ladder and the reply times of a scope; None: those of the area above hold again."""

    scope: str
    said: Escalation | None

    def wrong(self) -> Wrong:
        """Why it is refused whatever the database says."""
        return None if self.said is None else wrong_escalation(self.said)

    def stored(self, before: Snapshot) -> Escalation | None:
        """What stands in its place."""
        return before.escalations.get(self.scope)

    def applied(self, before: Snapshot) -> Snapshot:
        """All that areas say as it would be."""
        return before.with_escalation(self.scope, self.said)

    async def write(self, session: Session) -> None:
        """Puts it in the place of what the scope said before."""
        await session.run(queries.DROP_RUNGS, scope=self.scope)
        await session.run(queries.DROP_REPLIES, scope=self.scope)
        if self.said is None:
            return
        rungs = [
            {
                "rung": number,
                "limit_amount": rung.after.amount,
                "limit_unit": rung.after.unit,
                "audience": rung.audience,
            }
            for number, rung in enumerate(self.said.rungs, start=1)
        ]
        replies = [
            {"level": level, "limit_amount": limit.amount, "limit_unit": limit.unit}
            for level, limit in self.said.replies.items()
        ]
        await session.run_many(queries.ADD_RUNG, [{"scope_path": self.scope, **row} for row in rungs])
        await session.run_many(queries.ADD_REPLY, [{"scope_path": self.scope, **row} for row in replies])
