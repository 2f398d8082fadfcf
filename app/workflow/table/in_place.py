"""In place: what is said and corrected; none of these has a clock of its own."""

from app.workflow import conditions as c
from app.workflow.states import OPEN
from app.workflow.table.row import A, P, R, S, row
from app.workflow.transition import Transition

ROWS: tuple[Transition, ...] = (
    # --- in place: none has a clock of its own -------------------------------------------------------------------
    row(A.SUPPLEMENT, OPEN, None, P.REPORT, R.REPORTER, R.FOLLOWER, R.TRIAGE_HERE, requires=("note",)),
    row(A.SUPPLEMENT, OPEN, None, None, R.RESIDENT, requires=("note",)),
    row(A.HAND_OVER, OPEN, None, P.ADMINISTER, R.ADMINISTRATOR, requires=("from_id", "to_id"), accepts=("note",)),
    row(A.HAND_OVER_UNIT, OPEN, None, P.ADMINISTER, R.ADMINISTRATOR,
        conditions=(c.HANDLED_BY_A_UNIT,), requires=("from_department", "to_department"), accepts=("note",)),
    row(A.COMMENT, frozenset(S), None, P.COMMENT, R.ANY_STAFF, requires=("note",)),
    row(A.FOLLOW, OPEN, None, P.REPORT, R.ANY_STAFF, accepts=("contact", "location", "report_id", "note")),
    row(A.UNFOLLOW, OPEN | {S.CLOSED}, None, P.REPORT, R.FOLLOWER, accepts=("note",)),
    row(A.ATTACH, OPEN, None, P.COMMENT,
        R.REPORTER, R.FOLLOWER, R.TRIAGE_HERE, R.UNIT, R.ASSIST, R.CALLED, R.VERIFIER, R.CHECKER,
        requires=("purpose", "photo"), accepts=("location", "taken_at")),
    row(A.ATTACH, OPEN, None, None, R.RESIDENT, requires=("photo",)),
    row(A.CORRECT_LOCATION, (S.REPORTED, S.VERIFYING), None, P.REPORT, R.REPORTER,
        conditions=(c.NOT_YET_FILED,), requires=("location",), accepts=("address", "note")),
    row(A.CORRECT_LOCATION, OPEN, None, P.TRIAGE, R.TRIAGE_HERE,
        requires=("location",), accepts=("address", "note")),
    row(A.CORRECT_LOCATION, OPEN, None, P.DISPATCH, R.DISPATCHER_HERE,
        requires=("location",), accepts=("address", "note")),
    row(A.REVEAL_CONTACT, OPEN | {S.CLOSED}, None, P.REVEAL_CONTACT,
        R.TRIAGE_HERE, R.SUPERVISOR,
        conditions=(c.HAS_CONTACT,), requires=("reason_code",)),
    row(A.REVEAL_CONTACT, OPEN | {S.CLOSED}, None, P.REVEAL_CONTACT, R.UNIT,
        conditions=(c.NAMED_TO_UNITS, c.HAS_CONTACT), requires=("reason_code",)),
    row(A.VIEW_ORIGINAL, frozenset(S), None, P.VIEW_ORIGINALS, R.SUPERVISOR,
        requires=("attachment_id", "reason_code")),
)  # fmt: skip
