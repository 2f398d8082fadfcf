"""The inbox 消息 of a user, and who belongs to an audience."""

import uuid
from datetime import datetime
from functools import cache, lru_cache
from typing import TypedDict

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    Select,
    and_,
    bindparam,
    delete,
    func,
    literal,
    or_,
    select,
    tuple_,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID, VARCHAR
from sqlalchemy.dialects.postgresql import insert as upsert

from app.db.statement import Scalar, Statement
from app.models.area import Area
from app.models.case import OPEN_TO_THE_GRID
from app.models.case_event import CaseEvent
from app.models.department import Department
from app.models.supervision import Notice
from app.models.user import Appointment, User
from app.queries.cases.scope import Shape, cases, visible
from app.queries.identity.substitutions import stands_in_for_told, substitutions
from app.queries.rows import IdRow
from app.queries.tables import among, constant, table
from app.workflow.actions import Action
from app.workflow.supervision.notices import TAKING_AWAY

notices = table(Notice)
users = table(User)
appointments = table(Appointment)
areas = table(Area)
departments = table(Department)
events = table(CaseEvent)

_TODAY = bindparam("today", type_=Date())
_IN_FORCE = and_(
    users.c.is_active,
    appointments.c.valid_from <= _TODAY,
    or_(appointments.c.valid_to.is_(None), appointments.c.valid_to >= _TODAY),
    appointments.c.post == bindparam("posts", type_=ARRAY(VARCHAR)).any_(),
)


class Placed(TypedDict):
    """A holder of a post, and the how many-th nearest area they hold it at."""

    id: uuid.UUID
    distance: int


AT_AREA = Statement(
    select(users.c.id, func.dense_rank().over(order_by=func.length(areas.c.path).desc()).label("distance"))
    .select_from(
        users.join(appointments, appointments.c.user_id == users.c.id).join(
            areas, areas.c.code == appointments.c.area_code
        )
    )
    .where(_IN_FORCE, func.starts_with(bindparam("area_path", type_=VARCHAR()), areas.c.path)),
    Placed,
)
"""Holders of any of `posts` at an area around `area_path`; `distance` 1 is the nearest area that has such a post."""

_unit = departments.alias("unit")
IN_UNIT = Statement(
    select(users.c.id)
    .distinct()
    .select_from(
        users.join(appointments, appointments.c.user_id == users.c.id)
        .join(departments, departments.c.code == appointments.c.department_code)
        .join(_unit, func.starts_with(_unit.c.path, departments.c.path))
    )
    .where(
        _IN_FORCE,
        _unit.c.code == bindparam("department_code", type_=VARCHAR()),
        or_(departments.c.code == _unit.c.code, bindparam("and_above", type_=literal(True).type)),
    ),
    IdRow,
)
"""Holders of any of `posts` in a unit, or `and_above` also in the departments it belongs to."""

IN_UNITS = Statement(
    select(users.c.id)
    .distinct()
    .select_from(users.join(appointments, appointments.c.user_id == users.c.id))
    .where(_IN_FORCE, appointments.c.department_code == bindparam("codes", type_=ARRAY(VARCHAR)).any_()),
    IdRow,
)
"""Holders of any of `posts` in exactly some departments."""

_user_ids = func.unnest(bindparam("user_ids", type_=ARRAY(UUID())), bindparam("ids", type_=ARRAY(UUID())))
_told = _user_ids.table_valued("user_id", "id").render_derived("told")
_EVENT = (
    bindparam("case_id", type_=UUID()),
    bindparam("seq", type_=notices.c.seq.type),
    bindparam("action", type_=notices.c.action.type),
    bindparam("at", type_=notices.c.created_at.type),
)
TELL = Statement(
    upsert(notices)
    .from_select(
        ["user_id", "id", "case_id", "seq", "action", "created_at"],
        union_all(
            select(_told.c.user_id, _told.c.id, *_EVENT),
            select(substitutions.c.substitute_id, func.gen_random_uuid(), *_EVENT).where(stands_in_for_told()),
        ),
    )
    .on_conflict_do_nothing()
)
"""One notice for each of `user_ids`, under `ids` of equal length, and for who stands in 代理 for any of these `away`.

`teller` is told nothing: they did it.
"""

_ME = notices.c.user_id == bindparam("user_id", type_=UUID())
_BEFORE = tuple_(notices.c.created_at, notices.c.id) < tuple_(
    bindparam("after_value", type_=notices.c.created_at.type), bindparam("after_id", type_=UUID())
)
_UNREAD = bindparam("unread", type_=Boolean())
_TAKEN_AWAY = and_(among(notices.c.action, tuple(TAKING_AWAY)), OPEN_TO_THE_GRID)
_ABOUT = notices.join(cases, cases.c.id == notices.c.case_id)


def _in_their_inbox(shape: Shape) -> ColumnElement[bool]:
    """Of a case they see; that one was taken away whoever sees cases at all is told of one they see no longer, too.

    A confidential case is not there for them.
    """
    return or_(visible(shape), _TAKEN_AWAY) if shape.personal else visible(shape)


COUNT_UP_TO = 1_000  # that are not read


class Notified(TypedDict):
    """A notice with the case it is about, and whether its reader sees that still."""

    user_id: uuid.UUID
    id: uuid.UUID
    case_id: uuid.UUID
    seq: int
    action: str
    created_at: datetime
    read_at: datetime | None
    serial: int
    description: str
    status: str
    in_sight: bool


class NoticeRow(Notified):
    """The same on a page, and how many are `unread` in all, counted up to `COUNT_UP_TO`."""

    unread: int


def unread_of(shape: Shape) -> Select[*tuple[object, ...]]:
    """Those that are not read, for a statement that asks more."""
    return _in_inbox(shape).where(notices.c.read_at.is_(None))


def _in_inbox(shape: Shape) -> Select[*tuple[object, ...]]:
    told = select(notices, cases.c.serial, cases.c.description, cases.c.status, visible(shape).label("in_sight"))
    return told.select_from(_ABOUT).where(_ME, _in_their_inbox(shape))


def _unread_count(shape: Shape) -> Select[int]:
    some = unread_of(shape).with_only_columns(notices.c.id).limit(constant(COUNT_UP_TO))
    return select(func.count()).select_from(some.subquery())


@lru_cache(maxsize=500)
def page(shape: Shape, count: int, *, first: bool) -> Statement[NoticeRow]:
    """The newest `count` notices of cases that the user still sees: the `unread` ones, the read ones, or with null all.

    The rest of a case that was taken away is not `in_sight`.
    """
    told = (
        _in_inbox(shape)
        .add_columns(_unread_count(shape).scalar_subquery().label("unread"))
        .where(or_(_UNREAD.is_(None), notices.c.read_at.is_(None) == _UNREAD))
        .order_by(notices.c.created_at.desc(), notices.c.id.desc())
        .limit(constant(count))
    )
    return Statement(told if first else told.where(_BEFORE), NoticeRow)


@cache
def unread(shape: Shape) -> Scalar[int]:
    """How many of them are not read, counted up to `COUNT_UP_TO`."""
    return Scalar(_unread_count(shape), int)


MARK_READ = Statement(
    update(notices)
    .where(_ME, notices.c.id == bindparam("ids", type_=ARRAY(UUID())).any_(), notices.c.read_at.is_(None))
    .values({notices.c.read_at: bindparam("at", type_=notices.c.read_at.type)})
)

_TOLD_OF = and_(notices.c.case_id == events.c.case_id, notices.c.seq == events.c.seq, notices.c.action == Action.URGE)


class UrgeRow(TypedDict):
    seq: int
    actor_kind: str
    actor_id: uuid.UUID | None
    actor_name: str | None
    note: str | None
    created_at: datetime
    told: int
    read_at: datetime | None


URGES_OF = Statement(
    select(
        events.c.seq,
        events.c.actor_kind,
        events.c.actor_id,
        events.c.actor_name,
        events.c.note,
        events.c.created_at,
        func.count(notices.c.id).label("told"),
        func.min(notices.c.read_at).label("read_at"),
    )
    .select_from(events.outerjoin(notices, _TOLD_OF))
    .where(events.c.case_id == bindparam("case_id", type_=UUID()), events.c.action == Action.URGE)
    .group_by(events.c.case_id, events.c.seq)
    .order_by(events.c.seq.desc())
    .limit(bindparam("count")),
    UrgeRow,
)
"""The urges of a case, latest first: how many people were told, and when the first of them read it."""

FORGET = Statement(delete(notices).where(notices.c.created_at < bindparam("before", type_=notices.c.created_at.type)))
"""Takes away what was told so long ago; the history of the cases stays."""
