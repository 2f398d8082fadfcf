"""Handling 处置: what the unit does until it says that it is done, and more time for it."""

from app.workflow import conditions as c
from app.workflow.evidence import AFTER_PHOTO
from app.workflow.table.row import A, P, R, S, row
from app.workflow.transition import Clock, Transition

ROWS: tuple[Transition, ...] = (
    # --- handle 处置 -------------------------------------------------------------------------------------------
    row(A.SIGN, S.DISPATCHED, S.HANDLING, P.HANDLE, R.UNIT, accepts=("handler_id",)),
    row(A.AUTO_SIGN, S.DISPATCHED, S.HANDLING, None, R.SYSTEM, conditions=(c.STAGE_EXPIRED,)),
    row(A.REQUEST_RETURN, S.DISPATCHED, S.RETURN_REVIEW, P.HANDLE, R.UNIT,
        conditions=(c.WITHIN_RETURN_WINDOW, c.FEWER_THAN_TWO_RETURNS, c.NO_RULING),
        requires=("reason_code", "proposed_department"), accepts=("note",), clock=Clock.PAUSE),
    row(A.APPROVE_RETURN, S.RETURN_REVIEW, S.FILED, P.DISPATCH, R.DISPATCHER,
        conditions=(c.BEFORE_THE_THIRD_DISPUTE,), accepts=("note",), clock=Clock.CONTINUE),
    row(A.APPROVE_RETURN, S.RETURN_REVIEW, S.FILED, P.LEAD_CENTRE, R.CENTRE_LEADER,
        conditions=(c.FROM_THE_THIRD_DISPUTE,), accepts=("note",), clock=Clock.CONTINUE),
    row(A.REFUSE_RETURN, S.RETURN_REVIEW, S.DISPATCHED, P.DISPATCH, R.DISPATCHER,
        conditions=(c.BEFORE_THE_THIRD_DISPUTE,), requires=("note",), clock=Clock.CONTINUE),
    row(A.REFUSE_RETURN, S.RETURN_REVIEW, S.DISPATCHED, P.LEAD_CENTRE, R.CENTRE_LEADER,
        conditions=(c.FROM_THE_THIRD_DISPUTE,), requires=("note",), clock=Clock.CONTINUE),
    row(A.TRANSFER, (S.DISPATCHED, S.HANDLING, S.SUSPENDED), None, P.HANDLE, R.UNIT_LEAD, R.HANDLER,
        requires=("person_id",), accepts=("note",)),
    row(A.TRANSFER, (S.DISPATCHED, S.HANDLING, S.SUSPENDED), None, P.HANDLE, R.UNIT,
        conditions=(c.NOBODY_HANDLES,), requires=("person_id",), accepts=("note",)),
    row(A.PROGRESS, S.HANDLING, None, P.HANDLE, R.UNIT, R.ASSIST, requires=("note",)),
    # --- more time: the unit asks, the dispatcher endorses, a centre leader who did not endorse decides ------
    row(A.REQUEST_SUSPENSION, S.HANDLING, None, P.HANDLE, R.UNIT,
        conditions=(c.NOTHING_PENDING, c.NOT_YET_SUSPENDED),
        requires=("reason_code", "resume_at"), accepts=("note",)),
    row(A.APPROVE_SUSPENSION, S.HANDLING, None, P.DISPATCH, R.DISPATCHER,
        conditions=(c.SUSPENSION_ASKED,), accepts=("note",)),
    row(A.APPROVE_SUSPENSION, S.HANDLING, S.SUSPENDED, P.LEAD_CENTRE, R.CENTRE_LEADER,
        conditions=(c.SUSPENSION_ENDORSED, c.ENDORSED_BY_ANOTHER), accepts=("note",), clock=Clock.SUSPEND),
    row(A.REFUSE_SUSPENSION, S.HANDLING, None, P.DISPATCH, R.DISPATCHER,
        conditions=(c.SUSPENSION_ASKED,), requires=("note",)),
    row(A.REFUSE_SUSPENSION, S.HANDLING, None, P.LEAD_CENTRE, R.CENTRE_LEADER,
        conditions=(c.SUSPENSION_ENDORSED,), requires=("note",)),
    row(A.RESUME, S.SUSPENDED, S.HANDLING, P.HANDLE, R.UNIT, accepts=("note",), clock=Clock.RESUME),
    row(A.RESUME, S.SUSPENDED, S.HANDLING, P.DISPATCH, R.DISPATCHER, accepts=("note",), clock=Clock.RESUME),
    row(A.RESUME, S.SUSPENDED, S.HANDLING, None, R.SYSTEM, conditions=(c.RESUMPTION_DUE,), clock=Clock.RESUME),
    row(A.REQUEST_EXTENSION, S.HANDLING, None, P.HANDLE, R.UNIT,
        conditions=(c.NOTHING_PENDING, c.FEWER_THAN_TWO_EXTENSIONS, c.NOT_OVERDUE),
        requires=("reason_code", "amount"), accepts=("note",)),
    row(A.APPROVE_EXTENSION, S.HANDLING, None, P.DISPATCH, R.DISPATCHER,
        conditions=(c.EXTENSION_ASKED, c.NOT_OVERDUE), accepts=("note",)),
    row(A.APPROVE_EXTENSION, S.HANDLING, S.HANDLING, P.LEAD_CENTRE, R.CENTRE_LEADER,
        conditions=(c.EXTENSION_ENDORSED, c.ENDORSED_BY_ANOTHER, c.NOT_OVERDUE), accepts=("note",),
        clock=Clock.EXTEND),
    row(A.REFUSE_EXTENSION, S.HANDLING, None, P.DISPATCH, R.DISPATCHER,
        conditions=(c.EXTENSION_ASKED,), requires=("note",)),
    row(A.REFUSE_EXTENSION, S.HANDLING, None, P.LEAD_CENTRE, R.CENTRE_LEADER,
        conditions=(c.EXTENSION_ENDORSED,), requires=("note",)),
    row(A.RESOLVE, S.HANDLING, S.RESOLVED, P.HANDLE, R.UNIT,
        conditions=(c.ASSISTS_DONE,), evidence=AFTER_PHOTO,
        requires=("result",), accepts=("photo_exemption",), clock=Clock.STOP),
)  # fmt: skip
