"""What burdens those who type 减负: entries by worker and hour; what was typed twice; answers that nobody has read."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import TypedDict
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    DateTime,
    Integer,
    and_,
    bindparam,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import ARRAY, VARCHAR
from sqlalchemy.dialects.postgresql import UUID as UUID_TYPE

from app.authz import Post
from app.db.statement import Statement
from app.models.area import Area
from app.models.case import Channel
from app.models.case_event import CaseEvent
from app.models.supervision import Notice
from app.models.user import Appointment
from app.queries.cases.past import hour_of
from app.queries.cases.scope import Shape, cases, visible
from app.queries.tables import among, constant, table
from app.workflow.states import Status
from app.workflow.supervision.burden import ANSWERS, NO_ENTRIES

appointments, areas = table(Appointment), table(Area)
events, notices = table(CaseEvent), table(Notice)
_MOMENT = DateTime(timezone=True)
_FIELD = (Post.GRID_LEADER, Post.FULL_TIME_WORKER, Post.PART_TIME_WORKER, Post.GRID_INSTRUCTOR)
_MOST_WORKERS = 2_000
_BY_STAFF = (Channel.WORKER.value, Channel.CLERK.value)


def _typed_twice() -> ColumnElement[bool]:
    """Entered by somebody, and found to be the same matter as what had been entered."""
    return and_(cases.c.status == literal(Status.MERGED.value), among(cases.c.channel, _BY_STAFF))


def _unread() -> ColumnElement[bool]:
    """An answer that was asked for: nobody else has done anything since, and nobody has read the notice of it."""
    answer, later = events.alias("answer"), events.alias("later")
    moved = exists(
        select(literal(1)).where(
            later.c.case_id == answer.c.case_id,
            later.c.seq > answer.c.seq,
            later.c.actor_id.is_not(None),
            later.c.actor_id != answer.c.actor_id,
        )
    )
    read = exists(
        select(literal(1)).where(
            notices.c.case_id == answer.c.case_id, notices.c.seq == answer.c.seq, notices.c.read_at.is_not(None)
        )
    )
    return exists(
        select(literal(1)).where(
            answer.c.case_id == cases.c.id,
            among(answer.c.action, tuple(action.value for action in ANSWERS)),
            answer.c.actor_id.is_not(None),
            answer.c.created_at < bindparam("unread_before", type_=_MOMENT),
            ~moved,
            ~read,
        )
    )


FILTERS: Mapping[str, Callable[[], ColumnElement[bool]]] = MappingProxyType(
    {"typed_twice": _typed_twice, "unread": _unread}
)

_PATHS = func.unnest(bindparam("paths", type_=ARRAY(VARCHAR))).table_valued("path").render_derived("mine")
_WORKERS = (
    select(appointments.c.user_id)
    .distinct()
    .select_from(appointments.join(areas, areas.c.code == appointments.c.area_code))
    .where(
        among(appointments.c.post, _FIELD),
        func.starts_with(areas.c.path, bindparam("within", type_=VARCHAR())),
        select(literal(1)).select_from(_PATHS).where(func.starts_with(areas.c.path, _PATHS.c.path)).exists(),
    )
)
_AT = func.coalesce(events.c.device_time, events.c.created_at)
_ENTRIES = and_(
    events.c.created_at >= bindparam("period_from", type_=_MOMENT),
    events.c.created_at < bindparam("period_to", type_=_MOMENT),
    ~among(events.c.action, tuple(action.value for action in NO_ENTRIES)),
)


class HourOfWorker(TypedDict):
    """How many entries a worker made in an hour of the day."""

    person_id: UUID
    hour: int
    count: int


BY_HOUR = Statement(
    select(events.c.actor_id.label("person_id"), hour_of(_AT).label("hour"), func.count().label("count"))
    .where(_ENTRIES, events.c.actor_id.in_(_WORKERS))
    .group_by(events.c.actor_id, hour_of(_AT))
    .order_by(events.c.actor_id, hour_of(_AT))
    .limit(constant(_MOST_WORKERS * 24)),
    HourOfWorker,
)
"""The entries of a period by worker and hour; the workers are those of the field within some areas, or once there."""


class EntryRow(TypedDict):
    """An entry: what was done to which case, and when by the clock of whoever did it."""

    case_id: UUID
    seq: int
    action: str
    actor_id: UUID | None
    at: datetime
    created_at: datetime
    serial: int
    is_seen: bool


@cache
def entries(shape: Shape, *, first: bool) -> Statement[EntryRow]:
    """The entries of one of these workers in a period, the newest first; of an hour of the day, where one is named."""
    hour = bindparam("hour", type_=Integer())
    key = tuple_(events.c.created_at, events.c.case_id, events.c.seq)
    after = tuple_(
        bindparam("after_value", type_=_MOMENT),
        bindparam("after_id", type_=UUID_TYPE()),
        bindparam("after_seq", type_=Integer()),
    )
    told = (events.c.case_id, events.c.seq, events.c.action, events.c.actor_id, _AT.label("at"), events.c.created_at)
    return Statement(
        select(
            *told, cases.c.serial, func.coalesce(visible(shape), literal_column("false", Boolean())).label("is_seen")
        )
        .select_from(events.join(cases, cases.c.id == events.c.case_id))
        .where(
            _ENTRIES,
            events.c.actor_id == bindparam("person", type_=UUID_TYPE()),
            events.c.actor_id.in_(_WORKERS),
            or_(hour.is_(None), hour_of(_AT) == hour),
            *(() if first else (key < after,)),
        )
        .order_by(events.c.created_at.desc(), events.c.case_id.desc(), events.c.seq.desc())
        .limit(bindparam("count", type_=Integer())),
        EntryRow,
    )
