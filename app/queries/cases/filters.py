"""The filters of lists of cases, each by its name."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import cast

from sqlalchemy import (
    Boolean,
    ColumnElement,
    DateTime,
    and_,
    bindparam,
    case,
    exists,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR, array

from app.models.case import OPEN_CASES
from app.models.case_parts import Approval
from app.queries.cases import burden, causes, held, past
from app.queries.cases.callers import called_from
from app.queries.cases.moments import is_known
from app.queries.cases.scope import (
    assisted_by,
    called_to,
    cases,
    delivered_by,
    published_to,
    within,
)
from app.queries.tables import any_of, table
from app.workflow.approvals import ApprovalKind
from app.workflow.supervision.faults import HELD_BY

approvals = table(Approval)

_MOMENT = DateTime(timezone=True)
_NOW = bindparam("now", type_=_MOMENT)
_ANY_NOW = any_of(_NOW)


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


#: Every filter; its parameters bear the same name, ranges add _from and _to.
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
        "at_centre": lambda: or_(cases.c.centre_path.is_(None), _among(cases.c.centre_path, "at_centre")),
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
        **held.FILTERS,
        **past.FILTERS,
        **causes.FILTERS,
        **burden.FILTERS,
        "called_from": lambda: called_from(cases.c.id, "called_from"),
        "external_id": lambda: cases.c.external_id == bindparam("external_id", type_=cases.c.external_id.type),
        "serial": lambda: cases.c.serial == bindparam("serial", type_=cases.c.serial.type),
        "reported_from": lambda: cases.c.reported_at >= bindparam("reported_from", type_=_MOMENT),
        "reported_to": lambda: cases.c.reported_at < bindparam("reported_to", type_=_MOMENT),
        "due_from": lambda: cases.c.due_at >= bindparam("due_from", type_=_MOMENT),
        "due_to": lambda: cases.c.due_at < bindparam("due_to", type_=_MOMENT),
    }
)
