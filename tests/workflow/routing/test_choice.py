"""The choice of who is responsible, without a database."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.workflow.routing.answer import AnsweredBy, CandidateVerdict
from app.workflow.routing.choice import Book, Suggested, asks_for_a_suggestion, choose
from app.workflow.routing.matrix import Matrix, Period, Responsibility, UnmetCondition
from app.workflow.routing.matter import Matter, Moment
from app.workflow.routing.rules import Conditions, RoutingOutcome, RoutingRule
from app.workflow.routing.times import DAY, WEEK, Times
from app.workflow.routing.units import Unit, Units

COUNTY, TOWN, GRID = "c/", "c/t/", "c/t/v/g/"
MONDAY_NOON = Moment(date(2026, 11, 23), 1, 12 * 60, is_working=True)
MATTER = Matter(GRID, ("waste", "city"), "R1", None, "worker", "complaint", None, False, "路边有成堆垃圾", MONDAY_NOON)
UNITS = Units(
    {
        **{code: Unit(code, True, (COUNTY,)) for code in "ABCDE"},
        "OLD": Unit("OLD", False, (COUNTY,), heir="A"),
        "GONE": Unit("GONE", False, (COUNTY,)),
        "FAR": Unit("FAR", True, ("x/",)),
    }
)


def row(code: str, lead: str = "A", **more: Any) -> Responsibility:
    told: dict[str, Any] = {"category": None if "rule" in more else "waste", "rule": None, "area_path": COUNTY} | more
    return Responsibility(code, told.pop("category"), told.pop("rule"), told.pop("area_path"), lead, **told)


def rule(code: str, position: int = 1, outcome: RoutingOutcome = RoutingOutcome.DISPATCH, **more: Any) -> RoutingRule:
    return RoutingRule(code, position, code, None, outcome, **({"lead": "B"} | more))


def book(*parts: Responsibility | RoutingRule) -> Book:
    rules = sorted((each for each in parts if isinstance(each, RoutingRule)), key=lambda each: each.position)
    return Book(rules, Matrix(each for each in parts if isinstance(each, Responsibility)), UNITS)


@pytest.mark.parametrize(
    ("general", "specific"),
    [
        (row("1"), row("2", rule="R1")),
        (row("1", category="city"), row("2")),
        (row("1"), row("2", area_path=TOWN)),
        (row("1", area_path=TOWN, category="city"), row("2")),
        (row("1", area_path=GRID), row("2", rule="R1", area_path="")),
        (row("1"), row("2", times=Times(frozenset({1})))),
        (row("1", times=Times(frozenset({1}))), row("2", area_path=TOWN)),
        (row("1", times=Times(frozenset({1}))), row("2", times=Times(starts=660, ends=780))),
    ],
)
def test_the_more_specific_row_wins(general: Responsibility, specific: Responsibility) -> None:
    assert choose(book(general, specific), MATTER).code == "2"
    assert choose(book(specific, general), MATTER).code == "2", "whatever order they come in"


def test_what_does_not_hold_now_leaves_the_word_to_the_next() -> None:
    over = row("over", area_path=GRID, period=Period(last=date(2026, 11, 22)))
    night = row("night", area_path=TOWN, times=Times(starts=18 * 60, ends=8 * 60))

    answer = choose(book(over, night, row("county")), MATTER)

    assert (answer.by, answer.code, answer.department) == (AnsweredBy.MATRIX, "county", "A")
    assert [(each.code, each.verdict, each.unmet) for each in answer.candidates] == [
        ("over", CandidateVerdict.UNMET, UnmetCondition.PERIOD),
        ("night", CandidateVerdict.UNMET, UnmetCondition.TIME),
        ("county", CandidateVerdict.CHOSEN, None),
    ]


def test_the_unit_of_the_filing_rule_comes_last_and_nobody_after_it() -> None:
    named = replace(MATTER, rule_unit="C")

    assert choose(book(), named).remembered("C") == {
        "by": "filing_rule", "code": "R1", "department": "C", "followed": True, "automatic": False,
    }  # fmt: skip
    assert choose(book(row("1")), named).by is AnsweredBy.MATRIX
    assert choose(book(), MATTER).by is AnsweredBy.NONE


def test_the_first_rule_that_names_a_destination_wins() -> None:
    first, second = rule("first", 1, lead="C"), rule("second", 2)

    answer = choose(book(second, first, row("1")), MATTER)

    assert (answer.by, answer.code, answer.department) == (AnsweredBy.RULE, "first", "C")
    assert [each.verdict for each in answer.candidates] == [
        CandidateVerdict.CHOSEN,
        CandidateVerdict.LATER,
        CandidateVerdict.LATER,
    ]


@pytest.mark.parametrize(
    ("conditions", "unmet"),
    [
        (Conditions(category="park"), UnmetCondition.CATEGORY),
        (Conditions(area_path="c/u/"), UnmetCondition.AREA),
        (Conditions(channel="resident"), UnmetCondition.CHANNEL),
        (Conditions(nature="advice"), UnmetCondition.NATURE),
        (Conditions(source="12345"), UnmetCondition.SOURCE),
        (Conditions(urgent=True), UnmetCondition.URGENT),
        (Conditions(words=("井盖", "路灯")), UnmetCondition.WORDS),
        (Conditions(times=Times(frozenset({6, 7}))), UnmetCondition.TIME),
        (Conditions(working_time=False), UnmetCondition.WORKING_TIME),
    ],
)
def test_each_condition_can_fail(conditions: Conditions, unmet: UnmetCondition) -> None:
    answer = choose(book(rule("r", conditions=conditions)), MATTER)

    assert answer.by is AnsweredBy.NONE
    assert [(each.verdict, each.unmet) for each in answer.candidates] == [(CandidateVerdict.UNMET, unmet)]


def test_all_conditions_at_once_hold() -> None:
    conditions = Conditions(
        "city", TOWN, "worker", "complaint", None, False, ("井盖", "垃圾"), Times(frozenset({1})), True
    )

    assert choose(book(rule("r", conditions=conditions)), MATTER).code == "r"


def test_a_rule_that_sets_the_priority_goes_on_and_is_seen_below_it_alone() -> None:
    """One pass: what stands above is not looked at again, so that rules cannot run in a ring."""
    above = rule("above", 1, lead="C", conditions=Conditions(urgent=True))
    calm = rule("calm", 3, lead="D", conditions=Conditions(urgent=False))
    below = rule("below", 4, lead="E", conditions=Conditions(urgent=True))

    answer = choose(book(above, rule("raise", 2, RoutingOutcome.URGENT), calm, below), MATTER)

    assert (answer.code, answer.department, answer.urgent, answer.urgent_by) == ("below", "E", True, "raise")


@pytest.mark.parametrize(("unit", "because"), [("GONE", "inactive"), ("FAR", "no_jurisdiction"), ("?", "unknown")])
def test_what_names_a_unit_that_cannot_have_it_is_passed_over_and_said(unit: str, because: str) -> None:
    answer = choose(book(rule("r", lead=unit), row("bad", unit, area_path=GRID), row("good")), MATTER)

    assert (answer.code, answer.department) == ("good", "A")
    assert [(each.by, each.code, each.unit, each.because) for each in answer.skipped] == [
        (AnsweredBy.RULE, "r", unit, because), (AnsweredBy.MATRIX, "bad", unit, because),
    ]  # fmt: skip
    assert all(each.zh and each.en for each in answer.skipped)


def test_a_unit_that_was_merged_stands_for_its_heir() -> None:
    answer = choose(book(row("1", "OLD", assists=("B", "GONE", "OLD", "B"))), MATTER)

    assert (answer.department, answer.assists) == ("A", ("B",)), "nobody assists oneself, and nobody twice"
    assert [each.unit for each in answer.skipped] == ["GONE"]


def test_a_pool_needs_one_who_may_claim_and_one_it_falls_back_to() -> None:
    pool = rule("pool", outcome=RoutingOutcome.PUBLISH, eligible=("FAR", "C", "D"), fallback="E", minutes=60)
    stranded, empty = replace(pool, fallback="FAR"), replace(pool, eligible=("FAR",))

    answer = choose(book(pool), MATTER)

    assert (answer.outcome, answer.eligible, answer.fallback, answer.department) == (
        RoutingOutcome.PUBLISH, ("C", "D"), "E", None,
    )  # fmt: skip
    assert answer.remembered(None)["followed"] is True
    assert choose(book(stranded), MATTER).by is AnsweredBy.NONE
    assert choose(book(empty), MATTER).by is AnsweredBy.NONE


def test_a_suggestion_counts_from_its_threshold_on() -> None:
    sure = book(rule("s", outcome=RoutingOutcome.SUGGESTION, threshold=0.8), row("1"))

    assert asks_for_a_suggestion(sure, MATTER)
    assert not asks_for_a_suggestion(book(row("1")), MATTER)
    assert choose(sure, MATTER).code == "1"
    assert choose(sure, MATTER, Suggested("C", 0.79)).code == "1"
    assert choose(sure, MATTER, Suggested("C", 0.8)).department == "C"
    assert choose(sure, MATTER, Suggested("GONE", 0.9)).code == "1"


TIMES = st.builds(
    Times,
    st.frozensets(st.integers(1, 7), min_size=1),
    st.integers(0, DAY - 1),
    st.integers(1, DAY),
).filter(lambda times: times.starts != times.ends)


@given(TIMES, st.integers(0, WEEK - 1))
def test_times_hold_in_their_window_also_over_midnight(times: Times, at: int) -> None:
    weekday, minute = at // DAY + 1, at % DAY
    yesterday = (weekday + 5) % 7 + 1
    if times.starts < times.ends:
        expected = weekday in times.weekdays and times.starts <= minute < times.ends
    else:
        begun = weekday in times.weekdays and minute >= times.starts
        expected = begun or (yesterday in times.weekdays and minute < times.ends)

    assert times.holds(weekday, minute) == expected


ROWS = st.lists(
    st.builds(
        row,
        st.text("0123456789", min_size=4, max_size=4),
        st.sampled_from(["A", "B", "GONE", "FAR", "OLD"]),
        category=st.sampled_from(["waste", "city", "park"]),
        area_path=st.sampled_from(["", COUNTY, TOWN, GRID, "c/u/"]),
        times=TIMES,
    ),
    max_size=12,
    unique_by=lambda each: each.code,
)


@given(ROWS, st.randoms(use_true_random=False))
def test_the_answer_is_one_of_its_rows_and_the_most_specific_whatever_their_order(rows: Any, random: Any) -> None:
    answer = choose(book(*rows), MATTER)
    random.shuffle(rows)
    by_hand = [
        each
        for each in rows
        if each.category in MATTER.categories
        and GRID.startswith(each.area_path)
        and each.times.holds(1, 12 * 60)
        and each.lead in ("A", "B", "OLD")
    ]
    by_hand.sort(
        key=lambda each: (
            MATTER.categories.index(each.category),
            -each.area_path.count("/"),
            each.times.minutes,
            each.code,
        )
    )

    assert answer == choose(book(*rows), MATTER)
    assert answer.code == (by_hand[0].code if by_hand else None)
