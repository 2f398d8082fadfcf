"""How a quarter's score comes about, by hand: quarters, forms, parts, missing ones, ranks with ties, ties of people."""

from dataclasses import replace
from datetime import date

import pytest

from app.workflow.cobuilding import scoring, standing
from app.workflow.cobuilding.quarters import Quarter, end_of_month, quarter_of
from app.workflow.cobuilding.ranking import GroupVerdict, Place, ranked, verdict
from app.workflow.cobuilding.scheme import Item, MissingMonth, MissingPart, Scheme, ScorePart, faults
from app.workflow.cobuilding.standing import Held, InspectorTie, Member

OWN, INSPECTION, RESIDENTS = ScorePart
SCHEME = Scheme(
    items=(Item("A", 40), Item("B", 60)),
    weights={OWN: 30, INSPECTION: 50, RESIDENTS: 20},
    missing={OWN: MissingPart.ZERO, INSPECTION: MissingPart.UNRANKED, RESIDENTS: MissingPart.REWEIGH},
    missing_month=MissingMonth.ZERO,
    least_answers=3,
    commend_from=9000,
    criticise_below=6000,
)


def test_quarters_follow_the_calendar() -> None:
    last = Quarter(2026, 4)

    assert (last.first, last.last, last.following) == (date(2026, 10, 1), date(2026, 12, 31), Quarter(2027, 1))
    assert [quarter_of(date(2026, month, 28)).number for month in range(1, 13)] == [
        n for n in range(1, 5) for _ in "abc"
    ]
    assert (end_of_month(date(2028, 2, 9)), end_of_month(date(2026, 12, 1))) == (date(2028, 2, 29), date(2026, 12, 31))


def test_marks_are_rounded_once_half_up() -> None:
    assert scoring.of_form({"A": 3333, "B": 5050}, SCHEME.items) == 8383
    assert scoring.mean([8333, 8334]) == 8334
    assert scoring.mean([]) is None


@pytest.mark.parametrize(("what", "score"), [(MissingMonth.ZERO, 6000), (MissingMonth.LEAVE_OUT, 9000)])
def test_a_month_that_was_not_assessed_counts_as_the_scheme_says(what: MissingMonth, score: int) -> None:
    assert scoring.of_months(replace(SCHEME, missing_month=what), 3, [8500, 9500]) == score


def test_residents_are_heard_when_enough_of_them_answer() -> None:
    assert scoring.of_answers(SCHEME, 2, 10) is None
    assert [scoring.of_answers(SCHEME, 3, total) for total in (3, 9, 15)] == [0, 5000, 10_000]


@pytest.mark.parametrize(
    ("parts", "score", "missing"),
    [
        ((9000, 8000, 7000), 8100, {}),
        ((9000, 8000, None), 8375, {RESIDENTS: MissingPart.REWEIGH}),
        ((None, 8000, 7000), 5400, {OWN: MissingPart.ZERO}),
        ((9000, None, 7000), None, {INSPECTION: MissingPart.UNRANKED}),
        ((0, 0, 0), 0, {}),
    ],
)
def test_a_missing_part_is_said_and_handled_as_the_scheme_says(
    parts: tuple[int | None, ...], score: int | None, missing: dict[ScorePart, MissingPart]
) -> None:
    averaged = scoring.averaged(SCHEME, dict(zip(ScorePart, parts, strict=True)))

    assert (averaged.score, averaged.missing) == (score, missing)
    assert score is None or sum(averaged.counted.values()) == 10_000


def test_where_all_parts_are_missing_there_is_no_score_whatever_the_scheme_says() -> None:
    zeros = replace(SCHEME, missing=dict.fromkeys(ScorePart, MissingPart.ZERO))

    assert scoring.averaged(zeros, dict.fromkeys(ScorePart)).score is None


def test_equals_share_a_rank_and_the_lines_belong_to_the_better_side() -> None:
    places = ranked({"a": 9000, "b": 9500, "c": 9000, "d": None, "e": 5999})

    assert places == {"b": Place(1, False), "a": Place(2, True), "c": Place(2, True), "e": Place(4, False)}
    assert [verdict(SCHEME, score) for score in (9000, 8999, 6000, 5999, None)] == [
        GroupVerdict.COMMENDED, GroupVerdict.ORDINARY, GroupVerdict.ORDINARY, GroupVerdict.CRITICISED,
        GroupVerdict.UNRANKED,
    ]  # fmt: skip


def test_weights_thresholds_and_lines_that_do_not_fit_are_faults() -> None:
    wrong = replace(
        SCHEME, weights={OWN: 30, INSPECTION: 50, RESIDENTS: 30}, commend_from=5000, items=(Item("A", 1), Item("A", 2))
    )

    assert [fault.pointer for fault in faults(wrong)] == ["/weights", "/criticise_below", "/items/1/code"]
    assert list(faults(SCHEME)) == []


_FIRST, _LAST = date(2026, 10, 1), date(2026, 12, 31)
_COMMUNITY = "44/4401/440101/"


@pytest.mark.parametrize(
    ("post", "member", "tie"),
    [
        (Held("CG/", None, _FIRST, None), Member("CG/", _FIRST, None), InspectorTie.MEMBER_UNIT),
        (Held("CG/CG-1/", None, _FIRST, None), Member("CG/", _FIRST, None), InspectorTie.MEMBER_UNIT),
        (Held("CG/", None, _FIRST, None), Member("CG/CG-1/", date(2026, 12, 31), None), InspectorTie.MEMBER_UNIT),
        (Held("CG/", None, date(2020, 1, 1), date(2026, 9, 30)), Member("CG/", _FIRST, None), None),
        (Held("CG/", None, _FIRST, None), Member("CG/", date(2020, 1, 1), date(2026, 9, 30)), None),
        (Held("CG-1/", None, _FIRST, None), Member("CG/", _FIRST, None), None),
        (Held(None, "44/4401/440101/01/", _FIRST, None), Member("CG/", _FIRST, None), InspectorTie.COMMUNITY),
        (Held(None, "44/4401/", _FIRST, None), Member("CG/", _FIRST, None), None),
    ],
)
def test_a_post_ties_to_a_unit_above_and_below_and_to_the_community(
    post: Held, member: Member, tie: InspectorTie | None
) -> None:
    assert standing.tie([post], [member], _COMMUNITY, _FIRST, _LAST) is tie
