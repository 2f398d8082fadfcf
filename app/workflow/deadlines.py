"""What a move does to the clocks of a case: the handling deadline and the deadline of the stage."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.workflow.limits import STAGE_LIMITS, Limit, after, sign_due
from app.workflow.states import Status
from app.workflow.transitions import Clock


@dataclass(frozen=True, slots=True)
class Clocks:
    """`deadline_at` is what was promised; `due_at` equals it while the handling clock runs and is None while not.

    `stage_due_at` is the deadline of the present stage; `triage_left` is what remained of the triage timer when a
    verification 核查 paused it (negative when it was already over).
    """

    deadline_at: datetime | None = None
    due_at: datetime | None = None
    stage_due_at: datetime | None = None
    triage_left: timedelta | None = None


def move(
    clocks: Clocks,
    effect: Clock,
    target: Status,
    now: datetime,
    *,
    source: Status | None = None,
    started_at: datetime | None = None,
    limit: Limit | None = None,
    urgent: bool = False,
) -> Clocks:
    """The clocks after a move from `source` to `target`.

    `started_at` is when the handling clock first started, `limit` that of the filing rule; both are needed for
    START (a case filed again keeps its first start) and RESTART (counts from `now`).
    """
    handled = _handling(clocks, effect, now, started_at, limit)
    return _stage(handled, target, now, source, urgent)


def _handling(clocks: Clocks, effect: Clock, now: datetime, started_at: datetime | None, limit: Limit | None) -> Clocks:
    if effect in (Clock.START, Clock.RESTART) and limit is not None:
        start = (started_at or now) if effect is Clock.START else now
        deadline = after(start, limit)
        return replace(clocks, deadline_at=deadline, due_at=deadline)
    if effect is Clock.CONTINUE:
        return replace(clocks, due_at=clocks.deadline_at)
    if effect in (Clock.PAUSE, Clock.STOP):
        return replace(clocks, due_at=None)
    return clocks


def _stage(clocks: Clocks, target: Status, now: datetime, source: Status | None, urgent: bool) -> Clocks:
    if target is Status.VERIFYING:
        left = clocks.stage_due_at - now if clocks.stage_due_at else STAGE_LIMITS[Status.REPORTED]
        return replace(clocks, stage_due_at=now + STAGE_LIMITS[target], triage_left=left)
    if source is Status.VERIFYING and target is Status.REPORTED and clocks.triage_left is not None:
        return replace(clocks, stage_due_at=now + clocks.triage_left, triage_left=None)
    if target is Status.DISPATCHED:
        return replace(clocks, stage_due_at=sign_due(now, urgent=urgent))
    if target is Status.HANDLING:
        return replace(clocks, stage_due_at=clocks.due_at)
    limit = STAGE_LIMITS.get(target)
    return replace(clocks, stage_due_at=now + limit if limit else None)
