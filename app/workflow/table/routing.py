"""Routing 派遣: from the filed case to the unit that has it."""

from app.workflow import conditions as c
from app.workflow.table.row import A, P, R, S, row
from app.workflow.transition import Clock, Transition

ROWS: tuple[Transition, ...] = (
    # --- route 派遣 --------------------------------------------------------------------------------------------
    row(A.DISPATCH, S.FILED, S.DISPATCHED, P.DISPATCH, R.DISPATCHER,
        requires=("lead",), accepts=("assists", "note")),
    row(A.DISPATCH, S.FILED, S.DISPATCHED, None, R.SYSTEM, requires=("lead",), accepts=("assists", "note")),
    row(A.REFILE, (S.FILED, S.DISPATCHED, S.RETURN_REVIEW), None, P.TRIAGE, R.TRIAGE,
        requires=("rule_code", "note")),
    row(A.RECALL, (S.DISPATCHED, S.HANDLING), S.FILED, P.DISPATCH, R.DISPATCHER,
        conditions=(c.NO_PROGRESS_YET, c.REDIRECTED_SELDOM, c.NOT_RULED_BY_THE_LEADER),
        requires=("reason_code",), accepts=("note",), clock=Clock.CONTINUE),
    row(A.RECALL, (S.DISPATCHED, S.HANDLING), S.FILED, P.LEAD_CENTRE, R.CENTRE_LEADER,
        conditions=(c.NO_PROGRESS_YET, c.REDIRECTED_SELDOM, c.RULED_BY_THE_LEADER),
        requires=("reason_code",), accepts=("note",), clock=Clock.CONTINUE),
    row(A.REDIRECT, (S.DISPATCHED, S.HANDLING), S.DISPATCHED, P.DISPATCH, R.DISPATCHER,
        conditions=(c.NO_PROGRESS_YET, c.REDIRECTED_SELDOM, c.NOT_RULED_BY_THE_LEADER),
        requires=("lead", "reason_code"), accepts=("assists", "note"), clock=Clock.CONTINUE),
    row(A.REDIRECT, (S.DISPATCHED, S.HANDLING), S.DISPATCHED, P.LEAD_CENTRE, R.CENTRE_LEADER,
        conditions=(c.NO_PROGRESS_YET, c.REDIRECTED_SELDOM, c.RULED_BY_THE_LEADER),
        requires=("lead", "reason_code"), accepts=("assists", "note"), clock=Clock.CONTINUE),
    row(A.SEND_BACK, S.FILED, S.REPORTED, P.DISPATCH, R.DISPATCHER, requires=("note",)),
)  # fmt: skip
