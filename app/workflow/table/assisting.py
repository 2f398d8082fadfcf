"""Assisting 协办: units beside the lead, with times of their own. No clock of the case moves by any of these."""

from app.workflow import conditions as c
from app.workflow.table.row import A, P, R, S, row
from app.workflow.transition import Transition

_AT_WORK = (S.DISPATCHED, S.HANDLING)

ROWS: tuple[Transition, ...] = (
    # --- assist 协办 -------------------------------------------------------------------------------------------
    row(A.COMPLETE_ASSIST, _AT_WORK, None, P.HANDLE, R.ASSIST, requires=("note",)),
    row(A.ADD_ASSIST, _AT_WORK, None, P.DISPATCH, R.DISPATCHER,
        requires=("department",), accepts=("due_at", "limit_amount", "limit_unit", "note")),
    row(A.RELEASE_ASSIST, _AT_WORK, None, P.DISPATCH, R.DISPATCHER, requires=("department", "note")),
    row(A.REQUEST_EXCUSE, _AT_WORK, None, P.HANDLE, R.ASSIST,
        conditions=(c.EXCUSE_NOT_ASKED,), requires=("reason_code", "note")),
    row(A.APPROVE_EXCUSE, _AT_WORK, None, P.DISPATCH, R.DISPATCHER,
        conditions=(c.EXCUSE_ASKED,), requires=("department",), accepts=("note",)),
    row(A.REFUSE_EXCUSE, _AT_WORK, None, P.DISPATCH, R.DISPATCHER,
        conditions=(c.EXCUSE_ASKED,), requires=("department", "note")),
    row(A.REMIND_ASSIST, _AT_WORK, None, None, R.SYSTEM, conditions=(c.ASSIST_OVERDUE,)),
)  # fmt: skip
