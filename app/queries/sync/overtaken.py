"""Whether what an operation names has changed since a phone knew it: a case by its events, the rest by the trail."""

from datetime import datetime
from typing import TypedDict

from sqlalchemy import ColumnElement, Date, DateTime, FromClause, and_, bindparam, exists, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, INTEGER, UUID, VARCHAR

from app.db.statement import Scalar, Statement
from app.models.audit import AuditEntry, Deed
from app.models.case_event import CaseEvent
from app.models.user import Appointment
from app.queries.tables import among, table
from app.workflow.actions import Action

events = table(CaseEvent)
entries = table(AuditEntry)
appointments = table(Appointment)

_SINCE = bindparam("since", type_=DateTime(timezone=True))
_OF_CASE = events.c.case_id == bindparam("case_id", type_=UUID())

#: What leaves the status as it is, and yet changes what may be named in the next command on the case.
_CHANGING_IN_PLACE = (
    Action.CORRECT_LOCATION,
    Action.REASSIGN,
    Action.REFILE,
    Action.COMPLETE_ASSIST,
    Action.RELEASE_ASSIST,
    Action.ADD_ASSIST,
    Action.APPROVE_EXCUSE,
    Action.WHISTLE,
    Action.END_WHISTLE,
    Action.WITHDRAW_WHISTLE,
    Action.HAND_OVER,
    Action.MERGE,
    Action.UNMERGE,
    Action.APPROVE_EXTENSION,
)


def _changes(of: FromClause) -> ColumnElement[bool]:
    return or_(
        of.c.from_status.is_distinct_from(of.c.to_status),
        among(of.c.action, tuple(action.value for action in _CHANGING_IN_PLACE)),
    )


HAD_VERSION = Scalar(
    select(events.c.created_at).where(_OF_CASE, events.c.seq == bindparam("version", type_=INTEGER())), datetime
)
"""When a case came to have a version."""

CHANGED_AFTER = Scalar(
    select(literal(1)).where(_OF_CASE, events.c.seq > bindparam("version", type_=INTEGER()), _changes(events)).limit(1),
    int,
)
"""Whether a case has changed after a version in more than what was said of it."""

_later = events.alias("later")


class Stood(TypedDict):
    """How a case stood at a moment."""

    status: str
    area_path: str
    changed_since: bool


STOOD = Statement(
    select(
        events.c.to_status.label("status"),
        events.c.area_path,
        exists(
            select(literal(1)).where(
                _later.c.case_id == events.c.case_id, _later.c.seq > events.c.seq, _changes(_later)
            )
        ).label("changed_since"),
    )
    .where(_OF_CASE, events.c.created_at <= _SINCE)
    .order_by(events.c.seq.desc())
    .limit(1),
    Stood,
)
"""How a case stood at a moment, and whether it has changed since; no row where it was not there yet."""

TOLD_SINCE = Scalar(
    select(literal(1))
    .where(
        entries.c.created_at > _SINCE,
        or_(
            and_(
                entries.c.target == bindparam("targets", type_=ARRAY(VARCHAR)).any_(),
                entries.c.action == bindparam("deeds", type_=ARRAY(VARCHAR)).any_(),
            ),
            and_(entries.c.target == "organisation", entries.c.action == literal(Deed.IMPORT.value)),
        ),
    )
    .limit(1),
    int,
)
"""Whether the trail of administration tells of one of some things since a moment; an import may have been of any."""

_DAY, _TODAY = bindparam("day", type_=Date()), bindparam("today", type_=Date())
POST_TURNED = Scalar(
    select(literal(1))
    .where(
        appointments.c.user_id == bindparam("user_id", type_=UUID()),
        or_(
            and_(appointments.c.valid_to >= _DAY, appointments.c.valid_to < _TODAY),
            and_(appointments.c.valid_from > _DAY, appointments.c.valid_from <= _TODAY),
        ),
    )
    .limit(1),
    int,
)
"""Whether a post of somebody began or ended by its date after a day."""
