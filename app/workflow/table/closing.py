"""Checking 核实 and out 出: closing, reopening, the resident's answer."""

from app.workflow import conditions as c
from app.workflow.states import OPEN
from app.workflow.table.row import A, P, R, S, row
from app.workflow.transition import Clock, Transition

ROWS: tuple[Transition, ...] = (
    # --- check 核实 --------------------------------------------------------------------------------------------
    row(A.REQUEST_CHECK, S.RESOLVED, S.CHECKING, P.DISPATCH, R.DISPATCHER,
        conditions=(c.NOT_IN_PARTS,), accepts=("checker_id", "note")),
    row(A.REASSIGN, S.CHECKING, None, P.DISPATCH, R.DISPATCHER, accepts=("person_id", "note")),
    row(A.PASS_CHECK, S.CHECKING, S.CLOSED, P.VERIFY, R.CHECKER,
        requires=("finding",), accepts=("reply",), clock=Clock.STOP),
    row(A.FAIL_CHECK, S.CHECKING, S.HANDLING, P.VERIFY, R.CHECKER,
        conditions=(c.HANDLED_BY_A_UNIT,), requires=("reason_code", "finding"), clock=Clock.CONTINUE),
    row(A.REWORK, (S.RESOLVED, S.CHECKING), S.HANDLING, P.DISPATCH, R.DISPATCHER,
        conditions=(c.HANDLED_BY_A_UNIT,), requires=("reason_code",), accepts=("note",), clock=Clock.CONTINUE),
    # --- out 出 ------------------------------------------------------------------------------------------------
    row(A.CLOSE, (S.RESOLVED, S.CHECKING), S.CLOSED, P.DISPATCH, R.DISPATCHER,
        requires=("close_condition_met", "reply"), accepts=("note",), clock=Clock.STOP),
    row(A.FORCE_CLOSE, OPEN - {S.SPLIT}, S.CLOSED, P.LEAD_CENTRE, R.CENTRE_LEADER,
        requires=("reason_code", "reply"), accepts=("note",), clock=Clock.STOP),
    row(A.REOPEN, (S.CLOSED, S.ARCHIVED), S.HANDLING, P.SUPERVISE, R.SUPERVISOR,
        conditions=(c.HANDLED_BY_A_UNIT, c.WITHIN_REOPEN_WINDOW),
        requires=("reason_code",), accepts=("note",), clock=Clock.RESTART),
    row(A.REOPEN, (S.CLOSED, S.ARCHIVED), S.REPORTED, P.SUPERVISE, R.SUPERVISOR,
        conditions=(c.WITHOUT_A_UNIT, c.WITHIN_REOPEN_WINDOW), requires=("reason_code",), accepts=("note",),
        clock=Clock.CLEAR),
    row(A.REOPEN, S.CLOSED, S.HANDLING, None, R.RESIDENT,
        conditions=(c.HANDLED_BY_A_UNIT, c.WITHIN_RATING_WINDOW),
        requires=("reason_code",), accepts=("note",), clock=Clock.RESTART),
    row(A.REOPEN, S.CLOSED, S.REPORTED, None, R.RESIDENT,
        conditions=(c.WITHOUT_A_UNIT, c.WITHIN_RATING_WINDOW), requires=("reason_code",), accepts=("note",),
        clock=Clock.CLEAR),
    row(A.ISSUE_RATING_LINK, S.CLOSED, None, P.TRIAGE, R.CENTRE_APART,
        conditions=(c.NO_PART_ITSELF, c.WITHIN_RATING_WINDOW, c.HAS_CONTACT, c.RESIDENT_TO_ASK)),
    row(A.ISSUE_RATING_LINK, S.CLOSED, None, P.DISPATCH, R.CENTRE_APART,
        conditions=(c.NO_PART_ITSELF, c.WITHIN_RATING_WINDOW, c.HAS_CONTACT, c.RESIDENT_TO_ASK)),
    row(A.RATE, S.CLOSED, S.ARCHIVED, None, R.RESIDENT,
        conditions=(c.WITHIN_RATING_WINDOW,), requires=("score", "solved"), accepts=("words",)),
    row(A.ARCHIVE, S.CLOSED, S.ARCHIVED, None, R.SYSTEM, conditions=(c.RATING_WINDOW_OVER,)),
)  # fmt: skip
