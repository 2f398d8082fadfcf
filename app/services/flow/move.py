"""A move in the making: what an action's effect reads, and what it adds to the one write that follows."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from app.authz import Actor
from app.db.session import Row, Session
from app.workflow.calendar import Calendar
from app.workflow.facts import CaseFacts
from app.workflow.ladder import Escalation
from app.workflow.relations import Relation
from app.workflow.transition import Transition


@dataclass(frozen=True, slots=True)
class Mover:
    """Who moves a case: a user with posts, a resident with a link, or the system (the last two without `actor`)."""

    kind: str
    actor: Actor | None = None

    @property
    def user_id(self) -> UUID | None:
        """The user's id, None for residents and the system."""
        return self.actor.user_id if self.actor else None

    @property
    def name(self) -> str | None:
        """The name the event remembers."""
        return self.actor.name if self.actor else None


RESIDENT = Mover(Relation.RESIDENT.value)
SYSTEM = Mover(Relation.SYSTEM.value)


def user(actor: Actor) -> Mover:
    """A member of staff or an integration."""
    return Mover("user", actor)


@dataclass(slots=True)
class Move:
    """`case` is the locked row; an effect fills `changes` (columns of the case) and `data` (what the event remembers).

    `data` must carry no personal data: contacts stay in the case row.
    """

    session: Session
    mover: Mover
    case: Row
    facts: CaseFacts
    row: Transition
    now: datetime
    calendar: Calendar
    escalation: Escalation
    note: str | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    counts_from: datetime | None = None  # the clocks reckon from then instead of from now
    said_before: bool = False  # it adds nothing to what was said: nothing is written

    def value(self, column: str) -> Any:
        """A column of the case as it will be after the move."""
        return self.changes[column] if column in self.changes else self.case[column]

    @property
    def seq(self) -> int:
        """The number of the event this move becomes."""
        seq: int = self.case["seq"]
        return seq + 1

    @property
    def case_id(self) -> UUID:
        """The id of the case."""
        case_id: UUID = self.case["id"]
        return case_id

    @property
    def user_id(self) -> UUID:
        """The id of the user who moves.

        Raises:
            LookupError: the mover is not a user; no effect of theirs asks for one.
        """
        if self.mover.user_id is None:
            raise LookupError("this move is made by no user")
        return self.mover.user_id
