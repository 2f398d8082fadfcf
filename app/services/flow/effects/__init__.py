"""What each action does besides changing the status: one function an action, in rooms by the stage it belongs to."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any

from app.services.flow.effects import (
    closing,
    following,
    handing_over,
    handling,
    locating,
    merging,
    reassigning,
    recomputing,
    requests,
    routing,
    supervision,
    triage,
)
from app.services.flow.move import Move
from app.workflow.actions import Action

#: An action that is not named changes nothing but the status, the clocks and the history.
EFFECTS: Mapping[Action, Callable[[Move, Any], Awaitable[None]]] = MappingProxyType(
    {
        Action.SELF_HANDLE: triage.self_handle,
        Action.REFUSE_SELF_HANDLING: triage.refuse_self_handling,
        Action.REQUEST_VERIFICATION: triage.request_verification,
        Action.SUBMIT_VERIFICATION: triage.submit_verification,
        Action.EXPIRE_VERIFICATION: triage.end_verification,
        Action.FILE: triage.file,
        Action.REJECT: triage.reject,
        Action.OBJECT: triage.record_objection,
        Action.MERGE: merging.merge,
        Action.UNMERGE: merging.unmerge,
        Action.REFILE: triage.refile,
        Action.DISPATCH: routing.dispatch,
        Action.RECALL: routing.recall,
        Action.REDIRECT: routing.redirect,
        Action.REQUEST_RETURN: routing.request_return,
        Action.APPROVE_RETURN: routing.approve_return,
        Action.REFUSE_RETURN: routing.refuse_return,
        Action.SIGN: handling.sign,
        Action.AUTO_SIGN: handling.auto_sign,
        Action.PROGRESS: handling.progress,
        Action.REASSIGN: reassigning.reassign,
        Action.COMPLETE_ASSIST: handling.complete_assist,
        Action.RELEASE_ASSIST: handling.release_assist,
        Action.REQUEST_SUSPENSION: requests.request_suspension,
        Action.APPROVE_SUSPENSION: requests.approve_suspension,
        Action.REFUSE_SUSPENSION: requests.refuse_suspension,
        Action.RESUME: requests.resume,
        Action.REQUEST_EXTENSION: requests.request_extension,
        Action.APPROVE_EXTENSION: requests.approve_extension,
        Action.REFUSE_EXTENSION: requests.refuse_extension,
        Action.RESOLVE: handling.resolve,
        Action.ATTACH: handling.attach,
        Action.REQUEST_CHECK: closing.request_check,
        Action.PASS_CHECK: closing.pass_check,
        Action.FAIL_CHECK: closing.rework,
        Action.REWORK: closing.rework,
        Action.CLOSE: closing.close,
        Action.FORCE_CLOSE: closing.force_close,
        Action.REOPEN: closing.reopen,
        Action.ISSUE_RATING_LINK: closing.issue_rating_link,
        Action.RATE: closing.rate,
        Action.HAND_OVER: handing_over.hand_over,
        Action.FOLLOW: following.follow,
        Action.UNFOLLOW: following.unfollow,
        Action.URGE: supervision.urge,
        Action.SUPERVISE: supervision.supervise,
        Action.ANSWER_SUPERVISION: supervision.answer_supervision,
        Action.WITHDRAW_SUPERVISION: supervision.withdraw_supervision,
        Action.RAISE_SUPERVISION: supervision.raise_supervision,
        Action.WARN: supervision.warn,
        Action.REMIND_OVERDUE: supervision.remind_overdue,
        Action.RAISE_OVERDUE: supervision.raise_overdue,
        Action.REDATE: recomputing.redate,
        Action.CORRECT_LOCATION: locating.correct,
    }
)
