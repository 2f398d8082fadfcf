"""The score as a function: what raises it, what lowers it, where it stays, and what it says."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.likeness.scoring import WEIGHTS, Kin, Pair, reach_m, score, value
from app.likeness.words import bigrams, similarity, telling

HOUR = timedelta(hours=1)
ages = st.timedeltas(min_value=timedelta(), max_value=timedelta(days=400))
likenesses = st.none() | st.floats(0, 1)
distances = st.none() | st.floats(0, 5_000)
errors = st.floats(0, 100_000)
kins = st.none() | st.sampled_from(Kin)
pairs = st.builds(Pair, ages, likenesses, distances, errors, kins)
texts = st.text(max_size=60)


def alike(one: str, other: str) -> float:
    return similarity(telling(one).keys(), telling(other).keys())


@given(pairs)
def test_a_score_lies_between_nothing_and_certainty(pair: Pair) -> None:
    assert 0 <= score(pair).value <= 1


@given(pairs, st.floats(0, 1))
def test_more_alike_is_never_less_likely(pair: Pair, share: float) -> None:
    if pair.similarity is not None:
        less = Pair(pair.age, pair.similarity * share, pair.distance_m, pair.error_m, pair.kin)
        assert value(less) <= value(pair)


@given(pairs, st.floats(0, 1_000))
def test_farther_is_never_likelier(pair: Pair, metres: float) -> None:
    if pair.distance_m is not None:
        farther = Pair(pair.age, pair.similarity, pair.distance_m + metres, pair.error_m, pair.kin)
        assert value(farther) <= value(pair)


@given(pairs, ages)
def test_older_is_never_likelier(pair: Pair, more: timedelta) -> None:
    assert value(Pair(pair.age + more, pair.similarity, pair.distance_m, pair.error_m, pair.kin)) <= value(pair)


@given(pairs)
def test_the_same_category_is_never_less_likely_than_another(pair: Pair) -> None:
    def of(kin: Kin) -> float:
        return value(Pair(pair.age, pair.similarity, pair.distance_m, pair.error_m, kin))

    assert of(Kin.SAME) >= of(Kin.CROSSWALK) >= of(Kin.FAMILY) >= of(Kin.OTHER)


@given(pairs)
def test_every_reason_has_words_in_both_languages(pair: Pair) -> None:
    found = score(pair).reasons

    assert all(reason.code and reason.zh and reason.en for reason in found)
    assert len({reason.code for reason in found}) == len(found)


@pytest.mark.parametrize(
    ("pair", "shown"),
    [
        (Pair(HOUR, 0.0, 5.0, kin=Kin.SAME), True),
        (Pair(HOUR, 0.25, 10.0), True),
        (Pair(HOUR, 0.0, 5.0, kin=Kin.OTHER), False),
        (Pair(HOUR, 0.0, 5.0), False),
        (Pair(HOUR, 0.1, 120.0, kin=Kin.SAME), False),
        (Pair(HOUR, 0.1, 120.0, error_m=120.0, kin=Kin.SAME), True),
        (Pair(HOUR, 0.5, 140.0), True),
        (Pair(HOUR, 0.5), True),
        (Pair(HOUR, 0.2), False),
        (Pair(HOUR, 0.2, kin=Kin.SAME), False),
        (Pair(HOUR), False),
    ],
)
def test_what_is_shown(pair: Pair, shown: bool) -> None:
    assert (value(pair) >= WEIGHTS.shown_from) is shown


def test_the_reasons_say_how_near_and_how_alike() -> None:
    found = score(Pair(HOUR, 0.71, 32.4, kin=Kin.SAME)).reasons

    assert [reason.zh for reason in found] == ["32 米内", "同类别", "描述相似 0.71", "24 小时内上报"]
    assert [reason.code for reason in found] == ["place", "category-same", "words", "time"]


def test_a_device_is_believed_to_err_only_so_far() -> None:
    assert reach_m(0.0) == WEIGHTS.near_m
    assert reach_m(100_000.0) == WEIGHTS.near_m + WEIGHTS.most_error_m


@given(texts, texts)
def test_similarity_is_mutual_and_highest_to_itself(one: str, other: str) -> None:
    assert alike(one, other) == alike(other, one)
    assert 0 <= alike(one, other) <= alike(one, one) < 1


@given(texts)
def test_what_tells_is_part_of_what_search_asks_for(text: str) -> None:
    assert telling(text).keys() <= set(bigrams(text))


def test_courtesy_tells_nothing() -> None:
    assert not telling("请问你们好，谢谢了！")
    assert "井盖" in telling("尊敬的领导，您好，路边井盖缺失")


def test_short_texts_that_share_a_word_are_not_half_alike() -> None:
    assert alike("路边有成堆垃圾", "路边有积水") < 0.2 < alike("路边有成堆垃圾", "路边垃圾成堆")
