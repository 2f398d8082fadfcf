"""How a row of the table is written, and the letters that its words begin with."""

from app.authz import Permission
from app.workflow.actions import Action
from app.workflow.condition import Condition
from app.workflow.evidence import Evidence
from app.workflow.relations import Relation
from app.workflow.states import Status
from app.workflow.transition import Clock, Transition

A, P, R, S = Action, Permission, Relation, Status


def row(
    action: Action,
    sources: Status | frozenset[Status] | tuple[Status, ...],
    target: Status | None,
    permission: Permission | None,
    *who: Relation,
    conditions: tuple[Condition, ...] = (),
    evidence: Evidence | None = None,
    requires: tuple[str, ...] = (),
    accepts: tuple[str, ...] = (),
    clock: Clock = Clock.NONE,
) -> Transition:
    """A row as the table writes it: one status stands for itself, and whoever may comes last."""
    origin = frozenset({sources}) if isinstance(sources, Status) else frozenset(sources)
    return Transition(action, origin, target, permission, who, conditions, evidence, requires, accepts, clock)
