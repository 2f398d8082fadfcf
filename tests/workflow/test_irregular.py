"""What is confirmed to be irregular counts for nobody; of made up ratings only these; a scheme may list kinds only."""

import pytest

from app.workflow.evaluation.facts import NO_FACTS, Fact, Kind
from app.workflow.evaluation.figures import FIGURES
from app.workflow.evaluation.irregular import FACT_OF, facts_of, held_against
from app.workflow.irregularities.kinds import IrregularityKind

RATINGS = {IrregularityKind.RATING_DEVICE, IrregularityKind.RATING_NETWORK, IrregularityKind.RATING_BURST}


@pytest.mark.parametrize("irregularity", IrregularityKind)
def test_made_up_ratings_do_not_wipe_out_the_work(irregularity: IrregularityKind) -> None:
    for kind in Kind:
        facts = facts_of([irregularity], kind)
        is_concerned = irregularity not in RATINGS or kind is Kind.RATING
        assert facts == (FACT_OF[irregularity] | Fact.EXCLUDED if is_concerned else NO_FACTS)


@pytest.mark.parametrize("listed", IrregularityKind)
def test_what_is_listed_only_counts_unless_it_is_irregular_in_another_way_too(listed: IrregularityKind) -> None:
    another = next(kind for kind in IrregularityKind if kind is not listed)
    held = held_against([listed])
    assert not facts_of([listed], Kind.RATING) & held
    assert facts_of([another], Kind.RATING) & held
    assert facts_of([listed, another], Kind.RATING) & held


def test_every_figure_but_that_of_irregular_reports_heeds_them() -> None:
    assert {code for code, figure in FIGURES.items() if Fact.EXCLUDED not in figure.exempt} == {"irregular"}


def test_nothing_else_is_held_where_all_are_listed_only() -> None:
    assert held_against(list(IrregularityKind)) == NO_FACTS
