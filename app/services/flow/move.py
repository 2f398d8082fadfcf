"""A move in the making: what an action's effect reads, and what it adds to the one write that follows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.db.session import Session
from app.models.case_row import CaseChanges, CaseRow
from app.schemas.flow.command import Command
from app.services.cases.mover import Mover
from app.workflow.actions import Action
from app.workflow.facts import CaseFacts
from app.workflow.supervision.notices import Audience
from app.workflow.timing.calendar import Calendar
from app.workflow.timing.device import UNKNOWN_DEVICE, Device
from app.workflow.timing.ladder import Escalation
from app.workflow.transition import Transition


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A move of the system after another one; `data` is what its event remembers besides."""

    action: Action
    command: Callable[[], Command]  # made when it is tried: what is wrong with it is wrong with it alone
    data: Mapping[str, object]


@dataclass(slots=True)
class Move:
    """`case` is the locked row; an effect fills `changes` (columns of the case) and `data` (what the event remembers).

    `data` must carry no personal data: contacts stay in the case row.
    """

    session: Session
    mover: Mover
    case: CaseRow
    facts: CaseFacts
    row: Transition
    now: datetime
    calendar: Calendar
    escalation: Escalation
    hours_of: Callable[[str | None], Calendar]  # the calendar of a unit there
    note: str | None = None
    changes: CaseChanges = field(default_factory=CaseChanges)
    data: dict[str, object] = field(default_factory=dict)
    stage_minutes: int | None = None  # of the stage that begins, where they are not those of the table
    granted: int = 0  # more time, in the unit of the limit
    counts_from: datetime | None = None  # the clocks compute from then instead of from now
    resets_timers: bool = False  # their rows may be of another calendar: all are set anew
    audiences: tuple[Audience, ...] | None = None  # who hears of it, where the effect knows better than the table
    also_tells: set[UUID] = field(default_factory=set)  # people it concerns by name
    tells_units: set[str] = field(default_factory=set)  # whoever works there
    device: Device = UNKNOWN_DEVICE  # what a phone says of when
    is_noop: bool = False  # it adds nothing to what was said: nothing is written
    follow_up: FollowUp | None = None  # what the system does to the case next, in the same transaction

    @property
    def area_path(self) -> str:
        """Where the case lies after the move."""
        return self.changes.get("area_path", self.case["area_path"])

    @property
    def centre_area(self) -> str:
        """The area whose centre has it after the move; while none has it alone, where the case lies."""
        return self.changes.get("centre_path", self.case["centre_path"]) or self.area_path

    @property
    def lead_department(self) -> str | None:
        """The unit that has it after the move."""
        return self.changes.get("lead_department_code", self.case["lead_department_code"])

    @property
    def seq(self) -> int:
        """The number of the event this move becomes."""
        return self.case["seq"] + 1

    @property
    def case_id(self) -> UUID:
        """The id of the case."""
        return self.case["id"]

    @property
    def user_id(self) -> UUID:
        """The id of the user who moves.

        Raises:
            LookupError: the mover is not a user; no effect of theirs asks for one.
        """
        if self.mover.user_id is None:
            raise LookupError("this move is made by no user")
        return self.mover.user_id
