"""What each kind of person may know of who told of a case: the rule itself, without a database."""

from itertools import pairwise
from uuid import UUID

import pytest

from app.authz import DEPARTMENT_POSTS, Actor, HeldPost, Post
from app.workflow.privacy import PrivacyTier, Sight, Told, is_lower, others_named, sight_of

REPORTER, FOLLOWER, ME, CASE, OTHER = (UUID(int=number) for number in range(1, 6))
TOWN, ELSEWHERE = "440310/440310001/", "440310/440310002/"
HERE = f"{TOWN}440310001001/44031000100101/"
CENTRE = {Post.TRIAGE_CLERK, Post.DISPATCHER, Post.CENTRE_LEADER, Post.SUPERVISOR}


def someone(*posts: Post, area: str = TOWN, user_id: UUID = ME) -> Actor:
    held = (
        HeldPost(post, None, frozenset({"CG"})) if post in DEPARTMENT_POSTS else HeldPost(post, area) for post in posts
    )
    return Actor(user_id, "somebody", tuple(held))


def told(tier: PrivacyTier) -> Told:
    return Told(tier, HERE, REPORTER, (FOLLOWER,))


@pytest.mark.parametrize("post", Post)
@pytest.mark.parametrize("tier", PrivacyTier)
def test_who_told_is_named_to_the_centre_alone_unless_the_case_is_normal(post: Post, tier: PrivacyTier) -> None:
    sight = sight_of(someone(post), told(tier))
    knows = tier is PrivacyTier.NORMAL or post in CENTRE

    assert (sight.person(REPORTER), sight.name(FOLLOWER, "x"), sight.contact) == (
        (REPORTER, "x", True) if knows else (None, None, False)
    )


@pytest.mark.parametrize("post", sorted(CENTRE))
def test_a_centre_of_elsewhere_is_nobody_here(post: Post) -> None:
    assert sight_of(someone(post, area=ELSEWHERE), told(PrivacyTier.RESTRICTED)).person(REPORTER) is None


def test_who_is_several_things_may_what_any_of_them_may() -> None:
    both = someone(Post.DEPARTMENT_HANDLER, Post.DISPATCHER)

    assert sight_of(both, told(PrivacyTier.CONFIDENTIAL)) == Sight()


def test_everybody_is_named_to_themselves() -> None:
    case = told(PrivacyTier.CONFIDENTIAL)
    mine, theirs = (sight_of(someone(Post.FULL_TIME_WORKER, user_id=who), case) for who in (REPORTER, FOLLOWER))

    assert (mine.person(REPORTER), mine.person(FOLLOWER), mine.contact) == (REPORTER, None, True)
    assert (theirs.person(REPORTER), theirs.person(FOLLOWER), theirs.contact) == (None, FOLLOWER, False)


def test_data_loses_unnamed_people_their_devices_and_cases_out_of_sight() -> None:
    data = {"verifier_id": str(REPORTER), "missing": "权属", "target_id": str(OTHER), "merged_case_id": str(CASE),
            "device": {"ahead_seconds": 5}, "location": {"lat": 1.0}}  # fmt: skip
    sight = sight_of(someone(Post.DEPARTMENT_LEAD), told(PrivacyTier.RESTRICTED))

    assert others_named(data) == {OTHER, CASE}
    assert sight.data(data, ME, {CASE}).keys() == {"missing", "merged_case_id", "device", "location"}
    assert sight.data(data, REPORTER, {CASE}).keys() == {"missing", "merged_case_id"}
    assert Sight().data(data, REPORTER, {CASE, OTHER}) == data


def test_a_view_of_a_case_loses_who_told_of_it_whatever_they_are_to_it_and_however_they_are_written() -> None:
    view = {"reporter_id": REPORTER, "checker_id": str(FOLLOWER), "handler_id": ME, "verifier_id": None, "number": "1",
            "contact": {"name": "王*"}, "external_id": "7", "residents_to_answer": 2}  # fmt: skip
    sight = sight_of(someone(Post.DEPARTMENT_LEAD), told(PrivacyTier.RESTRICTED))

    kept = {name for name, value in sight.of_case(view).items() if value is not None}
    assert (kept, sight.of_case(view).keys()) == ({"handler_id", "number"}, view.keys())
    assert sight.of_case({"handler_id": REPORTER}) == {"handler_id": None}
    assert Sight().of_case(view) == view


def test_each_tier_keeps_more_than_the_one_before() -> None:
    tiers = list(PrivacyTier)

    assert [is_lower(a, b) for a, b in pairwise(tiers)] == [True, True]
    assert not any(is_lower(tier, tier) or is_lower(tier, PrivacyTier.NORMAL) for tier in tiers)
