"""Lists of cases: filters, order and keyset as a shape, compiled once."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple, cast

from sqlalchemy import (
    Boolean,
    ColumnElement,
    DateTime,
    Select,
    and_,
    bindparam,
    case,
    exists,
    literal_column,
    or_,
    select,
    tuple_,
    union,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR, array

from app.db.statement import Statement
from app.models.case import OPEN_CASES
from app.models.case_parts import Approval
from app.queries.cases.callers import called_from
from app.queries.cases.listed import AS_WRITTEN, LISTED, CaseAsWritten, ListedCase
from app.queries.cases.moments import is_known
from app.queries.cases.orders import Order
from app.queries.cases.scope import (
    Shape,
    assisted_by,
    called_to,
    cases,
    delivered_by,
    published_to,
    visible,
    within,
)
from app.queries.cases.searching import first_with_words
from app.queries.tables import any_of, constant, table
from app.workflow.approvals import ApprovalKind
from app.workflow.supervision.faults import HELD_BY

approvals = table(Approval)

_MOMENT = DateTime(timezone=True)
_NOW = bindparam("now", type_=_MOMENT)
_ANY_NOW = any_of(_NOW)
_AFTER_ID = bindparam("after_id", type_=UUID())


Columns = Sequence[ColumnElement[object]]


def _texts(name: str) -> ColumnElement[Sequence[str]]:
    return bindparam(name, type_=ARRAY(VARCHAR))


def _among(column: ColumnElement[str], name: str) -> ColumnElement[bool]:
    return column == _texts(name).any_()


def _me(column: ColumnElement[uuid.UUID]) -> ColumnElement[bool]:
    return column == bindparam("me", type_=UUID())


def _in_period(column: ColumnElement[datetime]) -> ColumnElement[bool]:
    return and_(column >= bindparam("period_from", type_=_MOMENT), column < bindparam("period_to", type_=_MOMENT))


def in_hand() -> ColumnElement[uuid.UUID]:
    """Who has the case in hand: its verifier, its checker, else its handler."""
    holders = ((cases.c.status == literal_column(f"'{status}'"), cases.c[who]) for status, who in HELD_BY.items())
    return case(*holders, else_=cases.c.handler_id)


def _returns(of: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(select(1).where(approvals.c.case_id == cases.c.id, approvals.c.kind == ApprovalKind.RETURN, of))


#: Every filter by its name; its parameters bear the same name, ranges add _from and _to.
FILTERS: Mapping[str, Callable[[], ColumnElement[bool]]] = MappingProxyType(
    {
        "statuses": lambda: _among(cases.c.status, "statuses"),
        "status": lambda: cases.c.status == any_of(bindparam("status", type_=cases.c.status.type)),
        "open": lambda: cast(ColumnElement[bool], OPEN_CASES),
        "running": lambda: is_known(cases.c.due_at),
        "overdue": lambda: cases.c.due_at < _ANY_NOW,
        "red": lambda: cases.c.due_at < _ANY_NOW,
        "yellow": lambda: and_(cases.c.due_at >= _ANY_NOW, cases.c.warn_at <= _ANY_NOW),
        "green": lambda: and_(cases.c.due_at >= _ANY_NOW, or_(cases.c.warn_at.is_(None), cases.c.warn_at > _ANY_NOW)),
        "stage_overdue": lambda: cases.c.stage_due_at < _NOW,
        "upcoming": lambda: and_(
            cases.c.due_at >= bindparam("since", type_=_MOMENT), cases.c.due_at < bindparam("until", type_=_MOMENT)
        ),
        "auto_signed": lambda: cases.c.auto_signed,
        "suspended": lambda: cases.c.status == literal_column("'suspended'"),
        "bounced": lambda: literal_column("return_departments <> '{}'", Boolean()),
        "redirected": lambda: literal_column("redirect_count > 0", Boolean()),
        "ordered": lambda: cases.c.order_due_at.is_not(None),
        "to_endorse": lambda: and_(cases.c.pending_request.is_not(None), cases.c.request_endorsed.is_(False)),
        "to_decide": lambda: and_(  # by somebody else than who endorsed it
            cases.c.pending_request.is_not(None),
            cases.c.request_endorsed.is_(True),
            cases.c.endorsed_by.is_distinct_from(bindparam("me", type_=UUID())),
        ),
        "worker": lambda: in_hand() == bindparam("worker", type_=UUID()),
        "returned_by": lambda: cases.c.return_departments.contains(array([bindparam("returned_by", type_=VARCHAR())])),
        "returned_by_worker": lambda: _returns(
            approvals.c.requested_by == bindparam("returned_by_worker", type_=UUID())
        ),
        "without_department": lambda: cases.c.lead_department_code.is_(None),
        "without_category": lambda: cases.c.category_code.is_(None),
        "without_worker": lambda: in_hand().is_(None),
        "at_area": lambda: cases.c.area_path == bindparam("at_area", type_=VARCHAR()),
        "area": lambda: within("area_from", "area_to", wide=False),
        "wide_area": lambda: within("area_from", "area_to", wide=True),
        "department": lambda: cases.c.lead_department_code == bindparam("department", type_=VARCHAR()),
        "departments": lambda: _among(cases.c.lead_department_code, "departments"),
        "unit": lambda: cases.c.lead_department_code == bindparam("unit", type_=VARCHAR()),
        "signed_within": lambda: _in_period(cases.c.signed_at),
        "reported_within": lambda: _in_period(cases.c.reported_at),
        "assisting": lambda: and_(
            assisted_by(_texts("assisting")),  # which holds the open ones, and has the index
            cases.c.open_assists.overlap(_texts("assisting")),
        ),
        "published_to": lambda: published_to(_texts("published_to")),
        "delivering": lambda: delivered_by(_texts("delivering")),
        "called": lambda: and_(called_to(_texts("called")), cases.c.open_calls.overlap(_texts("called"))),
        "excuses_asked": lambda: literal_column("pending_excuses <> '{}'", Boolean()),
        "categories": lambda: _among(cases.c.category_code, "categories"),
        "category_exactly": lambda: cases.c.category_code == bindparam("category_exactly", type_=VARCHAR()),
        "nature": lambda: cases.c.nature_code == bindparam("nature", type_=cases.c.nature_code.type),
        "source": lambda: cases.c.source_code == bindparam("source", type_=cases.c.source_code.type),
        "channel": lambda: cases.c.channel == bindparam("channel", type_=cases.c.channel.type),
        "mine": lambda: _me(cases.c.reporter_id),
        "of_others": lambda: cases.c.reporter_id.is_distinct_from(bindparam("me", type_=UUID())),
        "to_verify": lambda: _me(cases.c.verifier_id),
        "to_check": lambda: _me(cases.c.checker_id),
        "words": lambda: cases.c.words.contains(_texts("words")),
        "called_from": lambda: called_from(cases.c.id, "called_from"),
        "external_id": lambda: cases.c.external_id == bindparam("external_id", type_=cases.c.external_id.type),
        "serial": lambda: cases.c.serial == bindparam("serial", type_=cases.c.serial.type),
        "reported_from": lambda: cases.c.reported_at >= bindparam("reported_from", type_=_MOMENT),
        "reported_to": lambda: cases.c.reported_at < bindparam("reported_to", type_=_MOMENT),
        "due_from": lambda: cases.c.due_at >= bindparam("due_from", type_=_MOMENT),
        "due_to": lambda: cases.c.due_at < bindparam("due_to", type_=_MOMENT),
    }
)


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
    return Statement(_page(listing, place, count, LISTED), ListedCase)


@lru_cache(maxsize=2_000)
def page_as_written(listing: Listing, place: PageStart, count: int) -> Statement[CaseAsWritten]:
    """The same of each case only how it is written: for whoever may know what that says."""
    return Statement(_page(listing, place, count, AS_WRITTEN), CaseAsWritten)


def _page(listing: Listing, place: PageStart, count: int, told: Columns) -> Select[*tuple[object, ...]]:
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
