"""Reads of the history of cases."""

from datetime import datetime
from functools import cache
from typing import TypedDict
from uuid import UUID

from sqlalchemy import and_, bindparam, select, true
from sqlalchemy.dialects.postgresql import ARRAY, VARCHAR, distinct_on
from sqlalchemy.dialects.postgresql import UUID as UUID_TYPE

from app.db.statement import Statement
from app.models.case_event import CaseEvent
from app.models.case_part_rows import EventRow
from app.models.rule_snapshot import RuleSnapshot
from app.queries.cases.scope import Shape, cases, visible
from app.queries.tables import among, table
from app.workflow.actions import Action

events = table(CaseEvent)

_CASE_ID = bindparam("case_id", type_=UUID_TYPE())
_CASE_IDS = bindparam("case_ids", type_=ARRAY(UUID_TYPE())).any_()
_ACTIONS = bindparam("actions", type_=ARRAY(VARCHAR)).any_()

_next = (
    select(events)
    .where(events.c.case_id == _CASE_ID, events.c.seq > bindparam("after", type_=events.c.seq.type))
    .order_by(events.c.seq)
    .limit(bindparam("count"))
)
EVENTS_OF = Statement(_next, EventRow)
"""The next `count` events of a case `after` a number, oldest first."""

_NEXT = _next.subquery("next")
_OF_THE_CASE = ("external_id", "follower_ids", "privacy_tier", "reporter_id")


class HistoryRow(EventRow):
    """An event, with what its reader may know of it; where there are no more of a case, one row without an event."""

    has_event: bool
    external_id: str | None
    follower_ids: list[UUID]
    privacy_tier: str
    reporter_id: UUID | None
    lies_at: str


@cache
def history(shape: Shape) -> Statement[HistoryRow]:
    """The same of a case in scope, with what its reader may know; of one that is not there is no row."""
    of_case = (*(cases.c[name] for name in _OF_THE_CASE), cases.c.area_path.label("lies_at"))
    return Statement(
        select(_NEXT, _NEXT.c.seq.is_not(None).label("has_event"), *of_case)
        .select_from(cases.outerjoin(_NEXT, true()))
        .where(cases.c.id == _CASE_ID, visible(shape))
        .order_by(_NEXT.c.seq),
        HistoryRow,
    )


class ClockData(TypedDict, total=False):
    """What an event remembers that the clocks count by."""

    granted: int  # more time, in the unit of the limit
    resumed_at: str


class ClockEvent(TypedDict):
    """An event that did something to the clocks."""

    action: str
    from_status: str | None
    to_status: str
    data: ClockData
    created_at: datetime


_CLOCK_EVENT = tuple(events.c[name] for name in ClockEvent.__annotations__)
_DID = and_(events.c.case_id == _CASE_ID, events.c.action == _ACTIONS)
CLOCK_EVENTS_OF = Statement(select(*_CLOCK_EVENT).where(_DID).order_by(events.c.seq), ClockEvent)
"""The events that did something to the clocks, as `workflow.timing.replay` reads them."""


class ClockedCase(TypedDict):
    """What a deadline is explained by, besides these events."""

    status: str
    area_path: str
    rule: RuleSnapshot | None
    urgent: bool
    clock_started_at: datetime | None
    deadline_at: datetime | None
    due_at: datetime | None
    warn_at: datetime | None
    stage_due_at: datetime | None
    resume_at: datetime | None
    handling_left: int | None
    lead_department_code: str | None
    calendar_version: int


class DeadlineRow(ClockEvent, ClockedCase):
    """A clock event of a case with the case itself; where it has none, one row without an event."""

    has_event: bool


@cache
def deadline(shape: Shape) -> Statement[DeadlineRow]:
    """The clock events of a case in scope; of one that is not there is no row."""
    of_case = (cases.c[name] for name in ClockedCase.__annotations__)
    return Statement(
        select(*_CLOCK_EVENT, events.c.seq.is_not(None).label("has_event"), *of_case)
        .select_from(cases.outerjoin(events, _DID))
        .where(cases.c.id == _CASE_ID, visible(shape))
        .order_by(events.c.seq),
        DeadlineRow,
    )


class ClockEventOfCase(ClockEvent):
    """The same, and of which case."""

    case_id: UUID


CLOCK_EVENTS_OF_MANY = Statement(
    select(events.c.case_id, *_CLOCK_EVENT)
    .where(events.c.case_id == _CASE_IDS, events.c.action == _ACTIONS)
    .order_by(events.c.case_id, events.c.seq),
    ClockEventOfCase,
)
"""The same of several cases."""


class RungData(TypedDict, total=False):
    """What the event of a rung remembers; one older than other ladders has its number alone."""

    rung: int
    limit_amount: int
    limit_unit: str


class LastRung(TypedDict):
    """What was last said of being overdue."""

    case_id: UUID
    action: str
    data: RungData


LAST_RUNGS = Statement(
    select(events.c.case_id, events.c.action, events.c.data)
    .where(events.c.case_id == _CASE_IDS, among(events.c.action, (Action.REMIND_OVERDUE, Action.RAISE_OVERDUE)))
    .ext(distinct_on(events.c.case_id))
    .order_by(events.c.case_id, events.c.seq.desc()),
    LastRung,
)
"""What was last said of being overdue of each of several cases: the rung taken last, or that there is none yet."""
