"""Whistling 吹哨 and responding 报到: a town calls units to a place; and what is agreed on the spot 会办.

The lead stays the lead and no clock of the case moves by any of these.
"""

from app.workflow import conditions as c
from app.workflow.states import OPEN
from app.workflow.table.row import A, P, R, row
from app.workflow.transition import Transition

_MINUTES = ("attachment_ids", "held_at", "tasks")

ROWS: tuple[Transition, ...] = (
    # --- whistle 吹哨 ------------------------------------------------------------------------------------------
    row(A.WHISTLE, OPEN, None, P.LEAD_CENTRE, R.CENTRE_LEADER,
        conditions=(c.NO_WHISTLE_OPEN,),
        requires=("departments", "note", "place", "respond_by"), accepts=("at", "location")),
    row(A.RESPOND, OPEN, None, P.HANDLE, R.CALLED, accepts=("department", "head_count", "location", "note")),
    row(A.DECLINE_WHISTLE, OPEN, None, P.HANDLE, R.CALLED,
        conditions=(c.CALLS_WAITING,), requires=("note",), accepts=("department",)),
    row(A.MISS_WHISTLE, OPEN, None, None, R.SYSTEM, conditions=(c.RESPONSE_DUE,)),
    row(A.SCORE_RESPONSE, OPEN, None, P.LEAD_CENTRE, R.CENTRE_LEADER,
        conditions=(c.WHISTLE_OPEN,), requires=("department", "score"), accepts=("note",)),
    row(A.END_WHISTLE, OPEN, None, P.LEAD_CENTRE, R.CENTRE_LEADER,
        conditions=(c.WHISTLE_OPEN, c.CALLS_SETTLED), requires=("result",)),
    row(A.END_WHISTLE, OPEN, None, None, R.SYSTEM, conditions=(c.WHISTLE_EXPIRED,)),
    row(A.WITHDRAW_WHISTLE, OPEN, None, P.LEAD_CENTRE, R.CENTRE_LEADER,
        conditions=(c.WHISTLE_OPEN,), requires=("note",)),
    row(A.RECORD_MINUTES, OPEN, None, P.LEAD_CENTRE, R.CENTRE_LEADER,
        requires=("attended", "note"), accepts=_MINUTES),
    row(A.RECORD_MINUTES, OPEN, None, P.DISPATCH, R.DISPATCHER, requires=("attended", "note"), accepts=_MINUTES),
    row(A.RECORD_MINUTES, OPEN, None, P.HANDLE, R.UNIT, requires=("attended", "note"), accepts=_MINUTES),
)  # fmt: skip
