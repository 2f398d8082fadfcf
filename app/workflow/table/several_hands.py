"""Several hands: which centre has the case, handed up 上报上级 or down 下派; and a report in parts 拆分.

The deadline of a report that is split runs on: its reporter was promised one.
"""

from app.workflow import conditions as c
from app.workflow.states import OPEN
from app.workflow.table.row import A, P, R, S, row
from app.workflow.transition import Clock, Transition

#: Where the centre is to decide; elsewhere the case waits for a unit or a person, and only who is above takes it up.
_WITH_A_DESK = (S.REPORTED, S.FILED, S.RETURN_REVIEW, S.RESOLVED)

ROWS: tuple[Transition, ...] = (
    row(A.ESCALATE, _WITH_A_DESK, None, P.TRIAGE, R.TRIAGE,
        requires=("reason_code",), accepts=("area_code", "note")),
    row(A.ESCALATE, _WITH_A_DESK, None, P.DISPATCH, R.DISPATCHER,
        requires=("reason_code",), accepts=("area_code", "note")),
    row(A.ESCALATE, OPEN, None, P.LEAD_CENTRE, R.UPPER_LEADER,
        requires=("reason_code",), accepts=("area_code", "note")),
    row(A.ESCALATE, OPEN, None, None, R.SYSTEM),
    row(A.DELEGATE, _WITH_A_DESK, None, P.TRIAGE, R.TRIAGE,
        conditions=(c.DELEGATED_SELDOM,), requires=("area_code",), accepts=("note",)),
    row(A.DELEGATE, _WITH_A_DESK, None, P.DISPATCH, R.DISPATCHER,
        conditions=(c.DELEGATED_SELDOM,), requires=("area_code",), accepts=("note",)),
    row(A.DELEGATE, OPEN, None, None, R.SYSTEM, conditions=(c.HELD_BY_ONE_CENTRE,)),
    # --- a report with several matters 拆分 --------------------------------------------------------------------
    row(A.SPLIT, (S.REPORTED, S.FILED), S.SPLIT, P.TRIAGE, R.TRIAGE,
        conditions=(c.NO_PART_ITSELF,), requires=("parts",), accepts=("note",)),
    row(A.PARTS_ENDED, S.SPLIT, S.RESOLVED, None, R.SYSTEM, requires=("result",), clock=Clock.STOP),
    row(A.PART_REOPENED, S.RESOLVED, S.SPLIT, None, R.SYSTEM, conditions=(c.IN_PARTS,), clock=Clock.CONTINUE),
)  # fmt: skip
