"""What a confirmed irregularity 查实异常 keeps from counting, and what a scheme counts all the same.

Everywhere it counts for nobody. A scheme may list some kinds only 仅列示: then what is irregular in these ways alone
counts in its scores, and is shown beside them.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from app.workflow.evaluation.facts import NO_FACTS, Fact, Kind
from app.workflow.irregularities.kinds import IrregularityKind

FACT_OF: Mapping[IrregularityKind, Fact] = MappingProxyType({kind: Fact[kind.name] for kind in IrregularityKind})
#: Ratings that were made up say nothing of the work, and may not wipe it out: the case itself goes on counting.
_OF_RATINGS = frozenset(
    {IrregularityKind.RATING_DEVICE, IrregularityKind.RATING_NETWORK, IrregularityKind.RATING_BURST}
)


def facts_of(irregular: Collection[IrregularityKind], kind: Kind) -> Fact:
    """What is true of an occurrence of a case that was confirmed to be irregular in these ways."""
    facts = NO_FACTS
    for each in irregular:
        if each not in _OF_RATINGS or kind is Kind.RATING:
            facts |= FACT_OF[each] | Fact.EXCLUDED
    return facts


def held_against(listed_only: Collection[IrregularityKind]) -> Fact:
    """Any of these facts keeps an occurrence from counting, where some kinds are listed only."""
    if not listed_only:
        return Fact.EXCLUDED
    facts = NO_FACTS
    for kind in IrregularityKind:
        facts |= FACT_OF[kind] if kind not in listed_only else NO_FACTS
    return facts
