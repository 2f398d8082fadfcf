"""Lists of cases: filters, order and keyset as a shape, compiled once."""

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Select,
    bindparam,
    or_,
    select,
    tuple_,
    union,
)
from sqlalchemy.dialects.postgresql import UUID

from app.db.statement import Statement
from app.queries.cases.filters import FILTERS
from app.queries.cases.listed import AS_WRITTEN, LISTED, CaseAsWritten, ListedCase
from app.queries.cases.moments import is_known
from app.queries.cases.orders import Order
from app.queries.cases.scope import (
    Shape,
    cases,
    visible,
)
from app.queries.cases.searching import first_with_words
from app.queries.tables import constant

Columns = Sequence[ColumnElement[object]]
_MOMENT = DateTime(timezone=True)
_AFTER_ID = bindparam("after_id", type_=UUID())


class Listing(NamedTuple):
    """The shape of a list: whose view (None: a filter says it all), which filters, in which order.

    `own_too`: beside that view also what the reader reported, wherever it lies.
    """

    scope: Shape | None
    filters: frozenset[str]
    order: Order
    own_too: bool = False


def predicate(listing: Listing) -> list[ColumnElement[bool]]:
    """What the rows of a list have in common; its counts are made of the same."""
    filters = [FILTERS[name]() for name in sorted(listing.filters)]
    seen = [view for view in _views(listing) if view is not None]
    return [or_(*seen), *filters] if seen else filters


def _views(listing: Listing) -> list[ColumnElement[bool] | None]:
    """The ways in which a row comes to be in the list, each of them served by an index of its own."""
    scope = None if listing.scope is None else visible(listing.scope)
    return [scope, FILTERS["mine"]()] if listing.own_too else [scope]


class PageStart(StrEnum):
    """Where a page begins."""

    FIRST = "first"
    AFTER = "after"  # a row: takes its `after_value` and `after_id`
    UNDATED = "undated"  # at the first row without a value
    AMONG_UNDATED = "among_undated"  # after a row without a value: takes its `after_id`


_SERVED = frozenset({"open", "running", "area", "department", "departments", "unit", "mine"})


@lru_cache(maxsize=2_000)
def page(listing: Listing, place: PageStart, count: int) -> Statement[ListedCase]:
    """The `count` rows of a page: takes the values of scope and filters, and what its place takes.

    The count stands in the statement: of a limit that is a parameter the planner believes that it is a tenth of all
    rows, and sorts them rather than walk the index from where the page begins.
    """
    return Statement(rows_of_page(listing, place, count, LISTED), ListedCase)


@lru_cache(maxsize=2_000)
def page_as_written(listing: Listing, place: PageStart, count: int) -> Statement[CaseAsWritten]:
    """The same of each case only how it is written: for whoever may know what that says."""
    return Statement(rows_of_page(listing, place, count, AS_WRITTEN), CaseAsWritten)


def rows_of_page(listing: Listing, place: PageStart, count: int, told: Columns) -> Select[*tuple[object, ...]]:
    """Those columns of the cases of a page, for a statement that asks more of them."""
    limit = constant(count)
    places = [place, PageStart.UNDATED] if place is PageStart.AFTER and listing.order.undated else [place]
    parts = [(view, part) for view in _views(listing) for part in places]
    if len(parts) == 1:
        return _rows(listing, *parts[0], limit, told)
    # The first of all are among the first of each part; a row that is in two of them is one row.
    ordered = (*told, cases.c[listing.order.column].label("in_order"))
    found = union(*(_rows(listing, *part, limit, ordered).subquery().select() for part in parts)).subquery()
    key = found.c.in_order
    order = (key.desc(), found.c.id.desc()) if listing.order.descending else (key.nulls_last(), found.c.id)
    return select(*found.c.values()[:-1]).order_by(*order).limit(limit)


def _rows(
    listing: Listing,
    view: ColumnElement[bool] | None,
    place: PageStart,
    limit: ColumnElement[int],
    told: Columns,
) -> Select[*tuple[object, ...]]:
    """The first rows of one view from a place on, in the order of the index; those without a value come last."""
    key, descending = cases.c[listing.order.column], listing.order.descending
    named = {name: FILTERS[name]() for name in sorted(listing.filters - {"words"})}
    clauses: list[ColumnElement[bool]] = []
    if view is not None:
        clauses.append(view)
    if place in (PageStart.UNDATED, PageStart.AMONG_UNDATED):
        clauses.append(key.is_(None))
    elif place is PageStart.AFTER or not listing.order.undated:
        clauses.append(is_known(key))
    if place is PageStart.AMONG_UNDATED:
        clauses.append(cases.c.id > _AFTER_ID)
    if place is PageStart.AFTER:
        after, here = tuple_(bindparam("after_value", type_=_MOMENT), _AFTER_ID), tuple_(key, cases.c.id)
        clauses.append(here < after if descending else here > after)
    order = (key.desc(), cases.c.id.desc()) if descending else (key, cases.c.id)
    rows = select(*told).where(*clauses, *named.values()).order_by(*order).limit(limit)
    if "words" not in listing.filters:
        return rows
    served = [clause for name, clause in named.items() if _is_served(name, listing.order)]
    others = [clause for name, clause in named.items() if not _is_served(name, listing.order)]
    return rows.where(cases.c.id.in_(first_with_words([*clauses, *served], others, order, limit)))


def _is_served(name: str, order: Order) -> bool:
    """Whether an index has the cases of this filter together, in the order or nearly."""
    stem = order.column.removesuffix("_at")
    return name in _SERVED or name in (f"{stem}_from", f"{stem}_to")
