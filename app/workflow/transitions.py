"""The table: every move of a case from report to archive, one row a move. Nothing else decides what may happen.

Read a row as: this action takes a case from one of these statuses to that one; this permission and one of these
relations are needed; these conditions must hold; these fields must, those may be given; this is what the clocks do.
"""

from collections.abc import Mapping
from types import MappingProxyType

from app.authz import Permission
from app.workflow import conditions as c
from app.workflow.actions import Action
from app.workflow.condition import Condition
from app.workflow.evidence import AFTER_PHOTO, BEFORE_AND_AFTER_PHOTO, Evidence
from app.workflow.relations import Relation as R
from app.workflow.states import OPEN, Status
from app.workflow.states import Status as S
from app.workflow.transition import Clock, Transition


def _row(
    action: Action,
    sources: Status | frozenset[Status] | tuple[Status, ...],
    target: Status | None,
    permission: Permission | None,
    *who: R,
    conditions: tuple[Condition, ...] = (),
    evidence: Evidence | None = None,
    requires: tuple[str, ...] = (),
    accepts: tuple[str, ...] = (),
    clock: Clock = Clock.NONE,
) -> Transition:
    origin = frozenset({sources}) if isinstance(sources, Status) else frozenset(sources)
    return Transition(action, origin, target, permission, who, conditions, evidence, requires, accepts, clock)


A, P = Action, Permission

TRANSITIONS: tuple[Transition, ...] = (
    # --- in 进 -----------------------------------------------------------------------------------------------
    _row(A.REPORT, (), S.REPORTED, P.REPORT, R.ANY_STAFF, R.RESIDENT,
         requires=("description",),
         accepts=("title", "location", "category_code", "contact", "nature_code", "source_code")),
    _row(A.SELF_HANDLE, S.REPORTED, S.RESOLVED, P.VERIFY, R.REPORTER,
         conditions=(c.NOT_YET_FILED,), evidence=BEFORE_AND_AFTER_PHOTO,
         requires=("category_code", "result")),
    _row(A.REFUSE_SELF_HANDLING, S.RESOLVED, S.REPORTED, P.DISPATCH, R.DISPATCHER,
         conditions=(c.WITHOUT_A_UNIT,), requires=("reason_code",), accepts=("note",)),
    _row(A.REFUSE_SELF_HANDLING, S.CHECKING, S.REPORTED, P.VERIFY, R.CHECKER,
         conditions=(c.WITHOUT_A_UNIT,), requires=("reason_code",), accepts=("note",)),
    # --- verify before filing 核查 -----------------------------------------------------------------------------
    _row(A.REQUEST_VERIFICATION, S.REPORTED, S.VERIFYING, P.TRIAGE, R.TRIAGE,
         conditions=(c.FIRST_VERIFICATION,), requires=("missing",), accepts=("verifier_id",)),
    _row(A.SUBMIT_VERIFICATION, S.VERIFYING, S.REPORTED, P.VERIFY, R.VERIFIER,
         requires=("confirmed", "finding"), accepts=("location",)),
    _row(A.REASSIGN, S.VERIFYING, None, P.TRIAGE, R.TRIAGE, accepts=("person_id", "note")),
    _row(A.EXPIRE_VERIFICATION, S.VERIFYING, S.REPORTED, None, R.SYSTEM, conditions=(c.STAGE_EXPIRED,)),
    # --- triage 受理 -------------------------------------------------------------------------------------------
    _row(A.FILE, S.REPORTED, S.FILED, P.TRIAGE, R.TRIAGE,
         requires=("rule_code",),
         accepts=("area_code", "urgent", "privacy_tier", "nature_code", "note"), clock=Clock.START),
    _row(A.REJECT, S.REPORTED, S.REJECTED, P.TRIAGE, R.TRIAGE,
         requires=("reason_code", "reply"), clock=Clock.STOP),
    _row(A.OBJECT, S.REJECTED, S.REPORTED, P.REPORT, R.REPORTER,
         conditions=(c.FIRST_OBJECTION,), requires=("note",)),
    _row(A.OBJECT, S.REJECTED, S.REPORTED, P.SPEAK_FOR_CALLERS, R.FOLLOWER,
         conditions=(c.FIRST_OBJECTION,), requires=("note",)),
    _row(A.OBJECT, S.REJECTED, S.REPORTED, None, R.RESIDENT,
         conditions=(c.FIRST_OBJECTION,), requires=("note",)),
    _row(A.MERGE, (S.REPORTED, S.FILED), S.MERGED, P.TRIAGE, R.TRIAGE,
         conditions=(c.NOTHING_MERGED_INTO_IT,), requires=("target_id",), accepts=("note",), clock=Clock.STOP),
    _row(A.UNMERGE, S.MERGED, S.REPORTED, P.TRIAGE, R.TRIAGE,
         conditions=(c.MERGED_WHILE_REPORTED, c.WITHIN_UNMERGE_WINDOW), accepts=("note",), clock=Clock.CONTINUE),
    _row(A.UNMERGE, S.MERGED, S.FILED, P.TRIAGE, R.TRIAGE,
         conditions=(c.MERGED_WHILE_FILED, c.WITHIN_UNMERGE_WINDOW), accepts=("note",), clock=Clock.CONTINUE),
    _row(A.CANCEL, S.REPORTED, S.CANCELLED, P.REPORT, R.REPORTER,
         conditions=(c.NOT_YET_FILED, c.NEVER_REOPENED), requires=("reason_code",), accepts=("note",),
         clock=Clock.STOP),
    _row(A.CANCEL, (S.REPORTED, S.FILED), S.CANCELLED, P.TRIAGE, R.TRIAGE,
         requires=("reason_code",), accepts=("note",), clock=Clock.STOP),
    # --- route 派遣 --------------------------------------------------------------------------------------------
    _row(A.DISPATCH, S.FILED, S.DISPATCHED, P.DISPATCH, R.DISPATCHER,
         requires=("lead",), accepts=("assists", "note")),
    _row(A.REFILE, (S.FILED, S.DISPATCHED, S.RETURN_REVIEW), None, P.TRIAGE, R.TRIAGE,
         requires=("rule_code", "note")),
    _row(A.RECALL, (S.DISPATCHED, S.HANDLING), S.FILED, P.DISPATCH, R.DISPATCHER,
         conditions=(c.NO_PROGRESS_YET, c.REDIRECTED_SELDOM, c.NOT_RULED_BY_THE_LEADER),
         requires=("reason_code",), accepts=("note",), clock=Clock.CONTINUE),
    _row(A.RECALL, (S.DISPATCHED, S.HANDLING), S.FILED, P.LEAD_CENTRE, R.CENTRE_LEADER,
         conditions=(c.NO_PROGRESS_YET, c.REDIRECTED_SELDOM, c.RULED_BY_THE_LEADER),
         requires=("reason_code",), accepts=("note",), clock=Clock.CONTINUE),
    _row(A.REDIRECT, (S.DISPATCHED, S.HANDLING), S.DISPATCHED, P.DISPATCH, R.DISPATCHER,
         conditions=(c.NO_PROGRESS_YET, c.REDIRECTED_SELDOM, c.NOT_RULED_BY_THE_LEADER),
         requires=("lead", "reason_code"), accepts=("assists", "note"), clock=Clock.CONTINUE),
    _row(A.REDIRECT, (S.DISPATCHED, S.HANDLING), S.DISPATCHED, P.LEAD_CENTRE, R.CENTRE_LEADER,
         conditions=(c.NO_PROGRESS_YET, c.REDIRECTED_SELDOM, c.RULED_BY_THE_LEADER),
         requires=("lead", "reason_code"), accepts=("assists", "note"), clock=Clock.CONTINUE),
    _row(A.SEND_BACK, S.FILED, S.REPORTED, P.DISPATCH, R.DISPATCHER, requires=("note",)),
    # --- handle 处置 -------------------------------------------------------------------------------------------
    _row(A.SIGN, S.DISPATCHED, S.HANDLING, P.HANDLE, R.UNIT, accepts=("handler_id",)),
    _row(A.AUTO_SIGN, S.DISPATCHED, S.HANDLING, None, R.SYSTEM, conditions=(c.STAGE_EXPIRED,)),
    _row(A.REQUEST_RETURN, S.DISPATCHED, S.RETURN_REVIEW, P.HANDLE, R.UNIT,
         conditions=(c.WITHIN_RETURN_WINDOW, c.FEWER_THAN_TWO_RETURNS, c.NO_RULING),
         requires=("reason_code", "proposed_department"), accepts=("note",), clock=Clock.PAUSE),
    _row(A.APPROVE_RETURN, S.RETURN_REVIEW, S.FILED, P.DISPATCH, R.DISPATCHER,
         conditions=(c.BEFORE_THE_THIRD_DISPUTE,), accepts=("note",), clock=Clock.CONTINUE),
    _row(A.APPROVE_RETURN, S.RETURN_REVIEW, S.FILED, P.LEAD_CENTRE, R.CENTRE_LEADER,
         conditions=(c.FROM_THE_THIRD_DISPUTE,), accepts=("note",), clock=Clock.CONTINUE),
    _row(A.REFUSE_RETURN, S.RETURN_REVIEW, S.DISPATCHED, P.DISPATCH, R.DISPATCHER,
         conditions=(c.BEFORE_THE_THIRD_DISPUTE,), requires=("note",), clock=Clock.CONTINUE),
    _row(A.REFUSE_RETURN, S.RETURN_REVIEW, S.DISPATCHED, P.LEAD_CENTRE, R.CENTRE_LEADER,
         conditions=(c.FROM_THE_THIRD_DISPUTE,), requires=("note",), clock=Clock.CONTINUE),
    _row(A.COMPLETE_ASSIST, (S.DISPATCHED, S.HANDLING), None, P.HANDLE, R.ASSIST, requires=("note",)),
    _row(A.RELEASE_ASSIST, (S.DISPATCHED, S.HANDLING), None, P.DISPATCH, R.DISPATCHER,
         requires=("department", "note")),
    _row(A.PROGRESS, S.HANDLING, None, P.HANDLE, R.UNIT, R.ASSIST, requires=("note",)),
    # --- more time: the unit asks, the dispatcher endorses, a centre leader who did not endorse decides ------
    _row(A.REQUEST_SUSPENSION, S.HANDLING, None, P.HANDLE, R.UNIT,
         conditions=(c.NOTHING_PENDING, c.NOT_YET_SUSPENDED),
         requires=("reason_code", "resume_at"), accepts=("note",)),
    _row(A.APPROVE_SUSPENSION, S.HANDLING, None, P.DISPATCH, R.DISPATCHER,
         conditions=(c.SUSPENSION_ASKED,), accepts=("note",)),
    _row(A.APPROVE_SUSPENSION, S.HANDLING, S.SUSPENDED, P.LEAD_CENTRE, R.CENTRE_LEADER,
         conditions=(c.SUSPENSION_ENDORSED, c.ENDORSED_BY_ANOTHER), accepts=("note",), clock=Clock.SUSPEND),
    _row(A.REFUSE_SUSPENSION, S.HANDLING, None, P.DISPATCH, R.DISPATCHER,
         conditions=(c.SUSPENSION_ASKED,), requires=("note",)),
    _row(A.REFUSE_SUSPENSION, S.HANDLING, None, P.LEAD_CENTRE, R.CENTRE_LEADER,
         conditions=(c.SUSPENSION_ENDORSED,), requires=("note",)),
    _row(A.RESUME, S.SUSPENDED, S.HANDLING, P.HANDLE, R.UNIT, accepts=("note",), clock=Clock.RESUME),
    _row(A.RESUME, S.SUSPENDED, S.HANDLING, P.DISPATCH, R.DISPATCHER, accepts=("note",), clock=Clock.RESUME),
    _row(A.RESUME, S.SUSPENDED, S.HANDLING, None, R.SYSTEM, conditions=(c.RESUMPTION_DUE,), clock=Clock.RESUME),
    _row(A.REQUEST_EXTENSION, S.HANDLING, None, P.HANDLE, R.UNIT,
         conditions=(c.NOTHING_PENDING, c.FEWER_THAN_TWO_EXTENSIONS, c.NOT_OVERDUE),
         requires=("reason_code", "amount"), accepts=("note",)),
    _row(A.APPROVE_EXTENSION, S.HANDLING, None, P.DISPATCH, R.DISPATCHER,
         conditions=(c.EXTENSION_ASKED, c.NOT_OVERDUE), accepts=("note",)),
    _row(A.APPROVE_EXTENSION, S.HANDLING, S.HANDLING, P.LEAD_CENTRE, R.CENTRE_LEADER,
         conditions=(c.EXTENSION_ENDORSED, c.ENDORSED_BY_ANOTHER, c.NOT_OVERDUE), accepts=("note",),
         clock=Clock.EXTEND),
    _row(A.REFUSE_EXTENSION, S.HANDLING, None, P.DISPATCH, R.DISPATCHER,
         conditions=(c.EXTENSION_ASKED,), requires=("note",)),
    _row(A.REFUSE_EXTENSION, S.HANDLING, None, P.LEAD_CENTRE, R.CENTRE_LEADER,
         conditions=(c.EXTENSION_ENDORSED,), requires=("note",)),
    _row(A.RESOLVE, S.HANDLING, S.RESOLVED, P.HANDLE, R.UNIT,
         conditions=(c.ASSISTS_DONE,), evidence=AFTER_PHOTO,
         requires=("result",), accepts=("photo_exemption",), clock=Clock.STOP),
    # --- check 核实 --------------------------------------------------------------------------------------------
    _row(A.REQUEST_CHECK, S.RESOLVED, S.CHECKING, P.DISPATCH, R.DISPATCHER, accepts=("checker_id", "note")),
    _row(A.REASSIGN, S.CHECKING, None, P.DISPATCH, R.DISPATCHER, accepts=("person_id", "note")),
    _row(A.PASS_CHECK, S.CHECKING, S.CLOSED, P.VERIFY, R.CHECKER,
         requires=("finding",), accepts=("reply",), clock=Clock.STOP),
    _row(A.FAIL_CHECK, S.CHECKING, S.HANDLING, P.VERIFY, R.CHECKER,
         conditions=(c.HANDLED_BY_A_UNIT,), requires=("reason_code", "finding"), clock=Clock.CONTINUE),
    _row(A.REWORK, (S.RESOLVED, S.CHECKING), S.HANDLING, P.DISPATCH, R.DISPATCHER,
         conditions=(c.HANDLED_BY_A_UNIT,), requires=("reason_code",), accepts=("note",), clock=Clock.CONTINUE),
    # --- out 出 ------------------------------------------------------------------------------------------------
    _row(A.CLOSE, (S.RESOLVED, S.CHECKING), S.CLOSED, P.DISPATCH, R.DISPATCHER,
         requires=("close_condition_met", "reply"), accepts=("note",), clock=Clock.STOP),
    _row(A.FORCE_CLOSE, OPEN, S.CLOSED, P.LEAD_CENTRE, R.CENTRE_LEADER,
         requires=("reason_code", "reply"), accepts=("note",), clock=Clock.STOP),
    _row(A.REOPEN, (S.CLOSED, S.ARCHIVED), S.HANDLING, P.SUPERVISE, R.SUPERVISOR,
         conditions=(c.HANDLED_BY_A_UNIT, c.WITHIN_REOPEN_WINDOW),
         requires=("reason_code",), accepts=("note",), clock=Clock.RESTART),
    _row(A.REOPEN, (S.CLOSED, S.ARCHIVED), S.REPORTED, P.SUPERVISE, R.SUPERVISOR,
         conditions=(c.WITHOUT_A_UNIT, c.WITHIN_REOPEN_WINDOW), requires=("reason_code",), accepts=("note",),
         clock=Clock.CLEAR),
    _row(A.REOPEN, S.CLOSED, S.HANDLING, None, R.RESIDENT,
         conditions=(c.HANDLED_BY_A_UNIT, c.WITHIN_RATING_WINDOW),
         requires=("reason_code",), accepts=("note",), clock=Clock.RESTART),
    _row(A.REOPEN, S.CLOSED, S.REPORTED, None, R.RESIDENT,
         conditions=(c.WITHOUT_A_UNIT, c.WITHIN_RATING_WINDOW), requires=("reason_code",), accepts=("note",),
         clock=Clock.CLEAR),
    _row(A.ISSUE_RATING_LINK, S.CLOSED, None, P.TRIAGE, R.CENTRE_APART,
         conditions=(c.WITHIN_RATING_WINDOW, c.HAS_CONTACT, c.RESIDENT_TO_ASK)),
    _row(A.ISSUE_RATING_LINK, S.CLOSED, None, P.DISPATCH, R.CENTRE_APART,
         conditions=(c.WITHIN_RATING_WINDOW, c.HAS_CONTACT, c.RESIDENT_TO_ASK)),
    _row(A.RATE, S.CLOSED, S.ARCHIVED, None, R.RESIDENT,
         conditions=(c.WITHIN_RATING_WINDOW,), requires=("score", "solved"), accepts=("words",)),
    _row(A.ARCHIVE, S.CLOSED, S.ARCHIVED, None, R.SYSTEM, conditions=(c.RATING_WINDOW_OVER,)),
    # --- supervise 督办 ------------------------------------------------------------------------------------------
    _row(A.URGE, OPEN, None, P.SUPERVISE, R.SUPERVISOR, conditions=(c.NOT_URGED_LATELY,), requires=("note",)),
    _row(A.URGE, OPEN, None, P.DISPATCH, R.DISPATCHER, conditions=(c.NOT_URGED_LATELY,), requires=("note",)),
    _row(A.URGE, OPEN, None, P.TRIAGE, R.TRIAGE, conditions=(c.NOT_URGED_LATELY,), requires=("note",)),
    _row(A.URGE, OPEN, None, P.SPEAK_FOR_CALLERS, R.REPORTER, R.FOLLOWER,
         conditions=(c.NOT_URGED_LATELY,), requires=("note",)),
    _row(A.URGE, OPEN, None, None, R.RESIDENT, conditions=(c.NOT_URGED_TODAY,), accepts=("note",)),
    _row(A.SUPERVISE, OPEN, None, P.SUPERVISE, R.SUPERVISOR,
         conditions=(c.HANDLED_BY_A_UNIT, c.NO_ORDER_OPEN), requires=("demand",), accepts=("level",)),
    _row(A.ANSWER_SUPERVISION, OPEN, None, P.HANDLE, R.UNIT, conditions=(c.ORDER_OPEN,), requires=("answer",)),
    _row(A.WITHDRAW_SUPERVISION, OPEN, None, P.SUPERVISE, R.ISSUER, conditions=(c.ORDER_OPEN,), requires=("note",)),
    _row(A.RAISE_SUPERVISION, OPEN, None, None, R.SYSTEM, conditions=(c.ORDER_UNANSWERED,)),
    _row(A.WARN, OPEN, None, None, R.SYSTEM, conditions=(c.NOT_OVERDUE,)),
    _row(A.REMIND_OVERDUE, OPEN, None, None, R.SYSTEM, conditions=(c.OVERDUE,)),
    _row(A.RAISE_OVERDUE, OPEN, None, None, R.SYSTEM, conditions=(c.OVERDUE,)),
    _row(A.REDATE, OPEN, None, None, R.SYSTEM),  # the calendar changed: every deadline is computed anew
    # --- in place: none has a clock of its own -------------------------------------------------------------------
    _row(A.SUPPLEMENT, OPEN, None, P.REPORT, R.REPORTER, R.FOLLOWER, R.TRIAGE, requires=("note",)),
    _row(A.SUPPLEMENT, OPEN, None, None, R.RESIDENT, requires=("note",)),
    _row(A.HAND_OVER, OPEN, None, P.ADMINISTER, R.ADMINISTRATOR, requires=("from_id", "to_id"), accepts=("note",)),
    _row(A.COMMENT, frozenset(S), None, P.COMMENT, R.ANY_STAFF, requires=("note",)),
    _row(A.FOLLOW, OPEN, None, P.REPORT, R.ANY_STAFF, accepts=("contact", "location", "report_id", "note")),
    _row(A.UNFOLLOW, OPEN | {S.CLOSED}, None, P.REPORT, R.FOLLOWER, accepts=("note",)),
    _row(A.ATTACH, OPEN, None, P.COMMENT,
         R.REPORTER, R.FOLLOWER, R.TRIAGE, R.UNIT, R.ASSIST, R.VERIFIER, R.CHECKER,
         requires=("purpose", "photo"), accepts=("location", "taken_at")),
    _row(A.ATTACH, OPEN, None, None, R.RESIDENT, requires=("photo",)),
    _row(A.CORRECT_LOCATION, (S.REPORTED, S.VERIFYING), None, P.REPORT, R.REPORTER,
         conditions=(c.NOT_YET_FILED,), requires=("location",), accepts=("address", "note")),
    _row(A.CORRECT_LOCATION, OPEN, None, P.TRIAGE, R.TRIAGE,
         requires=("location",), accepts=("address", "note")),
    _row(A.CORRECT_LOCATION, OPEN, None, P.DISPATCH, R.DISPATCHER,
         requires=("location",), accepts=("address", "note")),
    _row(A.REVEAL_CONTACT, OPEN | {S.CLOSED}, None, P.REVEAL_CONTACT,
         R.TRIAGE, R.CENTRE_LEADER, R.SUPERVISOR,
         conditions=(c.HAS_CONTACT,), requires=("reason_code",)),
    _row(A.REVEAL_CONTACT, OPEN | {S.CLOSED}, None, P.REVEAL_CONTACT, R.UNIT,
         conditions=(c.NAMED_TO_UNITS, c.HAS_CONTACT), requires=("reason_code",)),
    _row(A.VIEW_ORIGINAL, frozenset(S), None, P.VIEW_ORIGINALS, R.CENTRE_LEADER, R.SUPERVISOR,
         requires=("attachment_id", "reason_code")),
)  # fmt: skip


def _by_status() -> Mapping[Status, tuple[Transition, ...]]:
    return MappingProxyType({status: tuple(row for row in TRANSITIONS if status in row.sources) for status in Status})


FROM_STATUS: Mapping[Status, tuple[Transition, ...]] = _by_status()
ROWS_OF: Mapping[Action, tuple[Transition, ...]] = MappingProxyType(
    {action: tuple(row for row in TRANSITIONS if row.action is action) for action in Action}
)
