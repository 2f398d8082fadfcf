"""Equal rows, rows that never win, shadowed rules."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.workflow.routing import faults
from app.workflow.routing.matrix import Period, Responsibility
from app.workflow.routing.rules import Conditions, RoutingOutcome, RoutingRule
from app.workflow.routing.times import DAY, Times
from tests.workflow.routing.test_choice import COUNTY, TOWN, row, rule

NIGHT, DAYTIME = Times(starts=22 * 60, ends=6 * 60), Times(starts=6 * 60, ends=22 * 60)
LINEAGE = {"waste": ("waste", "city"), "city": ("city",)}


def test_rows_are_equal_where_at_some_moment_neither_is_more_specific() -> None:
    one = row("1", period=Period(date(2026, 1, 1), date(2026, 6, 30)))
    for other in (row("2"), row("2", period=Period(date(2026, 6, 30)))):
        assert faults.equal([one, other]) == [("2", "1")]
    for other in (
        row("2", period=Period(date(2026, 7, 1))),
        row("2", area_path=TOWN),
        row("2", category="city"),
        row("2", rule="R1"),
        row("2", times=NIGHT),
    ):
        assert faults.equal([one, other]) == []
    assert faults.equal([row("1", times=Times(frozenset({1}))), row("2", times=Times(frozenset({2})))]) == []
    halves = row("1", times=Times(starts=0, ends=720)), row("2", times=Times(starts=719, ends=1439))
    assert faults.equal(halves) == [("2", "1")]


def test_a_row_never_wins_whose_hours_narrower_ones_share_among_them() -> None:
    always, by_night, by_day = row("always"), row("night", times=NIGHT), row("day", times=DAYTIME)

    assert faults.never_wins([always, by_night, by_day]) == ["always"]
    assert faults.never_wins([always, by_night]) == []
    assert faults.never_wins([always, by_night, replace(by_day, area_path=TOWN)]) == []
    over = replace(by_day, period=Period(last=date(2026, 1, 1)))
    assert faults.never_wins([always, by_night, over]) == []


def test_of_many_alike_only_so_many_are_compared() -> None:
    rows = [row(f"{number:04}") for number in range(faults.MOST_ALIKE + 2)]

    assert faults.crowded(rows) == ["0200", "0201"]
    assert len(faults.equal(rows)) == faults.MOST_ALIKE - 1


def test_a_rule_is_shadowed_by_one_before_it_that_holds_whenever_it_does() -> None:
    wide = rule("wide", 1, conditions=Conditions(category="city", words=("垃圾",)))
    strict = rule("strict", 2, conditions=Conditions(category="waste", area_path=COUNTY, words=("建筑垃圾", "垃圾堆")))

    assert faults.shadowed([wide, strict], LINEAGE) == [("strict", "wide")]
    for other in (
        replace(strict, conditions=Conditions(category="waste")),
        replace(strict, conditions=Conditions(category="waste", words=("垃圾", "井盖"))),
        replace(strict, conditions=Conditions(words=("垃圾",))),
    ):
        assert faults.shadowed([wide, other], LINEAGE) == []
    unsure = replace(wide, outcome=RoutingOutcome.SUGGESTION, threshold=0.5)
    assert faults.shadowed([unsure, strict], LINEAGE) == []
    assert faults.shadowed([replace(wide, period=Period(date(2027, 1, 1))), strict], LINEAGE) == []


SCHEDULES = st.lists(
    st.builds(
        Times,
        st.frozensets(st.integers(1, 7), min_size=1),
        st.sampled_from([0, 360, 720, 1080]),
        st.sampled_from([360, 720, 1080, DAY]),
    ).filter(lambda times: times.starts != times.ends),
    min_size=1,
    max_size=6,
)


@given(SCHEDULES)
def test_a_row_never_wins_just_where_the_choice_never_takes_it(schedules: list[Times]) -> None:
    rows: list[Responsibility] = [row(f"{number}", times=times) for number, times in enumerate(schedules)]
    taken: set[Any] = set()
    for weekday in range(1, 8):
        for minute in range(0, DAY, 180):
            holding = [each for each in rows if each.times.holds(weekday, minute)]
            least = min((each.times.minutes for each in holding), default=0)
            taken |= {each.code for each in holding if each.times.minutes == least}

    assert set(faults.never_wins(rows)) == {each.code for each in rows} - taken


def test_rules_in_any_number_end() -> None:
    rules = [RoutingRule(str(number), number, "r", None, RoutingOutcome.URGENT) for number in range(faults.MOST_RULES)]

    assert faults.shadowed(rules, LINEAGE) == []
