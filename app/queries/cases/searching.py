"""Looking for words in an order: a common one is met on a short walk, a rare one is looked up in its index.

Which of both a word is, the planner cannot be relied on to know; so the statement finds out. To look a common word up
and show fifty would read a good part of the table, and so would walking until a rare one is met.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    ScalarSelect,
    and_,
    bindparam,
    func,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, VARCHAR

from app.queries.cases.scope import cases
from app.queries.tables import constant

#: Cases that are looked at in their order before the index of words is asked: one in two hundred fills a page.
WALKED = 10_000
_WORDS = bindparam("words", type_=ARRAY(VARCHAR))


def first_with_words(
    served: Sequence[ColumnElement[bool]],
    others: Sequence[ColumnElement[bool]],
    order: Sequence[ColumnElement[object]],
    limit: ColumnElement[int],
) -> CompoundSelect[UUID]:
    """Ids of cases with the words, among them the first so many that all clauses let through; takes `words`.

    The walk goes over what an index serves in that order, and judges the `others` on the way: were they to be met so
    many times, it would walk on through the table where few cases are like that. One that comes to its end has met all
    there are: what somebody reported themselves is soon looked through, and no word is common among so few.
    """
    fits = and_(*others, cases.c.words.contains(_WORDS)).label("fits")
    walked = constant(WALKED)
    near = select(cases.c.id, fits).where(*served).order_by(*order).limit(walked).cte()
    met = select(near.c.id).where(near.c.fits).limit(limit).cte()
    # The second is asked only where the first is not so: it walks on to the end.
    enough = or_(_rows_of(met) >= limit, _rows_of(near) < walked)
    looked_up = select(cases.c.id).where(cases.c.words.contains(_WORDS), ~enough).cte().prefix_with("MATERIALIZED")
    return select(met.c.id).where(enough).union_all(select(looked_up.c.id))


def _rows_of(found: CTE) -> ScalarSelect[int]:
    return select(func.count()).select_from(found).scalar_subquery()
