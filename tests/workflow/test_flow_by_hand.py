"""Which actions a status takes, said a second time by hand: a row that is lost or leads from elsewhere is noticed."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from app.workflow.actions import Action
from app.workflow.engine import WrongStatus, judge
from app.workflow.states import Status
from app.workflow.transitions import FROM_STATUS
from tests.workflow.test_table import EVERYTHING, NOW, ROWS, facts_for

A, S = Action, Status
_ALWAYS = {A.COMMENT, A.VIEW_ORIGINAL}
#: Whatever the stage, as long as the case is open.
_OPEN = _ALWAYS | {
    A.ANSWER_SUPERVISION, A.ATTACH, A.CORRECT_LOCATION, A.FOLLOW, A.FORCE_CLOSE, A.HAND_OVER, A.HAND_OVER_UNIT,
    A.RAISE_OVERDUE, A.RAISE_SUPERVISION, A.REDATE, A.REMIND_OVERDUE, A.REVEAL_CONTACT, A.SUPERVISE, A.SUPPLEMENT,
    A.UNFOLLOW, A.URGE, A.WARN, A.WITHDRAW_SUPERVISION, A.WHISTLE, A.RESPOND, A.DECLINE_WHISTLE, A.MISS_WHISTLE,
    A.SCORE_RESPONSE, A.END_WHISTLE, A.WITHDRAW_WHISTLE, A.RECORD_MINUTES, A.ESCALATE, A.DELEGATE,
}  # fmt: skip
_WITH_A_UNIT = {A.RECALL, A.REDIRECT, A.COMPLETE_ASSIST, A.RELEASE_ASSIST, A.ADD_ASSIST, A.REQUEST_EXCUSE,
                A.APPROVE_EXCUSE, A.REFUSE_EXCUSE, A.REMIND_ASSIST}  # fmt: skip
TAKES: Mapping[Status, set[Action]] = MappingProxyType(
    {
        S.SPLIT: _OPEN - {A.FORCE_CLOSE} | {A.PARTS_ENDED},
        S.REPORTED: _OPEN | {A.SPLIT, A.SELF_HANDLE, A.REQUEST_VERIFICATION, A.FILE, A.REJECT, A.MERGE, A.CANCEL},
        S.VERIFYING: _OPEN | {A.SUBMIT_VERIFICATION, A.REASSIGN, A.EXPIRE_VERIFICATION},
        S.FILED: _OPEN | {A.SPLIT, A.MERGE, A.CANCEL, A.DISPATCH, A.PUBLISH, A.REFILE, A.SEND_BACK},
        S.POOLED: _OPEN | {A.CLAIM, A.WITHDRAW, A.EXPIRE_POOL},
        S.DISPATCHED: _OPEN | _WITH_A_UNIT | {A.SIGN, A.AUTO_SIGN, A.REQUEST_RETURN, A.REFILE, A.TRANSFER},
        S.RETURN_REVIEW: _OPEN | {A.APPROVE_RETURN, A.REFUSE_RETURN, A.REFILE},
        S.HANDLING: _OPEN | _WITH_A_UNIT | {
            A.PROGRESS, A.DELIVER, A.RESOLVE, A.TRANSFER, A.REQUEST_SUSPENSION, A.APPROVE_SUSPENSION,
            A.REFUSE_SUSPENSION,
            A.REQUEST_EXTENSION, A.APPROVE_EXTENSION, A.REFUSE_EXTENSION,
        },
        S.SUSPENDED: _OPEN | {A.RESUME, A.TRANSFER},
        S.RESOLVED: _OPEN | {A.PART_REOPENED, A.REQUEST_CHECK, A.REWORK, A.CLOSE, A.REFUSE_SELF_HANDLING},
        S.CHECKING: _OPEN | {A.PASS_CHECK, A.FAIL_CHECK, A.REASSIGN, A.REWORK, A.CLOSE, A.REFUSE_SELF_HANDLING},
        S.CLOSED: _ALWAYS | {A.REOPEN, A.RATE, A.ARCHIVE, A.ISSUE_RATING_LINK, A.UNFOLLOW, A.REVEAL_CONTACT},
        S.ARCHIVED: _ALWAYS | {A.REOPEN},
        S.REJECTED: _ALWAYS | {A.OBJECT},
        S.MERGED: _ALWAYS | {A.UNMERGE},
        S.CANCELLED: _ALWAYS,
    }
)  # fmt: skip
#: Where a move leads; an action that is not here leaves the case where it is, or does so beside its move.
LEADS: Mapping[Action, set[Status]] = MappingProxyType(
    {
        A.SELF_HANDLE: {S.RESOLVED}, A.REFUSE_SELF_HANDLING: {S.REPORTED}, A.REQUEST_VERIFICATION: {S.VERIFYING},
        A.SUBMIT_VERIFICATION: {S.REPORTED}, A.EXPIRE_VERIFICATION: {S.REPORTED}, A.FILE: {S.FILED},
        A.REJECT: {S.REJECTED}, A.OBJECT: {S.REPORTED}, A.MERGE: {S.MERGED}, A.UNMERGE: {S.REPORTED, S.FILED},
        A.CANCEL: {S.CANCELLED}, A.DISPATCH: {S.DISPATCHED}, A.RECALL: {S.FILED},
        A.PUBLISH: {S.POOLED}, A.CLAIM: {S.HANDLING}, A.WITHDRAW: {S.FILED}, A.EXPIRE_POOL: {S.DISPATCHED},
        A.REDIRECT: {S.DISPATCHED},
        A.SEND_BACK: {S.REPORTED}, A.SIGN: {S.HANDLING}, A.AUTO_SIGN: {S.HANDLING},
        A.REQUEST_RETURN: {S.RETURN_REVIEW}, A.APPROVE_RETURN: {S.FILED}, A.REFUSE_RETURN: {S.DISPATCHED},
        A.APPROVE_SUSPENSION: {S.SUSPENDED}, A.RESUME: {S.HANDLING}, A.APPROVE_EXTENSION: {S.HANDLING},
        A.RESOLVE: {S.RESOLVED}, A.REQUEST_CHECK: {S.CHECKING}, A.PASS_CHECK: {S.CLOSED}, A.FAIL_CHECK: {S.HANDLING},
        A.REWORK: {S.HANDLING}, A.CLOSE: {S.CLOSED}, A.FORCE_CLOSE: {S.CLOSED}, A.REOPEN: {S.HANDLING, S.REPORTED},
        A.RATE: {S.ARCHIVED}, A.ARCHIVE: {S.ARCHIVED}, A.SPLIT: {S.SPLIT}, A.PARTS_ENDED: {S.RESOLVED},
        A.PART_REOPENED: {S.SPLIT},
    }
)  # fmt: skip


def test_a_status_takes_just_these_actions() -> None:
    assert {status: {row.action for row in rows} for status, rows in FROM_STATUS.items()} == TAKES, (
        "if you meant it, say it a second time in TAKES"
    )


def test_a_move_leads_just_there() -> None:
    led: dict[Action, set[Status]] = {}
    for row, _ in ROWS:
        if row.target is not None:
            led.setdefault(row.action, set()).add(row.target)

    assert led == LEADS


def test_who_holds_every_post_is_refused_by_the_status_and_by_nothing_else() -> None:
    """For each action of staff, in each status that does not take it."""
    by_status = {row.action: facts_for(row, status) for row, status in ROWS if row.permission is not None}
    wrong = [
        f"{action} {status}"
        for action, facts in by_status.items()
        for status in Status
        if action not in TAKES[status]
        and not isinstance(judge(action, EVERYTHING, replace(facts, status=status), NOW), WrongStatus)
    ]

    assert wrong == []
