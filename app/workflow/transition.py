"""What a row of the table is: one move, who may make it, what it needs, and what it does to the clock."""

from dataclasses import dataclass
from enum import StrEnum

from app.authz import Permission
from app.workflow.actions import Action
from app.workflow.condition import Condition
from app.workflow.evidence import Evidence
from app.workflow.relations import Relation
from app.workflow.states import Status


class Clock(StrEnum):
    """What a move does to the handling clock (the stage clock always follows the new status)."""

    NONE = "none"
    START = "start"  # from the filing, by the rule's limit; filing again keeps the first start
    PAUSE = "pause"  # provisionally: the deadline itself does not move
    CONTINUE = "continue"  # as if it had never paused
    STOP = "stop"
    SUSPEND = "suspend"  # 挂账: stopped, what is left of the limit is kept
    RESUME = "resume"  # what was left counts from now
    EXTEND = "extend"  # 延期: the deadline moves by what was granted
    RESTART = "restart"  # a new limit from now: only reopening does that
    CLEAR = "clear"  # reopened before triage: the next filing starts anew


@dataclass(frozen=True, slots=True, eq=False)
class Transition:
    """One row, the same as itself alone. `target` None leaves the status; no `sources`: the case is born here."""

    action: Action
    sources: frozenset[Status]
    target: Status | None
    permission: Permission | None  # None: no user may; a resident's link or the system
    who: tuple[Relation, ...]
    conditions: tuple[Condition, ...] = ()
    evidence: Evidence | None = None
    requires: tuple[str, ...] = ()
    accepts: tuple[str, ...] = ()
    clock: Clock = Clock.NONE
