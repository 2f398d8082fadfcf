"""Supervising 督办: nudges, orders, and what the system says of deadlines."""

from app.workflow import conditions as c
from app.workflow.states import OPEN
from app.workflow.table.row import A, P, R, row
from app.workflow.transition import Transition

ROWS: tuple[Transition, ...] = (
    # --- supervise 督办 ------------------------------------------------------------------------------------------
    row(A.URGE, OPEN, None, P.SUPERVISE, R.SUPERVISOR, conditions=(c.NOT_URGED_LATELY,), requires=("note",)),
    row(A.URGE, OPEN, None, P.DISPATCH, R.DISPATCHER_HERE, conditions=(c.NOT_URGED_LATELY,), requires=("note",)),
    row(A.URGE, OPEN, None, P.TRIAGE, R.TRIAGE_HERE, conditions=(c.NOT_URGED_LATELY,), requires=("note",)),
    row(A.URGE, OPEN, None, P.SPEAK_FOR_CALLERS, R.REPORTER, R.FOLLOWER,
        conditions=(c.NOT_URGED_LATELY,), requires=("note",)),
    row(A.URGE, OPEN, None, None, R.RESIDENT, conditions=(c.NOT_URGED_TODAY,), accepts=("note",)),
    row(A.SUPERVISE, OPEN, None, P.SUPERVISE, R.SUPERVISOR,
        conditions=(c.HANDLED_BY_A_UNIT, c.NO_ORDER_OPEN), requires=("demand",), accepts=("level",)),
    row(A.ANSWER_SUPERVISION, OPEN, None, P.HANDLE, R.UNIT, conditions=(c.ORDER_OPEN,), requires=("answer",)),
    row(A.WITHDRAW_SUPERVISION, OPEN, None, P.SUPERVISE, R.ISSUER, conditions=(c.ORDER_OPEN,), requires=("note",)),
    row(A.RAISE_SUPERVISION, OPEN, None, None, R.SYSTEM, conditions=(c.ORDER_UNANSWERED,)),
    row(A.WARN, OPEN, None, None, R.SYSTEM, conditions=(c.NOT_OVERDUE,)),
    row(A.REMIND_OVERDUE, OPEN, None, None, R.SYSTEM, conditions=(c.OVERDUE,)),
    row(A.RAISE_OVERDUE, OPEN, None, None, R.SYSTEM, conditions=(c.OVERDUE,)),
    row(A.REDATE, OPEN, None, None, R.SYSTEM),  # the calendar changed: every deadline is computed anew
)  # fmt: skip
