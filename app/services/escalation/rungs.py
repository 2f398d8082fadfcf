"""How many rungs of the present ladder 超期升级 a case has taken, whatever became of the ladder it took them on.

`ladder_step` of a case counts them. The event of the last one remembers its limit: whoever touches a case after the
ladder changed carries the count over, so that no rung is taken twice and none is passed over.
"""

from app.db.session import Session
from app.models.case_row import CaseRow
from app.queries.cases import events
from app.queries.cases.events import LastRung
from app.workflow.actions import Action
from app.workflow.limits import Limit, LimitUnit
from app.workflow.timing.ladder import LADDER, Escalation


async def carried(session: Session, case: CaseRow, escalation: Escalation) -> int:
    """The `ladder_step` of a case on this ladder."""
    if case["ladder_step"] == 0:
        return 0
    return step_on(escalation, case, await session.first(events.LAST_RUNGS, case_ids=[case["id"]]))


def step_on(escalation: Escalation, case: CaseRow, last: LastRung | None) -> int:
    """The same from the last event of the ladder, None where there is none: the case came in late from elsewhere."""
    step = case["ladder_step"]
    return escalation.taken(step, None if last is None or step == 0 else _limit_of(last))


def _limit_of(event: LastRung) -> Limit | None:
    """The limit of the rung that an event tells of; events older than other ladders tell its number alone."""
    if event["action"] != Action.RAISE_OVERDUE:
        return None
    data = event["data"]
    if "limit_amount" in data:
        return Limit(data["limit_amount"], LimitUnit(data["limit_unit"]))
    return LADDER[data["rung"] - 1].after
