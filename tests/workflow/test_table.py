"""The table itself, without a database: every allowed and forbidden pair, reachability, exits, words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.authz import Actor, HeldPost, Post
from app.workflow.actions import ACTION_LABELS, Action
from app.workflow.approvals import ApprovalKind
from app.workflow.engine import NotAllowed, Unmet, allowed, held_by, judge
from app.workflow.facts import CaseFacts
from app.workflow.reasons import REASONS
from app.workflow.relations import RELATION_LABELS, Relation
from app.workflow.states import FINAL, OPEN, STAGE_LABELS, STAGE_OF, STATUS_LABELS, Status
from app.workflow.transition import Clock, Transition
from app.workflow.transitions import TRANSITIONS
from tests.facts import A_CASE

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
ME = UUID(int=1)
PATH = "440310/440310001/440310001001/44031000100101/"
EVERYTHING = Actor(
    ME,
    "all posts",
    tuple(HeldPost(post, "440310/", frozenset({"CG"})) for post in Post),
)
NOBODY = Actor(UUID(int=2), "no post", ())
#: A case in which every relation to ME holds and whatever can be true at once is true.
GENEROUS = replace(
    A_CASE,
    status=Status.REPORTED,
    area_path=PATH,
    reporter_id=ME,
    lead_department="CG",
    verifier_id=ME,
    checker_id=ME,
    order_issued_by=ME,
    follower_ids=(ME,),
    has_contact=True,
    has_before_photo=True,
    has_after_photo=True,
    return_until=NOW + timedelta(hours=1),
    due_at=NOW,
    resume_at=NOW,
    merged_at=NOW,
    closed_at=NOW,
    stage_due_at=NOW,
)


def facts_for(row: Transition, status: Status) -> CaseFacts:
    """Facts under which every condition of the row holds."""
    facts = replace(GENEROUS, status=status)
    wanted = {condition.failure for condition in row.conditions}
    if row.action is Action.UNMERGE:
        facts = replace(facts, status_before_merge=row.target)
    if "has-unit" in wanted:
        facts = replace(facts, lead_department=None)
    if "dispatcher-decides" in wanted:
        facts = replace(facts, return_departments=("A", "B", "C"))
    if "leader-has-not-ruled" in wanted:
        facts = replace(facts, return_departments=("A", "B", "C"), ruling_binds=True)
    if "rating-window-open" in wanted:
        facts = replace(facts, closed_at=NOW - timedelta(days=15))
    facts = _with_requests(facts, wanted)
    facts = _in_the_pool(facts, wanted)
    facts = _with_several_hands(facts, row, wanted)
    return _with_whom(facts, row, wanted)


def _with_whom(facts: CaseFacts, row: Transition, wanted: set[str]) -> CaseFacts:
    if "not-in-parts" in wanted:
        return replace(facts, part_count=2, lead_department=None)
    if row.who == (Relation.UPPER_LEADER,) or "no-centre-alone" in wanted:
        return replace(facts, centre_path=PATH[: PATH.index("/", 20) + 1])
    if row.who == (Relation.CENTRE_APART,):
        return replace(facts, lead_department="SW")
    return facts


def _in_the_pool(facts: CaseFacts, wanted: set[str]) -> CaseFacts:
    if "no-time-left" in wanted:
        facts = replace(facts, due_at=NOW + timedelta(hours=1))
    if "pool-expired" in wanted:
        facts = replace(facts, lead_department=None, pool=("CG",), stage_due_at=NOW + timedelta(minutes=1))
    return facts


def _with_several_hands(facts: CaseFacts, row: Transition, wanted: set[str]) -> CaseFacts:
    if {Relation.ASSIST, Relation.CALLED} & set(row.who) and row.action is not Action.ATTACH:
        facts = replace(facts, open_assists=("CG",), called=("CG",), open_calls=("CG",))
    if wanted & {"no-whistle", "calls-waiting"}:
        facts = replace(facts, called=("CG",))
    if "no-excuse-asked" in wanted:
        facts = replace(facts, open_assists=("CG",), pending_excuses=("CG",))
    due = {
        "assist-not-due": "assist_due_at",
        "response-not-due": "whistle_due_at",
        "whistle-running": "whistle_ends_at",
    }
    return replace(facts, **{name: NOW for failure, name in due.items() if failure in wanted})


def _with_requests(facts: CaseFacts, wanted: set[str]) -> CaseFacts:
    for request in (ApprovalKind.SUSPENSION, ApprovalKind.EXTENSION):
        if wanted & {f"no-{request}-asked", f"{request}-not-endorsed"}:
            endorsed = f"{request}-not-endorsed" in wanted
            facts = replace(facts, pending_request=request, request_endorsed=endorsed)
    if wanted & {"no-order", "order-not-due"}:
        facts = replace(facts, order_due_at=NOW)
    if "not-overdue" in wanted:
        facts = replace(facts, due_at=NOW - timedelta(seconds=1))
    return facts


ROWS = [(row, status) for row in TRANSITIONS for status in sorted(row.sources)]


#: A comment asks only that the case is visible, which the row scope decides.
REACHING = [row for row in TRANSITIONS if row.sources and row.who != (Relation.ANY_STAFF,)]


def test_nobody_without_a_post_may_take_any_row() -> None:
    taken = [
        f"{row.action} {status}"
        for row, status in ROWS
        if not isinstance(judge(row.action, NOBODY, facts_for(row, status), NOW), NotAllowed)
    ]

    assert taken == []


def test_a_post_elsewhere_does_not_reach_the_case() -> None:
    elsewhere = Actor(UUID(int=3), "far", tuple(HeldPost(p, "440399/", frozenset({"FAR"})) for p in Post))
    reached = [
        f"{row.action} {status}"
        for row, status in ROWS
        if row in REACHING and not isinstance(judge(row.action, elsewhere, facts_for(row, status), NOW), NotAllowed)
    ]

    assert reached == []


_OF_ONE_POST = [Actor(ME, post, (HeldPost(post, "440310/", frozenset({"CG"})),)) for post in Post]


@pytest.mark.parametrize("actor", [EVERYTHING, *_OF_ONE_POST, NOBODY], ids=lambda actor: actor.name)
def test_what_is_offered_is_what_is_enforced(actor: Actor) -> None:
    for status in Status:
        for facts in (replace(GENEROUS, status=status), replace(A_CASE, status=status, area_path=PATH)):
            offered = [row.action for row in allowed(actor, facts, NOW)]
            enforced = {action for action in Action if isinstance(judge(action, actor, facts, NOW), Transition)}

            assert set(offered) == enforced
            assert len(offered) == len(enforced), "each once, by whichever of their rows"
            assert offered == [row.action for row in allowed(actor, facts, NOW, held_by(actor, facts))]


def test_every_status_is_reached_from_a_report() -> None:
    reached = {row.target for row in TRANSITIONS if not row.sources}
    while True:
        more = {row.target for row in TRANSITIONS if row.sources & reached and row.target} - reached
        if not more:
            break
        reached |= more

    assert reached == set(Status)


def test_every_open_status_leads_out_and_final_ones_do_not() -> None:
    leading_out = {source for row in TRANSITIONS if row.target not in (None, *row.sources) for source in row.sources}

    assert leading_out >= OPEN
    assert leading_out.isdisjoint(FINAL)


def test_everything_has_words_in_both_languages() -> None:
    for known, labels in (
        (Action, ACTION_LABELS),
        (Status, STATUS_LABELS),
        (Relation, RELATION_LABELS),
    ):
        assert set(labels) == set(known)
        assert all(zh and en for zh, en in labels.values())
    assert set(STAGE_OF) == set(Status)
    assert set(STAGE_OF.values()) == set(STAGE_LABELS)


def test_every_required_reason_can_be_chosen() -> None:
    asking = {row.action for row in TRANSITIONS if "reason_code" in row.requires}

    assert {Action.REJECT, Action.FORCE_CLOSE, Action.REOPEN} <= asking
    assert {action for action in asking if not REASONS.get(action)} == set()


def test_nothing_done_in_place_moves_a_clock() -> None:
    in_place = [row for row in TRANSITIONS if row.target is None]

    assert Action.COMMENT in {row.action for row in in_place}
    assert {row.clock for row in in_place} == {Clock.NONE}


def test_an_unmet_condition_is_named() -> None:
    found = judge(
        Action.REQUEST_RETURN, EVERYTHING, replace(GENEROUS, status=Status.DISPATCHED, ruling_binds=True), NOW
    )

    assert isinstance(found, Unmet)
    assert found.condition.failure == "ruling-binds"


@pytest.mark.parametrize("hand", [{"lead_department": "CG"}, {"team": "CG"}, {"assists": ("CG",)}, {"handler_id": ME}])
def test_who_had_a_hand_in_the_work_gets_no_link_to_rate_it(hand: dict[str, object]) -> None:
    closed = replace(GENEROUS, status=Status.CLOSED, lead_department="SW")

    assert isinstance(judge(Action.ISSUE_RATING_LINK, EVERYTHING, closed, NOW), Transition)
    assert isinstance(judge(Action.ISSUE_RATING_LINK, EVERYTHING, replace(closed, **hand), NOW), NotAllowed)


def test_the_third_dispute_is_the_leaders() -> None:
    facts = replace(GENEROUS, status=Status.RETURN_REVIEW, return_departments=("A", "B", "CG"))
    dispatcher = Actor(ME, "d", (HeldPost(Post.DISPATCHER, "440310/"),))

    assert isinstance(judge(Action.REFUSE_RETURN, dispatcher, facts, NOW), Unmet)
    assert isinstance(judge(Action.REFUSE_RETURN, EVERYTHING, facts, NOW), Transition)
