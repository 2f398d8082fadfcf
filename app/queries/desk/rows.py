"""Cases of a list as a desk reads them: each with all that a decision needs, in one statement a page."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache, lru_cache
from typing import TypedDict
from uuid import UUID

from sqlalchemy import (
    VARCHAR,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    and_,
    bindparam,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by
from sqlalchemy.dialects.postgresql import UUID as UUIDS

from app.db.statement import Statement
from app.models.case_event import CaseEvent
from app.models.case_parts import Approval
from app.models.case_row import KnownCase
from app.queries.cases.listed import AS_WRITTEN, CaseAsWritten
from app.queries.cases.lists import Columns, Listing, PageStart, predicate, rows_of_page
from app.queries.cases.orders import Order
from app.queries.cases.scope import Shape, cases, visible
from app.queries.desk.looks import LIVE, OF_HELD, HeldCase, looks
from app.queries.tables import among, table
from app.workflow.approvals import ApprovalKind, ApprovalState

approvals = table(Approval)
events = table(CaseEvent)


class AskedFor(TypedDict):
    """What a unit asked for, as one of the list that a row bears; its moments in words."""

    kind: str
    state: str
    department_code: str
    proposed_department_code: str | None
    reason_code: str
    note: str | None
    amount: int | None
    resume_at: str | None
    requested_by: str
    requested_at: str
    endorsed_at: str | None


class Frame(CaseAsWritten):
    """What a desk shows around a case: what was asked for and said of it, and who looks at it."""

    asked_for: list[AskedFor]
    noted: str | None
    noted_action: str | None
    noted_by: UUID | None
    noted_name: str | None
    noted_at: datetime | None
    look_by: UUID | None
    look_until: datetime | None
    look_writing: bool | None


class WholeCase(KnownCase):
    """A case, and the transaction that wrote its row."""

    xmin: int


class FramedCase(WholeCase, Frame):
    """A case and what is around it, as one moment has both."""


_XMIN = literal_column("cases.xmin", Integer()).label("xmin")
_WHOLE = (*(cases.c[name] for name in KnownCase.__annotations__), _XMIN)
_FIELDS = [
    each for name in AskedFor.__annotations__ for each in (literal_column(f"'{name}'", VARCHAR()), approvals.c[name])
]
_STANDS = and_(
    approvals.c.case_id == cases.c.id,
    (approvals.c.kind == literal_column(f"'{ApprovalKind.RETURN}'"))
    | among(approvals.c.state, (ApprovalState.PENDING, ApprovalState.ENDORSED)),
)
#: Every return of the case, and what is asked for and not decided: the oldest first.
_ASKED_FOR = (
    select(
        func.coalesce(
            func.jsonb_agg(aggregate_order_by(func.jsonb_build_object(*_FIELDS), approvals.c.requested_at)),
            literal_column("'[]'::jsonb"),
        )
    )
    .where(_STANDS)
    .correlate(cases)
    .scalar_subquery()
)
_NOTE = (
    select(events.c.note, events.c.action, events.c.actor_id, events.c.actor_name, events.c.created_at)
    .where(events.c.case_id == cases.c.id, events.c.note.is_not(None))
    .order_by(events.c.seq.desc())
    .limit(literal_column("1"))
    .correlate(cases)
    .lateral("last_note")
)
_BESIDES = (
    _ASKED_FOR.label("asked_for"),
    _NOTE.c.note.label("noted"),
    _NOTE.c.action.label("noted_action"),
    _NOTE.c.actor_id.label("noted_by"),
    _NOTE.c.actor_name.label("noted_name"),
    _NOTE.c.created_at.label("noted_at"),
    looks.c.user_id.label("look_by"),
    looks.c.expires_at.label("look_until"),
    looks.c.writing.label("look_writing"),
)


def _told(columns: Columns, of: FromClause) -> Select[*tuple[object, ...]]:
    looked_at = of.outerjoin(looks, and_(looks.c.case_id == cases.c.id, LIVE)).outerjoin(_NOTE, true())
    return select(*columns, *_BESIDES).select_from(looked_at)


def _in_order(order: Order) -> Iterable[ColumnElement[object]]:
    key = cases.c[order.column]
    return (key.desc(), cases.c.id.desc()) if order.descending else (key.nulls_last(), cases.c.id)


@lru_cache(maxsize=500)
def page(listing: Listing, place: PageStart, count: int) -> Statement[Frame]:
    """The `count` rows of a page; takes what the list takes, and the moment `now`.

    Of the cases themselves it says how they are written: for whoever may know what that says.
    """
    return Statement(_page(AS_WRITTEN, listing, place, count), Frame)


@lru_cache(maxsize=500)
def whole_page(listing: Listing, place: PageStart, count: int) -> Statement[FramedCase]:
    """The same with the cases."""
    return Statement(_page(_WHOLE, listing, place, count), FramedCase)


def _page(columns: Columns, listing: Listing, place: PageStart, count: int) -> Select[*tuple[object, ...]]:
    found = rows_of_page(listing, place, count, (cases.c.id,)).subquery("found")
    of_page = found.join(cases, cases.c.id == found.c.id)
    return _told(columns, of_page).order_by(*_in_order(listing.order))


_AMONG_THEM = cases.c.id == bindparam("case_ids", type_=ARRAY(UUIDS())).any_()
AMONG = Statement(select(*_WHOLE).where(_AMONG_THEM), WholeCase)
"""Of cases that a page gave to somebody: whether they still are what it gave, is told by how they are written."""


@lru_cache(maxsize=500)
def still(listing: Listing) -> Statement[FramedCase]:
    """Those of `case_ids` that are in the list; takes what the list takes, and the moment `now`."""
    return Statement(_told(_WHOLE, cases).where(_AMONG_THEM, *predicate(listing)), FramedCase)


@lru_cache(maxsize=500)
def held(listing: Listing, place: PageStart, count: int) -> Statement[HeldCase]:
    """Which cases a page holds, in its order, and in whose hands they are."""
    return Statement(rows_of_page(listing, place, count, OF_HELD), HeldCase)


class Places(TypedDict):
    """Where a case stands in each order."""

    due_at: datetime | None
    stage_due_at: datetime | None
    resume_at: datetime | None
    order_due_at: datetime | None
    signed_at: datetime | None
    reported_at: datetime
    closed_at: datetime | None


@cache
def places_of(shape: Shape) -> Statement[Places]:
    """Where a case in scope stands, by `case_id`."""
    told = (cases.c[name] for name in Places.__annotations__)
    return Statement(select(*told).where(cases.c.id == bindparam("case_id", type_=UUIDS()), visible(shape)), Places)
