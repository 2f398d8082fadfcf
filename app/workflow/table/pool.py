"""The pool 亮单: published to several units, claimed 点单 by one of them, delivered 送单 by a team that is named."""

from app.workflow import conditions as c
from app.workflow.table.row import A, P, R, S, row
from app.workflow.transition import Transition

#: The handling clock runs all along, from the filing: none of these moves it.
ROWS: tuple[Transition, ...] = (
    row(A.PUBLISH, S.FILED, S.POOLED, P.DISPATCH, R.DISPATCHER,
        conditions=(c.NOT_URGENT, c.NOT_CONFIDENTIAL, c.TIME_LEFT),
        requires=("fallback",), accepts=("eligible", "all_serving", "minutes", "note")),
    row(A.PUBLISH, S.FILED, S.POOLED, None, R.SYSTEM,
        conditions=(c.NOT_URGENT, c.NOT_CONFIDENTIAL, c.TIME_LEFT),
        requires=("fallback",), accepts=("eligible", "all_serving", "minutes", "note")),
    row(A.CLAIM, S.POOLED, S.HANDLING, P.HANDLE, R.ELIGIBLE,
        conditions=(c.STAGE_RUNNING,), requires=("team",), accepts=("handler_id", "note")),
    row(A.WITHDRAW, S.POOLED, S.FILED, P.DISPATCH, R.DISPATCHER, requires=("reason_code",), accepts=("note",)),
    row(A.WITHDRAW, S.POOLED, S.FILED, None, R.SYSTEM, conditions=(c.STAGE_EXPIRED,), requires=("reason_code",)),
    row(A.EXPIRE_POOL, S.POOLED, S.DISPATCHED, None, R.SYSTEM, conditions=(c.STAGE_EXPIRED,)),
    row(A.DELIVER, S.HANDLING, None, P.HANDLE, R.UNIT, requires=("team",), accepts=("note",)),
)  # fmt: skip
