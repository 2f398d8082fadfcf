"""In 进: reporting, verifying 核查, and triage 受理 until a case is filed or ends unfiled."""

from app.workflow import conditions as c
from app.workflow.evidence import BEFORE_AND_AFTER_PHOTO
from app.workflow.table.row import A, P, R, S, row
from app.workflow.transition import Clock, Transition

ROWS: tuple[Transition, ...] = (
    # --- in 进 -----------------------------------------------------------------------------------------------
    row(A.REPORT, (), S.REPORTED, P.REPORT, R.ANY_STAFF, R.RESIDENT,
        requires=("description",),
        accepts=("title", "location", "category_code", "contact", "nature_code", "source_code")),
    row(A.SELF_HANDLE, S.REPORTED, S.RESOLVED, P.VERIFY, R.REPORTER,
        conditions=(c.NOT_YET_FILED,), evidence=BEFORE_AND_AFTER_PHOTO,
        requires=("category_code", "result")),
    row(A.REFUSE_SELF_HANDLING, S.RESOLVED, S.REPORTED, P.DISPATCH, R.DISPATCHER,
        conditions=(c.WITHOUT_A_UNIT, c.NOT_IN_PARTS), requires=("reason_code",), accepts=("note",)),
    row(A.REFUSE_SELF_HANDLING, S.CHECKING, S.REPORTED, P.VERIFY, R.CHECKER,
        conditions=(c.WITHOUT_A_UNIT,), requires=("reason_code",), accepts=("note",)),
    # --- verify before filing 核查 -----------------------------------------------------------------------------
    row(A.REQUEST_VERIFICATION, S.REPORTED, S.VERIFYING, P.TRIAGE, R.TRIAGE,
        conditions=(c.FIRST_VERIFICATION,), requires=("missing",), accepts=("verifier_id",)),
    row(A.SUBMIT_VERIFICATION, S.VERIFYING, S.REPORTED, P.VERIFY, R.VERIFIER,
        requires=("confirmed", "finding"), accepts=("location",)),
    row(A.REASSIGN, S.VERIFYING, None, P.TRIAGE, R.TRIAGE, accepts=("person_id", "note")),
    row(A.EXPIRE_VERIFICATION, S.VERIFYING, S.REPORTED, None, R.SYSTEM, conditions=(c.STAGE_EXPIRED,)),
    # --- triage 受理 -------------------------------------------------------------------------------------------
    row(A.FILE, S.REPORTED, S.FILED, P.TRIAGE, R.TRIAGE,
        requires=("rule_code",),
        accepts=("area_code", "urgent", "privacy_tier", "nature_code", "note"), clock=Clock.START),
    row(A.REJECT, S.REPORTED, S.REJECTED, P.TRIAGE, R.TRIAGE,
        requires=("reason_code", "reply"), clock=Clock.STOP),
    row(A.OBJECT, S.REJECTED, S.REPORTED, P.REPORT, R.REPORTER,
        conditions=(c.FIRST_OBJECTION,), requires=("note",)),
    row(A.OBJECT, S.REJECTED, S.REPORTED, P.SPEAK_FOR_CALLERS, R.FOLLOWER,
        conditions=(c.FIRST_OBJECTION,), requires=("note",)),
    row(A.OBJECT, S.REJECTED, S.REPORTED, None, R.RESIDENT,
        conditions=(c.FIRST_OBJECTION,), requires=("note",)),
    row(A.MERGE, (S.REPORTED, S.FILED), S.MERGED, P.TRIAGE, R.TRIAGE,
        conditions=(c.NOTHING_MERGED_INTO_IT,), requires=("target_id",), accepts=("note",), clock=Clock.STOP),
    row(A.UNMERGE, S.MERGED, S.REPORTED, P.TRIAGE, R.TRIAGE,
        conditions=(c.MERGED_WHILE_REPORTED, c.WITHIN_UNMERGE_WINDOW), accepts=("note",), clock=Clock.CONTINUE),
    row(A.UNMERGE, S.MERGED, S.FILED, P.TRIAGE, R.TRIAGE,
        conditions=(c.MERGED_WHILE_FILED, c.WITHIN_UNMERGE_WINDOW), accepts=("note",), clock=Clock.CONTINUE),
    row(A.CANCEL, S.REPORTED, S.CANCELLED, P.REPORT, R.REPORTER,
        conditions=(c.NOT_YET_FILED, c.NEVER_REOPENED), requires=("reason_code",), accepts=("note",),
        clock=Clock.STOP),
    row(A.CANCEL, (S.REPORTED, S.FILED), S.CANCELLED, P.TRIAGE, R.TRIAGE,
        requires=("reason_code",), accepts=("note",), clock=Clock.STOP),
)  # fmt: skip
