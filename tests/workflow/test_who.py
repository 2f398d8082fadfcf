"""Who may what: a row is taken by whoever is just what it names, never by who is all else; the powers of each post."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from uuid import UUID

import pytest

from app.authz import DEPARTMENT_POSTS, POST_PERMISSIONS, Actor, HeldPost, Permission, Post
from app.workflow.actions import Action
from app.workflow.engine import judge, judge_without_user
from app.workflow.facts import CaseFacts
from app.workflow.relations import Relation, holds
from app.workflow.states import Status
from app.workflow.transition import Transition
from app.workflow.transitions import TRANSITIONS
from tests.workflow.test_table import ME, NOW, PATH, ROWS, facts_for

R = Relation
SOMEBODY = UUID(int=9)
TOWN, ELSEWHERE = PATH[: PATH.index("/", 7) + 1], "440399/"
#: A relation that the case itself names, by the fact that does.
NAMED: Mapping[R, str] = MappingProxyType(
    {
        R.REPORTER: "reporter_id",
        R.VERIFIER: "verifier_id",
        R.CHECKER: "checker_id",
        R.ISSUER: "order_issued_by",
        R.FOLLOWER: "follower_ids",
    }
)
#: A relation that comes of a post at the place or in the unit, by the posts that bear it, the plainest first.
HELD: Mapping[R, tuple[Post, ...]] = MappingProxyType(
    {
        R.TRIAGE: (Post.TRIAGE_CLERK, Post.CENTRE_LEADER),
        R.DISPATCHER: (Post.DISPATCHER, Post.CENTRE_LEADER),
        R.CENTRE_LEADER: (Post.CENTRE_LEADER,),
        R.TRIAGE_HERE: (Post.TRIAGE_CLERK, Post.CENTRE_LEADER),
        R.DISPATCHER_HERE: (Post.DISPATCHER, Post.CENTRE_LEADER),
        R.UPPER_LEADER: (Post.CENTRE_LEADER,),
        R.CENTRE_APART: (Post.TRIAGE_CLERK, Post.DISPATCHER, Post.CENTRE_LEADER),
        R.SUPERVISOR: (Post.SUPERVISOR, Post.CENTRE_LEADER),
        R.UNIT: (Post.DEPARTMENT_HANDLER, Post.DEPARTMENT_LEAD),
        R.UNIT_LEAD: (Post.DEPARTMENT_LEAD,),
        R.ASSIST: (Post.DEPARTMENT_HANDLER, Post.DEPARTMENT_LEAD),
        R.ELIGIBLE: (Post.DEPARTMENT_HANDLER, Post.DEPARTMENT_LEAD),
        R.CALLED: (Post.DEPARTMENT_HANDLER, Post.DEPARTMENT_LEAD),
        R.ADMINISTRATOR: (Post.ADMINISTRATOR,),
    }
)
#: Whose post does not reach the case, and who is named in it: as who issued an order, or as anything else.
PLAINEST = {True: (Post.SUPERVISOR,), False: (Post.FULL_TIME_WORKER, Post.INTEGRATION)}


def held(post: Post, *, here: bool = True, unit: str = "CG") -> HeldPost:
    """A post at the town of the case, or in a department; elsewhere it reaches nothing of the case."""
    if post in DEPARTMENT_POSTS:
        return HeldPost(post, None, frozenset({unit if here else "FAR"}))
    return HeldPost(post, TOWN if here else ELSEWHERE)


def named(facts: CaseFacts, *relations: R) -> CaseFacts:
    """The case naming me as these, and somebody else as everything else."""
    who = {fact: ME if relation in relations else SOMEBODY for relation, fact in NAMED.items()}
    return replace(facts, **{fact: (user,) if fact == "follower_ids" else user for fact, user in who.items()})


def just(relation: R, permission: Permission | None, facts: CaseFacts) -> tuple[Actor, CaseFacts]:
    """Somebody who is just this to the case. What the case names is borne with a post that does not reach it."""
    if relation in NAMED:
        post = next(post for post in PLAINEST[relation is R.ISSUER] if permission in POST_PERMISSIONS[post])
        return Actor(ME, "named", (held(post, here=False),)), named(facts, relation)
    if relation is R.HANDLER:
        return Actor(ME, "handler", (held(Post.DEPARTMENT_HANDLER),)), replace(named(facts), handler_id=ME)
    if relation is R.ASSIST:
        return Actor(ME, "assist", (held(HELD[relation][0], unit="SW"),)), replace(named(facts), open_assists=("SW",))
    if relation is R.CALLED:
        return Actor(ME, "called", (held(HELD[relation][0], unit="SW"),)), replace(named(facts), called=("SW",))
    bearers = (post for post in HELD.get(relation, (Post.GRID_INSTRUCTOR,)) if permission in POST_PERMISSIONS[post])
    post = next(bearers)
    return Actor(ME, "held", (held(post),)), named(facts)


def test_every_relation_of_staff_is_borne_by_somebody_here() -> None:
    assert {*NAMED, *HELD, R.HANDLER, R.ANY_STAFF, R.RESIDENT, R.SYSTEM} == set(R)


def test_a_row_is_taken_by_somebody_who_is_just_what_it_names() -> None:
    not_taken = []
    for row, status in ROWS:
        for relation in row.who if row.permission is not None else ():
            actor, facts = just(relation, row.permission, facts_for(row, status))
            if judge(row.action, actor, facts, NOW) is not row:
                not_taken.append(f"{row.action} {status} {relation}")

    assert not_taken == []


def test_a_row_is_not_taken_by_somebody_who_is_everything_else() -> None:
    def everything_else(row: Transition) -> Actor:
        bearers = {post for relation in row.who for post in HELD.get(relation, ())}
        posts = [held(post, here=post not in bearers) for post in Post]
        return Actor(ME, "all else", tuple([held(Post.ADMINISTRATOR)] if R.ANY_STAFF in row.who else posts))

    taken = [
        f"{row.action} {status}"
        for row, status in ROWS
        for facts in [named(facts_for(row, status), *(set(NAMED) - set(row.who)))]
        if judge(row.action, everything_else(row), facts, NOW) is row
    ]

    assert taken == []


def test_a_row_is_not_taken_without_its_permission() -> None:
    def without(permission: Permission | None) -> Actor:
        posts = [held(post) for post in Post if permission is None or permission not in POST_PERMISSIONS[post]]
        return Actor(ME, "without", tuple(posts))

    taken = [
        f"{row.action} {status}"
        for row, status in ROWS
        if judge(row.action, without(row.permission), named(facts_for(row, status), *NAMED), NOW) is row
    ]

    assert taken == []


def test_a_row_of_the_system_or_of_a_resident_is_taken_by_that_one_alone() -> None:
    wrong = []
    for row, status in ROWS:
        facts = facts_for(row, status)
        taken = {who for who in (R.SYSTEM, R.RESIDENT) if judge_without_user(row.action, who, facts, NOW) is row}
        if taken != {R.SYSTEM, R.RESIDENT} & set(row.who):
            wrong.append(f"{row.action} {status} {taken}")

    assert wrong == []


# --- the powers, said a second time by hand --------------------------------------------------------------------------

A = Action
_ANYBODY = {A.COMMENT, A.FOLLOW}
_TRIAGE = _ANYBODY | {
    A.REQUEST_VERIFICATION, A.FILE, A.REJECT, A.MERGE, A.UNMERGE, A.CANCEL, A.URGE, A.ATTACH, A.REVEAL_CONTACT,
    A.ISSUE_RATING_LINK, A.SUPPLEMENT, A.REFILE, A.REASSIGN, A.CORRECT_LOCATION,
    A.ESCALATE, A.DELEGATE, A.SPLIT,
}  # fmt: skip
_DISPATCHER = {
    A.COMMENT, A.DISPATCH, A.SEND_BACK, A.APPROVE_RETURN, A.REFUSE_RETURN, A.RELEASE_ASSIST, A.APPROVE_SUSPENSION,
    A.REFUSE_SUSPENSION, A.APPROVE_EXTENSION, A.REFUSE_EXTENSION, A.RESUME, A.REQUEST_CHECK, A.REWORK, A.CLOSE,
    A.REFUSE_SELF_HANDLING, A.URGE, A.ISSUE_RATING_LINK, A.PUBLISH, A.WITHDRAW, A.RECALL, A.REDIRECT,
    A.REASSIGN, A.CORRECT_LOCATION, A.ADD_ASSIST, A.APPROVE_EXCUSE, A.REFUSE_EXCUSE, A.RECORD_MINUTES,
    A.ESCALATE, A.DELEGATE,
}  # fmt: skip
_SUPERVISOR = {A.COMMENT, A.URGE, A.SUPERVISE, A.REOPEN, A.REVEAL_CONTACT, A.VIEW_ORIGINAL}
_UNIT = {
    A.COMMENT, A.SIGN, A.REQUEST_RETURN, A.COMPLETE_ASSIST, A.PROGRESS, A.REQUEST_SUSPENSION, A.RESUME,
    A.REQUEST_EXTENSION, A.CLAIM, A.DELIVER, A.RESOLVE, A.ANSWER_SUPERVISION, A.ATTACH, A.REVEAL_CONTACT,
    A.REQUEST_EXCUSE, A.RESPOND, A.DECLINE_WHISTLE, A.RECORD_MINUTES,
    A.TRANSFER,  # what nobody handles, and the head of the unit whatever
}  # fmt: skip
_CENTRE_LEADER = {A.FORCE_CLOSE, A.WHISTLE, A.SCORE_RESPONSE, A.END_WHISTLE, A.WITHDRAW_WHISTLE}
#: What a post gives where it reaches, to somebody the case does not name.
POWERS: Mapping[Post, set[Action]] = MappingProxyType(
    {
        Post.GRID_LEADER: _ANYBODY,
        Post.FULL_TIME_WORKER: _ANYBODY,
        Post.PART_TIME_WORKER: _ANYBODY,
        Post.GRID_INSTRUCTOR: _ANYBODY,
        Post.TRIAGE_CLERK: _TRIAGE,
        Post.DISPATCHER: _DISPATCHER,
        Post.CENTRE_LEADER: _TRIAGE | _DISPATCHER | _SUPERVISOR | _CENTRE_LEADER,
        Post.DEPARTMENT_HANDLER: _UNIT,
        Post.DEPARTMENT_LEAD: _UNIT,
        Post.SUPERVISOR: _SUPERVISOR,
        Post.ADMINISTRATOR: {A.HAND_OVER, A.HAND_OVER_UNIT},
        Post.INTEGRATION: _ANYBODY,
    }
)
#: What the case gives besides to whoever it names, whatever grid they work in now.
OWN: Mapping[R, set[Action]] = MappingProxyType(
    {
        R.REPORTER: {A.SELF_HANDLE, A.OBJECT, A.CANCEL, A.ATTACH, A.SUPPLEMENT, A.CORRECT_LOCATION},
        R.VERIFIER: {A.SUBMIT_VERIFICATION, A.ATTACH},
        R.CHECKER: {A.PASS_CHECK, A.FAIL_CHECK, A.REFUSE_SELF_HANDLING, A.ATTACH},
        R.ISSUER: {A.WITHDRAW_SUPERVISION},
        R.FOLLOWER: {A.UNFOLLOW, A.ATTACH, A.SUPPLEMENT},
    }
)
#: Of those, what takes a post that verifies 核查, and what takes one that reports.
OF_FIELD = {A.SELF_HANDLE, A.SUBMIT_VERIFICATION, A.PASS_CHECK, A.FAIL_CHECK, A.REFUSE_SELF_HANDLING}
OF_REPORTERS = {A.OBJECT, A.CANCEL, A.UNFOLLOW, A.SUPPLEMENT, A.CORRECT_LOCATION}
#: What a system does besides for those whose calls it passes on.
OF_CALLERS: Mapping[R, set[Action]] = MappingProxyType({R.REPORTER: {A.URGE}, R.FOLLOWER: {A.URGE, A.OBJECT}})
OF_SYSTEM = {
    A.EXPIRE_VERIFICATION, A.AUTO_SIGN, A.RESUME, A.ARCHIVE, A.RAISE_SUPERVISION, A.WARN, A.REMIND_OVERDUE,
    A.RAISE_OVERDUE, A.REDATE, A.PUBLISH, A.WITHDRAW, A.EXPIRE_POOL, A.REMIND_ASSIST, A.MISS_WHISTLE, A.END_WHISTLE,
    A.DISPATCH, A.ESCALATE, A.DELEGATE, A.PARTS_ENDED, A.PART_REOPENED,
}  # fmt: skip


def taken(actor: Actor, *relations: R) -> set[Action]:
    """Every action that the actor may take in some status, under facts that fit it."""
    return {
        row.action
        for row in TRANSITIONS
        for status in row.sources
        if judge(row.action, actor, named(facts_for(row, status), *relations), NOW) is row
    }


@pytest.mark.parametrize("post", list(Post))
def test_a_post_gives_just_its_powers(post: Post) -> None:
    assert taken(Actor(ME, "holder", (held(post),))) == POWERS[post], "if you meant it, add it to POWERS"


@pytest.mark.parametrize("relation", list(NAMED))
@pytest.mark.parametrize("post", [Post.FULL_TIME_WORKER, Post.GRID_INSTRUCTOR, Post.SUPERVISOR, Post.INTEGRATION])
def test_whoever_a_case_names_may_just_that_besides(relation: R, post: Post) -> None:
    far = Actor(ME, "named", (held(post, here=False),))
    lacking = {Post.SUPERVISOR: OF_FIELD | OF_REPORTERS, Post.FULL_TIME_WORKER: set[Action]()}.get(post, OF_FIELD)
    everywhere = {A.COMMENT} if post is Post.SUPERVISOR else _ANYBODY  # of what is seen: the row scope decides
    own = OWN[relation] if post is Post.SUPERVISOR else OWN[relation] - {A.WITHDRAW_SUPERVISION}

    calls = OF_CALLERS.get(relation, set()) if post is Post.INTEGRATION else set()

    assert taken(far, relation) == everywhere | (own - lacking) | calls


@pytest.mark.parametrize(
    ("who", "actions"),
    [(R.SYSTEM, OF_SYSTEM), (R.RESIDENT, {A.REOPEN, A.RATE, A.SUPPLEMENT, A.URGE, A.OBJECT, A.ATTACH})],
)
def test_who_holds_no_post_does_just_this(who: R, actions: set[Action]) -> None:
    found = {
        row.action
        for row in TRANSITIONS
        for status in row.sources
        if judge_without_user(row.action, who, facts_for(row, status), NOW) is row
    }

    assert found == actions


def test_the_second_word_on_more_time_is_not_the_first_ones() -> None:
    leader = Actor(ME, "leader", (held(Post.CENTRE_LEADER),))
    decisions = [row for row in TRANSITIONS if row.permission is Permission.LEAD_CENTRE and row.action in (
        A.APPROVE_SUSPENSION, A.APPROVE_EXTENSION)]  # fmt: skip

    assert len(decisions) == 2
    for row in decisions:
        facts = facts_for(row, Status.HANDLING)
        assert judge(row.action, leader, replace(facts, endorsed_by=SOMEBODY), NOW) is row
        assert judge(row.action, leader, replace(facts, endorsed_by=ME), NOW) is not row


def test_a_resident_and_the_system_are_nothing_that_an_account_could_be() -> None:
    everybody = Actor(ME, "everything", tuple(held(post) for post in Post))
    case = facts_for(next(row for row in TRANSITIONS if row.action is A.RATE), Status.CLOSED)

    assert {relation for relation in (R.RESIDENT, R.SYSTEM, R.TRIAGE) if holds(relation, everybody, case)} == {R.TRIAGE}
