"""Returns 退单 between units, and how often the first dispatch 首派 was right: over the few cases of a period.

What was returned is found by the index of returned cases, what was closed by that of closings; of each the assignments,
returns and events are read by their keys. Nothing else of the tables is touched.
"""

import uuid
from collections.abc import Mapping
from functools import lru_cache
from typing import TypedDict

from sqlalchemy import (
    CTE,
    Boolean,
    ColumnElement,
    Integer,
    Text,
    bindparam,
    case,
    cast,
    func,
    literal,
    literal_column,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, VARCHAR, aggregate_order_by
from sqlalchemy.sql.selectable import LateralFromClause

from app.db.statement import Statement
from app.models.case_parts import Assignment, AssignmentRole
from app.models.publication import PoolOutcome, Publication
from app.queries.cases.events import events
from app.queries.cases.filters import approvals
from app.queries.cases.lists import Listing, predicate
from app.queries.cases.scope import cases
from app.queries.tables import among, table
from app.workflow.actions import Action
from app.workflow.approvals import ApprovalKind, ApprovalState

assignments = table(Assignment)
publications = table(Publication)

ROWS_OF_A_PAIR, EXAMPLES = 5, 3
MOST_GROUPS = 1_000
#: What sends a case to a unit, and remembers who was responsible by which rule or row.
_SENDING = tuple(action.value for action in Action if action.value in ("dispatch", "redirect", "publish"))
AUTOMATIC, CLAIMED = "automatic", "claimed"


class Returned(TypedDict):
    """So many returns of one kind: who returned, whom they proposed, where the case is or ended, and the row behind.

    `of_pair` counts those of the same three units, `of_all` every return of the period; `pairs` how many such threes.
    """

    returned_by: str
    proposed: str | None
    ended: str | None
    category_code: str | None
    routed_by: str | None
    routed_code: str | None
    count: int
    approved: int
    examples: list[uuid.UUID]
    serials: list[int]
    of_pair: int
    of_all: int
    place: int


def _each(listing: Listing, narrowed: bool) -> CTE:
    """The returns of the cases of a list, or of these those by `returners`, with what had sent the case there."""
    facts = (cases.c.id, cases.c.serial, cases.c.category_code, cases.c.lead_department_code)
    found = select(*facts).where(*predicate(listing)).cte("found")
    sent = (
        select(events.c.data["routing"].label("routing"))
        .where(
            events.c.case_id == approvals.c.case_id,
            among(events.c.action, _SENDING),
            events.c.created_at <= approvals.c.requested_at,
        )
        .order_by(events.c.seq.desc())
        .limit(1)
        .correlate(approvals)
        .lateral("sent")
    )
    returners = bindparam("returners", type_=ARRAY(VARCHAR))
    by = [approvals.c.department_code == returners.any_()] if narrowed else []
    return (
        select(
            approvals.c.department_code.label("returned_by"),
            approvals.c.proposed_department_code.label("proposed"),
            found.c.lead_department_code.label("ended"),
            found.c.category_code,
            sent.c.routing["by"].astext.label("routed_by"),
            sent.c.routing["code"].astext.label("routed_code"),
            approvals.c.state,
            approvals.c.case_id,
            approvals.c.requested_at,
            found.c.serial,
        )
        .select_from(found.join(approvals, approvals.c.case_id == found.c.id).outerjoin(sent, true()))
        .where(approvals.c.kind == ApprovalKind.RETURN, *by)
        .cte("each")
    )


_PAIR = ("returned_by", "proposed", "ended")
_ROW = ("category_code", "routed_by", "routed_code")


def _kinds(each: CTE) -> CTE:
    """The same counted by all that tells one from another, the latest first among the examples."""
    of = [each.c[name] for name in (*_PAIR, *_ROW)]
    latest = (each.c.requested_at.desc(), each.c.case_id)
    return (
        select(
            *of,
            func.count().label("count"),
            func.count().filter(each.c.state == ApprovalState.APPROVED).label("approved"),
            func.array_agg(aggregate_order_by(each.c.case_id, *latest)).label("examples"),
            func.array_agg(aggregate_order_by(each.c.serial, *latest)).label("serials"),
        )
        .group_by(*of)
        .cte("kinds")
    )


@lru_cache(maxsize=200)
def returned(listing: Listing, *, narrowed: bool = False) -> Statement[Returned]:
    """The returns of the cases of a list by units, most frequent first: `count` pairs, of each a few rows behind it.

    `narrowed`: only those by units among `returners`.
    """
    kinds = _kinds(_each(listing, narrowed))
    of_pair, of_row = ([kinds.c[name] for name in names] for names in (_PAIR, _ROW))
    summed = select(
        *of_pair,
        *of_row,
        kinds.c.count,
        kinds.c.approved,
        kinds.c.examples[1:EXAMPLES].label("examples"),
        kinds.c.serials[1:EXAMPLES].label("serials"),
        cast(func.sum(kinds.c.count).over(partition_by=of_pair), Integer).label("of_pair"),
        cast(func.sum(kinds.c.count).over(), Integer).label("of_all"),
        func.row_number().over(partition_by=of_pair, order_by=(kinds.c.count.desc(), *of_row)).label("row"),
    ).cte("summed")
    order = [summed.c.of_pair.desc(), *(summed.c[name] for name in _PAIR)]
    placed = select(summed, func.dense_rank().over(order_by=order).label("place")).cte("placed")
    return Statement(
        select(*(column for column in placed.c if column.name != "row"))
        .where(placed.c.place <= bindparam("count", type_=Integer()), placed.c.row <= ROWS_OF_A_PAIR)
        .order_by(placed.c.place, placed.c.row),
        Returned,
    )


class FirstDispatches(TypedDict):
    """Of so many cases that were dispatched and closed, how many ended with the first unit."""

    key: str | None
    count: int
    right: int
    returned: int
    redirected: int


def _closed(listing: Listing, depth: ColumnElement[int]) -> CTE:
    """The cases of a list that ended with a unit."""
    return (
        select(
            cases.c.id,
            cases.c.category_code,
            func.split_part(cases.c.area_path, "/", depth).label("area"),
            cases.c.lead_department_code,
            literal_column("return_departments <> '{}'", Boolean()).label("is_returned"),
            literal_column("redirect_count > 0", Boolean()).label("is_redirected"),
        )
        .where(*predicate(listing), cases.c.lead_department_code.is_not(None), ~cases.c.force_closed)
        .cte("closed")
    )


def _first(closed: CTE) -> LateralFromClause:
    """The first lead of each, and who put it there: nobody, where a rule or fallback did, or the unit that claimed."""
    claimed = select(literal(1)).select_from(publications)
    is_claimed = claimed.where(
        publications.c.case_id == assignments.c.case_id,
        publications.c.outcome == PoolOutcome.CLAIMED,
        publications.c.ended_at == assignments.c.assigned_at,
    )
    by = case(
        (is_claimed.correlate(assignments).exists(), literal(CLAIMED, Text())),
        else_=func.coalesce(cast(assignments.c.assigned_by, Text), AUTOMATIC),
    )
    return (
        select(assignments.c.department_code, by.label("by"))
        .where(assignments.c.case_id == closed.c.id, assignments.c.role == AssignmentRole.LEAD)
        .order_by(assignments.c.assigned_at, assignments.c.id)
        .limit(1)
        .correlate(closed)
        .lateral("first")
    )


@lru_cache(maxsize=200)
def first_dispatches(listing: Listing, group: str) -> Statement[FirstDispatches]:
    """The first dispatches of the cases of a list by what they are about, where they lie, or who dispatched."""
    closed = _closed(listing, bindparam("depth") if group == "area" else literal(1, Integer()))
    first = _first(closed)
    keys: Mapping[str, ColumnElement[str]] = {
        "category": closed.c.category_code,
        "area": closed.c.area,
        "dispatcher": first.c.by,
    }
    key = keys[group].label("key")
    counted = {
        "right": first.c.department_code == closed.c.lead_department_code,
        "returned": closed.c.is_returned,
        "redirected": closed.c.is_redirected,
    }
    return Statement(
        select(
            key,
            func.count().label("count"),
            *(func.count().filter(so).label(name) for name, so in counted.items()),
        )
        .select_from(closed.join(first, true()))
        .group_by(key)
        .order_by(func.count().desc(), key),
        FirstDispatches,
    )
