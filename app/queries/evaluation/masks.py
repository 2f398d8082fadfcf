"""The facts of occurrences in SQL: which of them a figure counts, and which are its hits."""

from typing import NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Text, and_, bindparam, literal_column, not_, true

from app.queries.evaluation.counting import occurrences
from app.workflow.evaluation.facts import Fact
from app.workflow.evaluation.figure import Figure, Which

_ZERO = literal_column("0", BigInteger())


def _written(mask: Fact) -> ColumnElement[int]:
    return literal_column(str(int(mask)), BigInteger())


def kind_is(figure: Figure) -> ColumnElement[bool]:
    """Of the kind a figure is about."""
    return occurrences.c.kind == literal_column(f"'{figure.kind.value}'", Text())


def _which(which: Which) -> ColumnElement[bool]:
    """The same as `Which.holds`, with its masks written out."""
    facts = occurrences.c.facts
    asked: list[ColumnElement[bool]] = []
    if which.all_of:
        asked.append(facts.bitwise_and(_written(which.all_of)) == _written(which.all_of))
    if which.any_of:
        asked.append(facts.bitwise_and(_written(which.any_of)) != _ZERO)
    if which.none_of:
        asked.append(facts.bitwise_and(_written(which.none_of)) == _ZERO)
    return and_(true(), *asked)


class Parts(NamedTuple):
    """What an occurrence is to a figure: counted, a hit among these, or exempt."""

    counted: ColumnElement[bool]
    hit: ColumnElement[bool]
    exempt: ColumnElement[bool]


#: The irregularities that keep from counting: any, where nothing else is given.
_HELD = bindparam("held", value=int(Fact.EXCLUDED), type_=BigInteger())


def heeds_irregular(figure: Figure) -> bool:
    """Whether what is irregular does not count; its statements take `held` then, of `irregular.held_against`."""
    return Fact.EXCLUDED in figure.exempt


def parts_of(figure: Figure) -> Parts:
    """Of one that is of its kind."""
    granted = _written(figure.exempt & ~Fact.EXCLUDED)
    exempting = granted.bitwise_or(_HELD) if heeds_irregular(figure) else granted
    is_exempt = occurrences.c.facts.bitwise_and(exempting) != _ZERO
    would = _which(figure.counted)
    counted = and_(would, not_(is_exempt))
    return Parts(counted, and_(counted, _which(figure.hit)), and_(would, is_exempt))


def is_part(figure: Figure, part: str) -> ColumnElement[bool]:
    """Those of one list of a figure: `counted`, `hit`, `missed` or `exempt`."""
    of = parts_of(figure)
    missed = and_(of.counted, not_(_which(figure.hit)))
    return {"counted": of.counted, "hit": of.hit, "missed": missed, "exempt": of.exempt}[part]
