"""Each condition of the flow by examples of the trade, on both sides of its border."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.workflow import conditions as c
from app.workflow.approvals import ApprovalKind
from app.workflow.condition import Condition
from app.workflow.privacy import PrivacyTier
from app.workflow.states import Status
from tests.facts import A_CASE
from tests.times import at

NOW = at("24 11:00")
MOMENT = timedelta(microseconds=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ME = UUID(int=1)

Facts = dict[str, Any]


def since(column: str, limit: timedelta) -> tuple[list[Facts], list[Facts]]:
    """Within a window: at its beginning and the moment before its end; neither at its end, nor where it never began."""
    return [{column: NOW}, {column: NOW - limit + MOMENT}], [{column: NOW - limit}, {column: None}]


def due(column: str) -> tuple[list[Facts], list[Facts]]:
    """A time that is over: from the very moment on."""
    return [{column: NOW}, {column: NOW - DAY}], [{column: NOW + MOMENT}, {column: None}]


def turned(pair: tuple[list[Facts], list[Facts]]) -> tuple[list[Facts], list[Facts]]:
    return pair[1], pair[0]


SUSPENSION: Facts = {"pending_request": ApprovalKind.SUSPENSION}
EXTENSION: Facts = {"pending_request": ApprovalKind.EXTENSION}
ENDORSED: Facts = {"request_endorsed": True}
RULED: Facts = {"ruling_binds": True, "return_departments": ("CG", "SW", "CG")}
AT_WORK: Facts = {"status": Status.HANDLING, "dispatched_at": NOW - DAY}
#: Where it holds, and where it does not.
EXAMPLES: dict[Condition, tuple[list[Facts], list[Facts]]] = {
    # several hands
    c.EXCUSE_NOT_ASKED: (
        [{"open_assists": ("SW",)}, {"open_assists": ("SW", "CG"), "pending_excuses": ("SW",)}],
        [{"open_assists": ("SW",), "pending_excuses": ("SW",)}, {"open_assists": ()}],
    ),
    c.EXCUSE_ASKED: ([{"pending_excuses": ("SW",)}], [{"pending_excuses": ()}]),
    c.ASSIST_OVERDUE: due("assist_due_at"),
    c.NO_WHISTLE_OPEN: ([{"called": ()}], [{"called": ("SW",)}]),
    c.WHISTLE_OPEN: ([{"called": ("SW",)}], [{"called": ()}]),
    c.CALLS_WAITING: ([{"called": ("SW",), "open_calls": ("SW",)}], [{"called": ("SW",), "open_calls": ()}]),
    c.CALLS_SETTLED: (
        [{"called": ("SW",), "whistle_due_at": None}, {"called": ("SW",), "whistle_due_at": NOW - MOMENT}],
        [{"called": ("SW",), "whistle_due_at": NOW}, {"called": (), "whistle_due_at": None}],
    ),
    c.RESPONSE_DUE: due("whistle_due_at"),
    c.WHISTLE_EXPIRED: due("whistle_ends_at"),
    # before a case is routed
    c.NOT_YET_FILED: ([{"filed_at": None}], [{"filed_at": NOW}]),
    c.MERGED_WHILE_REPORTED: (
        [{"status_before_merge": Status.REPORTED}],
        [{"status_before_merge": Status.FILED}, {"status_before_merge": None}],
    ),
    c.MERGED_WHILE_FILED: (
        [{"status_before_merge": Status.FILED}],
        [{"status_before_merge": Status.REPORTED}, {"status_before_merge": None}],
    ),
    c.FIRST_VERIFICATION: ([{"verification_count": 0}], [{"verification_count": 1}]),
    c.FIRST_OBJECTION: ([{"objection_count": 0}], [{"objection_count": 1}]),
    c.NOTHING_MERGED_INTO_IT: ([{"has_merged_cases": False}], [{"has_merged_cases": True}]),
    c.WITHIN_UNMERGE_WINDOW: since("merged_at", 24 * HOUR),
    c.NEVER_REOPENED: ([{"reopen_count": 0}], [{"reopen_count": 1}]),
    # who has it
    c.WITHIN_RETURN_WINDOW: (
        [{"return_until": NOW + MOMENT}],
        [{"return_until": NOW}, {"return_until": NOW - DAY}, {"return_until": None}],
    ),
    c.FEWER_THAN_TWO_RETURNS: (
        [
            {"lead_department": "CG", "return_departments": ()},
            {"lead_department": "CG", "return_departments": ("CG", "SW", "SW")},
        ],
        [{"lead_department": "CG", "return_departments": ("CG", "SW", "CG")}],
    ),
    c.NO_RULING: ([{"ruling_binds": False}], [{"ruling_binds": True}]),
    c.BEFORE_THE_THIRD_DISPUTE: (
        [{"return_departments": ("CG",)}, {"return_departments": ("CG", "SW")}],
        [{"return_departments": ("CG", "SW", "CG")}],
    ),
    c.FROM_THE_THIRD_DISPUTE: (
        [{"return_departments": ("CG", "SW", "CG")}, {"return_departments": ("CG", "SW", "CG", "JT")}],
        [{"return_departments": ("CG", "SW")}],
    ),
    c.NOT_RULED_BY_THE_LEADER: (
        [{}, RULED | {"return_departments": ("CG", "SW")}, RULED | {"ruling_binds": False}],
        [RULED],
    ),
    c.RULED_BY_THE_LEADER: (
        [RULED],
        [{}, RULED | {"return_departments": ("CG", "SW")}, RULED | {"ruling_binds": False}],
    ),
    c.NO_PROGRESS_YET: (
        [
            AT_WORK | {"progress_at": None},
            AT_WORK | {"progress_at": NOW - DAY - MOMENT},  # of a unit that had it before
            AT_WORK | {"progress_at": NOW, "status": Status.DISPATCHED},
        ],
        [AT_WORK | {"progress_at": NOW - DAY}, AT_WORK | {"progress_at": NOW, "dispatched_at": None}],
    ),
    c.REDIRECTED_SELDOM: ([{"redirect_count": 0}, {"redirect_count": 2}], [{"redirect_count": 3}]),
    c.DELEGATED_SELDOM: ([{"delegation_count": 0}, {"delegation_count": 2}], [{"delegation_count": 3}]),
    c.HELD_BY_ONE_CENTRE: ([{"centre_path": "440310/"}], [{"centre_path": None}]),
    c.NO_PART_ITSELF: ([{"is_part": False}], [{"is_part": True}]),
    c.NOT_IN_PARTS: ([{"part_count": 0}, {"part_count": 2, "lead_department": "CG"}], [{"part_count": 2}]),
    c.IN_PARTS: ([{"part_count": 2}], [{"part_count": 0}, {"part_count": 2, "lead_department": "CG"}]),
    c.ASSISTS_DONE: ([{"open_assists": ()}], [{"open_assists": ("SW",)}]),
    c.NOBODY_HANDLES: ([{"handler_id": None}], [{"handler_id": UUID(int=3)}]),
    c.HANDLED_BY_A_UNIT: ([{"lead_department": "CG"}], [{"lead_department": None}]),
    c.WITHOUT_A_UNIT: ([{"lead_department": None}], [{"lead_department": "CG"}]),
    # the pool
    c.NOT_URGENT: ([{"urgent": False}], [{"urgent": True}]),
    c.NOT_CONFIDENTIAL: (
        [{"privacy_tier": PrivacyTier.NORMAL}, {"privacy_tier": PrivacyTier.RESTRICTED}],
        [{"privacy_tier": PrivacyTier.CONFIDENTIAL}],
    ),
    c.TIME_LEFT: ([{"due_at": NOW + MOMENT}, {"due_at": None}], [{"due_at": NOW}]),
    c.STAGE_RUNNING: ([{"stage_due_at": NOW + MOMENT}, {"stage_due_at": None}], [{"stage_due_at": NOW}]),
    # its resident
    c.WITHIN_RATING_WINDOW: since("closed_at", 14 * DAY),
    c.RATING_WINDOW_OVER: (
        [{"closed_at": NOW - 14 * DAY}],
        [{"closed_at": NOW - 14 * DAY + MOMENT}, {"closed_at": None}],
    ),
    c.WITHIN_REOPEN_WINDOW: since("closed_at", 30 * DAY),
    c.NAMED_TO_UNITS: (
        [{"privacy_tier": PrivacyTier.NORMAL}],
        [{"privacy_tier": PrivacyTier.RESTRICTED}, {"privacy_tier": PrivacyTier.CONFIDENTIAL}],
    ),
    c.HAS_CONTACT: ([{"has_contact": True}], [{"has_contact": False}]),
    c.RESIDENT_TO_ASK: ([{"only_staff_to_ask": False}], [{"only_staff_to_ask": True}]),
    c.NOT_URGED_TODAY: turned(since("resident_urged_at", DAY)),
    # supervising
    c.NOT_URGED_LATELY: turned(since("urged_at", HOUR)),
    c.NO_ORDER_OPEN: ([{"order_due_at": None}], [{"order_due_at": NOW}]),
    c.ORDER_OPEN: ([{"order_due_at": NOW}], [{"order_due_at": None}]),
    c.ORDER_UNANSWERED: due("order_due_at"),
    # time
    c.STAGE_EXPIRED: due("stage_due_at"),
    c.NOTHING_PENDING: ([{"pending_request": None}], [SUSPENSION, EXTENSION | ENDORSED]),
    c.NOT_YET_SUSPENDED: ([{"suspension_count": 0}], [{"suspension_count": 1}]),
    c.SUSPENSION_ASKED: ([SUSPENSION], [{}, ENDORSED, SUSPENSION | ENDORSED, EXTENSION]),
    c.SUSPENSION_ENDORSED: ([SUSPENSION | ENDORSED], [{}, ENDORSED, SUSPENSION, EXTENSION | ENDORSED]),
    c.EXTENSION_ASKED: ([EXTENSION], [{}, ENDORSED, EXTENSION | ENDORSED, SUSPENSION]),
    c.EXTENSION_ENDORSED: ([EXTENSION | ENDORSED], [{}, ENDORSED, EXTENSION, SUSPENSION | ENDORSED]),
    c.ENDORSED_BY_ANOTHER: ([{}, {"endorsed_by": ME}], []),
    c.RESUMPTION_DUE: due("resume_at"),
    c.FEWER_THAN_TWO_EXTENSIONS: ([{"extension_count": 0}, {"extension_count": 1}], [{"extension_count": 2}]),
    c.NOT_OVERDUE: ([{"due_at": NOW}, {"due_at": NOW + DAY}], [{"due_at": NOW - MOMENT}, {"due_at": None}]),
    c.OVERDUE: ([{"due_at": NOW - MOMENT}], [{"due_at": NOW}, {"due_at": None}]),
}  # fmt: skip
KNOWN = {told: name for name, told in vars(c).items() if isinstance(told, Condition)}


def holds(condition: Condition, facts: Facts, now: datetime = NOW) -> bool:
    return condition.holds(replace(A_CASE, **facts), now)


def test_every_condition_has_examples() -> None:
    assert set(EXAMPLES) == set(KNOWN)


@pytest.mark.parametrize("condition", EXAMPLES, ids=KNOWN.get)
def test_a_condition_holds_on_its_side_of_the_border_alone(condition: Condition) -> None:
    where, elsewhere = EXAMPLES[condition]

    assert [facts for facts in where if not holds(condition, facts)] == []
    assert [facts for facts in elsewhere if holds(condition, facts)] == []


def test_who_endorsed_a_request_and_nobody_else_is_barred_from_deciding_it() -> None:
    case = replace(A_CASE, endorsed_by=ME)
    barred = {condition for condition in KNOWN if condition.bars(case, ME)}

    assert barred == {c.ENDORSED_BY_ANOTHER}
    assert not c.ENDORSED_BY_ANOTHER.bars(case, UUID(int=2))
    assert not c.ENDORSED_BY_ANOTHER.bars(A_CASE, ME)
