"""How long things took, told as how many took so long: quantiles of it are those of PostgreSQL's `percentile_disc`."""

from collections import Counter
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.workflow.evaluation.figures import FIGURES, MINUTES_OF
from app.workflow.evaluation.sums import Sum, quantile, value_of


@given(st.lists(st.integers(0, 10_000), min_size=1), st.sampled_from([0.5, 0.9]))
def test_a_quantile_is_the_smallest_value_that_so_many_do_not_exceed(minutes: list[int], share: float) -> None:
    assert quantile(Counter(minutes), share) == sorted(minutes)[max(0, ceil(share * len(minutes)) - 1)]


@given(st.lists(st.integers(0, 500)), st.lists(st.integers(0, 500)))
def test_two_days_together_have_the_median_of_all_that_happened(one: list[int], other: list[int]) -> None:
    median = FIGURES["handling_time_median"]
    total = Sum(len(one + other), len(one + other))

    assert value_of(median, total, Counter(one) + Counter(other)) == value_of(median, total, Counter(one + other))


def test_of_nothing_there_is_no_median() -> None:
    assert value_of(FIGURES["handling_time_median"], Sum()) is None
    with pytest.raises(ValueError, match="no quantile"):
        quantile({}, 0.5)


def test_what_two_figures_go_by_is_kept_once() -> None:
    assert dict(MINUTES_OF) == {
        "time_to_claim": "time_to_claim",
        "handling_time_median": "handling_time_median",
        "handling_time_p90": "handling_time_median",
    }
