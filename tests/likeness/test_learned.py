"""What is suggested by counts and words: without a database, and of a fixed size."""

from array import array
from datetime import UTC, datetime, timedelta

import pytest

from app.likeness.learned.contexts import Context, Target, asked, counted, told
from app.likeness.learned.grams import BUCKETS, NOTHING, Sketch, Words, grams, likelihood
from app.likeness.learned.guessing import FEW_ANSWERS, Count, Tally, chances, evidence, likeliest, ranked, weight

CASE = told("worker", None, "complaint", "C1", "R1", "county/town/village/grid/")


def _tally(**cases: int) -> Tally:
    total = sum(cases.values())
    return Tally(total, float(total), {code: Count(many, float(many)) for code, many in cases.items()})


def test_whatever_is_asked_was_counted() -> None:
    for target in Target:
        assert set(asked(target, CASE)) <= set(counted(target, CASE))


def test_the_most_special_context_comes_last() -> None:
    chain = asked(Target.DEPARTMENT, CASE)

    assert chain[0] == Context(Target.DEPARTMENT, "", "")
    assert chain[-1] == Context(Target.DEPARTMENT, "r:R1", "grid")


def test_a_grid_that_knows_nothing_believes_the_village() -> None:
    chain = [_tally(A=90, B=10), _tally(A=1, B=30), Tally(0, 0.0, {})]

    assert max(chances(chain, 1.0).items(), key=lambda each: each[1])[0] == "B"
    assert chances(chain, 1.0) == chances(chain[:2], 1.0)


def test_probabilities_add_up_to_one_at_most() -> None:
    assert sum(chances([_tally(A=3, B=1), _tally(B=2)], 1.0).values()) == pytest.approx(4 / 6 * 0.5 + 0.5)


def test_returns_count_against_the_unit() -> None:
    clean = Tally(10, 10.0, {"A": Count(5, 5.0), "B": Count(5, 5.0)})
    sent_back = Tally(10, 10.0, {"A": Count(5, 5.0, 20, 20.0), "B": Count(5, 5.0)})

    assert chances([sent_back], 1.0)["A"] < chances([clean], 1.0)["A"] / 2
    assert chances([sent_back], 1.0)["B"] == chances([clean], 1.0)["B"]


def test_what_was_long_ago_counts_less() -> None:
    now = datetime(2026, 11, 1, tzinfo=UTC)
    old, new = weight(now - timedelta(days=900)), weight(now)
    tally = Tally(30, 20 * old + 10 * new, {"OLD": Count(20, 20 * old), "NEW": Count(10, 10 * new)})

    assert ranked(chances([tally], new), {})[0][0] == "NEW"


def test_only_what_may_be_given_is_given() -> None:
    assert list(likeliest([_tally(A=9, B=1)], 1.0, FEW_ANSWERS, lambda code: code != "A")) == ["B"]


def test_the_reason_is_of_the_most_special_place_with_enough_cases() -> None:
    chain = [_tally(A=100, B=3), _tally(A=6), _tally(A=2)]

    found = evidence(chain, "A")
    assert found is not None
    assert (found.index, found.cases, found.of) == (1, 6, 6)
    other = evidence(chain, "B")
    assert other is not None
    assert (other.index, other.cases, other.of) == (0, 3, 103)
    assert evidence(chain, "nobody") is None


def test_words_tell_two_units_apart() -> None:
    def learned(*texts: str) -> Sketch:
        buckets = array("I", NOTHING.buckets)
        for text in texts:
            for bucket in grams(None, text, None).together():
                buckets[bucket] += 1
        return Sketch(sum(buckets), buckets)

    rubbish, water = ["路边成堆垃圾无人清运"] * 40, ["自来水管爆裂漏水严重"] * 40
    everybody, one, other = learned(*rubbish, *water), learned(*rubbish), learned(*water)
    said = grams(None, "垃圾成堆", None)

    assert likelihood(said, one, everybody) > 0.5 > likelihood(said, other, everybody)
    assert likelihood(said, NOTHING, everybody) == likelihood(Words([], []), one, everybody) == 0.0


@pytest.mark.parametrize("text", ["", " ", "a", "\ud800", "\x00", "井" * 100_000, "x" * 100_000, "👩‍👩‍👧‍👧" * 50])
def test_any_text_falls_into_few_buckets_of_a_fixed_range(text: str) -> None:
    found = grams(text, text, text).together()

    assert len(found) <= 200
    assert all(0 <= bucket < BUCKETS for bucket in found)
